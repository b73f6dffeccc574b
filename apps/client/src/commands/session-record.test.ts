import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { readSessionRecord } from './session-record.ts';

const folder = mkdtempSync(join(tmpdir(), 'codex-voice-record-'));
mkdirSync(join(folder, 'codex-k3fa'));
afterAll(() => rmSync(folder, { recursive: true }));

const RECORD = { agent: { name: 'Codex' }, cwd: '/here', startedAtMs: 5, keeperPid: 71 };

test('what a keeper wrote down is read, and what it wrote besides is left', () => {
  const told = { ...RECORD, agentPid: 72, ended: { exitCode: 3, signal: 0 } };
  const text = JSON.stringify({ ...told, argv: ['codex'] });
  writeFileSync(join(folder, 'codex-k3fa', 'session.json'), text);
  expect(readSessionRecord(folder, 'codex-k3fa')).toEqual(told);
});

test.each(['', '{"agent":', '[]', JSON.stringify({ ...RECORD, keeperPid: -1 })])(
  'a record that is none is not there: %j',
  (text) => {
    writeFileSync(join(folder, 'codex-k3fa', 'session.json'), text);
    expect(readSessionRecord(folder, 'codex-k3fa')).toBeUndefined();
    expect(readSessionRecord(folder, 'codex-none')).toBeUndefined();
  },
);

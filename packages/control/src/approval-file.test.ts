// The record of approvals on a real disk.
import {
  appendFileSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ApprovalRecord } from '@codex-voice/session';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { APPROVALS_FILE_BYTES, ApprovalFile } from './approval-file.ts';

let folder = '';
let path = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'approvals-'));
  path = join(folder, 'approvals.jsonl');
});
afterEach(() => rmSync(folder, { recursive: true }));

const asked: ApprovalRecord = {
  type: 'asked',
  id: 'a1',
  atMs: 1,
  risk: 'network',
  asked: { approvalId: 't/i', subject: 'command', text: 'curl x\n', decisions: ['accept'] },
};
const answered: ApprovalRecord = {
  type: 'answered',
  id: 'a1',
  atMs: 2,
  by: 'voice',
  decision: 'accept',
};

const question: ApprovalRecord = {
  type: 'asked',
  id: 'a2',
  atMs: 3,
  asked: {
    approvalId: 't/q',
    subject: 'question',
    text: 'Which?',
    parts: [{ partId: 'b', question: 'Which?', choices: [{ label: 'x' }], takesWords: true }],
    decisions: ['accept'],
  },
};
const replied: ApprovalRecord = { ...answered, id: 'a2', answers: { b: ['x'] } };

function kept(): readonly ApprovalRecord[] {
  const file = new ApprovalFile(folder);
  const records = file.load();
  file.close();
  return records;
}

test('CONTROL-70: a record is a line of a file that only its owner reads, there when it is kept', () => {
  const file = new ApprovalFile(folder);
  expect(file.load()).toEqual([]);
  expect(file.append([asked])).toEqual({ kind: 'kept' });
  file.append([answered]);
  expect(kept()).toEqual([asked, answered]);
  file.append([question, replied]);
  expect(kept()).toEqual([asked, answered, question, replied]);
  expect(statSync(path).mode & 0o777).toBe(0o600);
  file.close();
});

test('CONTROL-70: a line torn at any byte is passed over, and the next one stands alone', () => {
  const line = JSON.stringify(answered);
  for (let cut = 0; cut < line.length; cut += 1) {
    writeFileSync(path, `${JSON.stringify(asked)}\n${line.slice(0, cut)}`);
    const file = new ApprovalFile(folder);
    expect(file.load()).toEqual([asked]);
    file.append([answered]);
    file.close();
    expect(kept()).toEqual([asked, answered]);
  }
});

test('CONTROL-70: what is no record is passed over', () => {
  new ApprovalFile(folder).append([asked]);
  for (const line of ['{}', '[]', 'null', '{"type":"answered","id":"../x"}', '\u0000'])
    appendFileSync(path, `${line}\n`);
  appendFileSync(path, `${JSON.stringify(answered)}\n`);
  expect(kept()).toEqual([asked, answered]);
});

test('CONTROL-70: a file beyond its bound becomes the older of two, and both are read', () => {
  const file = new ApprovalFile(folder);
  file.append([asked]);
  file.close();
  appendFileSync(path, 'x'.repeat(APPROVALS_FILE_BYTES));
  const next = new ApprovalFile(folder);
  expect(next.load()).toEqual([asked]);
  next.append([answered]);
  next.close();
  expect(readFileSync(path, 'utf8').trim()).toBe(JSON.stringify(answered));
  expect(kept()).toEqual([asked, answered]);
});

test('CONTROL-70: a folder that is not there is a reason, not an exception', () => {
  const file = new ApprovalFile(join(folder, 'none'));
  expect(file.load()).toEqual([]);
  expect(file.append([asked])).toMatchObject({ kind: 'failed' });
});

test('CONTROL-95: a question of our own tool is in the record, and nothing that is asked again', () => {
  const file = new ApprovalFile(folder);
  const ended = { by: 'command-line', outcome: 'answered', answer: 'main' } as const;
  file.append([asked, { type: 'question', id: 'q1', text: '?', askedAtMs: 1, atMs: 2, ...ended }]);
  expect(kept()).toEqual([asked]);
  expect(readFileSync(path, 'utf8')).toContain('"answer":"main"');
  file.close();
});

test('CONTROL-70: a record that can’t be read is not taken for none, and its older half is not replaced', () => {
  const older = new ApprovalFile(folder);
  older.append([asked]);
  older.close();
  renameSync(path, `${path}.1`);
  writeFileSync(path, `${'x'.repeat(APPROVALS_FILE_BYTES)}\n`);
  const failing = (read: string): string => {
    if (read.endsWith('.1')) throw Object.assign(new Error('EIO: it fails'), { code: 'EIO' });
    return readFileSync(read, 'utf8');
  };
  expect(() => new ApprovalFile(folder, failing).load()).toThrow('EIO');
  expect(kept()).toEqual([asked]);
});

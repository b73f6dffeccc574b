// Against a program that stands for the voice process: what it is told to begin with.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { parseConfig } from '../config.ts';
import { spokenSetup } from '../spoken-setup.ts';
import { mannerOf, voiceStart } from '../voice-start.ts';
import { hear } from './hearing.ts';

/** Notes each command, is ready at the first one, and has heard its recording at the second. */
const STAND_IN = `
import { appendFileSync } from 'node:fs';
import { Socket } from 'node:net';
const wire = new Socket({ fd: 3, readable: true, writable: true });
let text = '';
wire.on('data', (chunk) => {
  text += chunk;
  for (;;) {
    const end = text.indexOf('\\n');
    if (end < 0) return;
    const line = text.slice(0, end);
    text = text.slice(end + 1);
    appendFileSync(process.argv[2], line + '\\n');
    const { type } = JSON.parse(line);
    const answers = {
      start: { type: 'ready', version: 1, recognizer: 'none', voiceActivity: 'none', startMs: 0 },
      open: { type: 'source-ended', path: 'a.wav', durationMs: 0 },
    };
    if (answers[type]) wire.write(JSON.stringify(answers[type]) + '\\n');
    if (type === 'shutdown') process.exit(0);
  }
});
wire.on('close', () => process.exit(0));
`;

test('what listens without a session follows [speech] sensitivity', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'codex-voice-hearing-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const [program, told] = [join(folder, 'voice.mjs'), join(folder, 'told.jsonl')];
  writeFileSync(program, STAND_IN);
  const config = parseConfig('[speech]\nsensitivity = "high"', 'c.toml');
  const how = await hear({
    start: voiceStart({
      config,
      spoken: spokenSetup(config),
      source: { kind: 'files', paths: ['a.wav'], pace: 'fast' },
      journalDirectory: undefined,
      recognizers: {},
      commands: 'written-down',
    }),
    manner: mannerOf(config),
    command: { file: process.execPath, args: [program, told] },
    interrupted: new Promise(() => undefined),
    onEvent: () => undefined,
    onBroken: (message) => expect(message).toBe(''),
  });
  expect(how).toBe('ended');
  const commands = readFileSync(told, 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
  const manner = { startThreshold: 0.3, stopThreshold: 0.2 };
  expect(commands.slice(0, 2)).toMatchObject([{ type: 'start' }, { type: 'open', manner }]);
});

// What no recogniser could hear when it was said is heard again from its kept audio: once, in order, and
// typed nowhere.
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  makeScratchHome,
  startTranscriptionServer,
  type TranscriptionReply,
} from '@codex-voice/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { beginningOfRecording, type Home, makeHome, runPlain } from './command.ts';

const ONE_LINE = /^codex-voice: [^\n]+: [^\n]+\n$/u;
const REFUSED: TranscriptionReply = { kind: 'status', status: 400 };

function heard(text: string): TranscriptionReply {
  return { kind: 'json', body: { text } };
}

function listensBy(home: Home, origin: string): void {
  const folder = join(home.path, 'config', 'codex-voice');
  mkdirSync(folder, { recursive: true });
  const server = `[openai]\nurl = "${origin}/v1"\nmodel = "any"\n`;
  // Behind a recogniser of free speech the phrases still hear commands, and would hear prompts.
  writeFileSync(join(folder, 'config.toml'), `${server}[speech]\ndefault_phrases = false\n`);
}

interface JournalLine {
  readonly type: string;
  readonly id: string;
  readonly failure?: unknown;
}

function journal(home: Home): readonly JournalLine[] {
  const path = join(home.path, 'state', 'codex-voice', 'journal', 'utterances.jsonl');
  return readFileSync(path, 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
}

/** Speech that no recogniser could hear, as a home has it then. */
let unheard = '';
beforeAll(async () => {
  unheard = mkdtempSync(join(tmpdir(), 'codex-voice-unheard-'));
  using home = makeScratchHome();
  await using server = await startTranscriptionServer([REFUSED]);
  listensBy(home, server.origin);
  const spoken = await runPlain(home, ['listen', '--audio', beginningOfRecording(home)]);
  expect(spoken).toMatchObject({ status: 1 });
  cpSync(join(home.path, 'state'), unheard, { recursive: true });
}, 120_000);
afterAll(() => rmSync(unheard, { recursive: true }));

/** A home in which it was said. */
function homeOfUnheard(): Home {
  const home = makeHome();
  cpSync(unheard, join(home.path, 'state'), { recursive: true });
  return home;
}

test('utterances that failed are heard again, the oldest first, and offered once', async () => {
  using home = homeOfUnheard();
  const replies: TranscriptionReply[] = [];
  await using server = await startTranscriptionServer(() => replies.shift() ?? REFUSED);
  listensBy(home, server.origin);
  const before = journal(home);
  const failed = before.filter(({ failure }) => failure !== undefined);
  expect(failed.length).toBeGreaterThan(1);

  const still = await runPlain(home, ['listen', '--again']);
  expect(still).toMatchObject({ status: 1, stdout: '' });
  expect(still.stderr).toContain('still without its words, and kept');
  expect(journal(home)).toEqual(before);

  const last = failed.at(-1)?.id ?? '';
  const one = await runPlain(home, ['listen', '--again', last.slice(0, 8)]);
  expect(one.stderr).toContain(`${last}: still without its words`);
  for (const { id } of failed.slice(0, -1)) expect(one.stderr).not.toContain(id);

  const texts = failed.map((_, index) => `number ${index}`);
  replies.push(...texts.map(heard));
  const all = await runPlain(home, ['listen', '--again', '--json']);
  expect(all).toMatchObject({ status: 0, stderr: '' });
  const lines = all.stdout.trim().split('\n');
  expect(lines.map((line) => JSON.parse(line))).toMatchObject(
    failed.map(({ id }, index) => ({ id, text: texts[index] })),
  );
  const again = journal(home).filter(({ type }) => type === 'again');
  expect(again.map(({ id }) => id)).toEqual(failed.map(({ id }) => id));

  const nothing = await runPlain(home, ['listen', '--again']);
  expect(nothing).toMatchObject({ status: 0, stdout: '' });
  expect(nothing.stderr).toMatch(ONE_LINE);
  const named = await runPlain(home, ['listen', '--again', last]);
  expect(named.status).toBe(1);
  expect(named.stderr).toContain('has its words already');
}, 120_000);

test('audio that was purged is told in one line; without a journal nothing waits', async () => {
  using empty = makeHome();
  expect((await runPlain(empty, ['listen', '--again'])).stderr).toMatch(ONE_LINE);
  using home = homeOfUnheard();
  await using server = await startTranscriptionServer([REFUSED]);
  listensBy(home, server.origin);
  rmSync(join(home.path, 'state', 'codex-voice', 'journal', 'audio'), { recursive: true });
  const purged = await runPlain(home, ['listen', '--again']);
  expect(purged).toMatchObject({ status: 0, stdout: '' });
  expect(purged.stderr).toMatch(
    /^codex-voice: \d+ utterances: the audio is no longer kept[^\n]*\n$/u,
  );
}, 120_000);

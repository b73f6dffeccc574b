// Notes through the launcher, as a person and a script take them: typed, piped and spoken, without any
// session, and what becomes of them where they can't be kept.
import { execFile } from 'node:child_process';
import {
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { openWait, startTranscriptionServer } from '@codex-voice/testing';
import { expect, test } from 'vitest';
import {
  type Ended,
  type Home,
  LAUNCHER,
  makeHome,
  PHRASE,
  runPlain,
  startInTerminal,
} from './command.ts';
import { exampleAgent, PATIENCE_MS, receivedPrompts, until } from './sessions/session-rig.ts';
import { spokenRecording } from './sessions/spoken-home.ts';

const F2 = '\u001bOQ';
/** Ctrl-\ */
const LEADER = '\u001c';

const ONE_LINE = /^codex-voice: [^\n]+: [^\n]+\n$/u;

function notesFolder(home: Home): string {
  return join(home.path, 'state', 'codex-voice', 'notes');
}

/** All of today, whichever that is. */
function noted(home: Home): string {
  const folder = notesFolder(home);
  return readdirSync(folder)
    .toSorted()
    .map((name) => readFileSync(join(folder, name), 'utf8'))
    .join('');
}

async function piped(
  home: Home,
  args: readonly string[],
  input: string | Uint8Array,
): Promise<Ended> {
  using _wait = openWait(`the end of codex-voice ${args.join(' ')}`);
  return await new Promise((resolve) => {
    const child = execFile(
      process.execPath,
      [LAUNCHER, ...args],
      { cwd: home.path, env: home.env, encoding: 'utf8' },
      (error, stdout, stderr) => {
        resolve({ status: error === null ? 0 : Number(error.code), stdout, stderr });
      },
    );
    child.stdin?.on('error', () => undefined);
    child.stdin?.end(input);
  });
}

test('notes are added from words and standard input, listed and shown, for the owner alone', async () => {
  using home = makeHome();
  const none = await runPlain(home, ['notes']);
  expect(none).toEqual({ status: 0, stdout: '', stderr: expect.stringMatching(ONE_LINE) });
  const quiet = { status: 0, stdout: '', stderr: '' };
  expect(await runPlain(home, ['notes', 'add', 'ask', 'about', 'the', 'cache'])).toEqual(quiet);
  expect(await piped(home, ['notes', 'add', '-'], 'two\u001b[2J lines\nand one\n')).toEqual(quiet);
  const told = await runPlain(home, ['notes', 'add', '--json', 'third']);
  const { file } = JSON.parse(told.stdout);
  expect(statSync(file).mode & 0o777).toBe(0o600);
  expect(noted(home)).toMatch(
    /^- \*\*\d\d:\d\d\*\* ask about the cache\n- \*\*\d\d:\d\d\*\* two\[2J lines\n {2}and one\n- \*\*\d\d:\d\d\*\* third\n$/u,
  );
  expect((await runPlain(home, ['notes', 'list'])).stdout).toMatch(
    /^\d{4}-\d\d-\d\d {2}3 notes\n$/u,
  );
  expect((await runPlain(home, ['notes', 'show'])).stdout).toBe(noted(home));
  const [day] = JSON.parse((await runPlain(home, ['notes', '--json'])).stdout);
  expect(day).toEqual({ date: expect.any(String), notes: 3, file });
  expect((await runPlain(home, ['notes', 'show', day.date])).stdout).toBe(noted(home));
});

test('what is said becomes notes, printed, under the names of their utterances', async () => {
  using home = makeHome();
  const texts = ['first thought', 'second thought'];
  await using server = await startTranscriptionServer(
    texts.map((text) => ({ kind: 'json', body: { text } })),
  );
  const folder = join(home.path, 'config', 'codex-voice');
  mkdirSync(folder, { recursive: true });
  writeFileSync(
    join(folder, 'config.toml'),
    `[openai]\nurl = "${server.origin}/v1"\nmodel = "any"\n`,
  );
  const heard = await runPlain(home, ['notes', 'listen', '--audio', PHRASE]);
  expect(heard.status).toBe(0);
  const said = heard.stdout.trim().split('\n');
  expect(said.length).toBeGreaterThan(0);
  const entries = noted(home).trim().split('\n');
  expect(entries).toHaveLength(said.length);
  for (const [index, entry] of entries.entries()) {
    expect(entry).toMatch(/^- \*\*\d\d:\d\d\*\* .+ <!-- note [0-9a-f-]{36} -->$/u);
    expect(entry).toContain(said[index] ?? 'nothing was said');
  }
  expect((await runPlain(home, ['notes', 'show'])).stdout).not.toContain('<!--');
});

test('in a session what follows "take a note" is a note, and what else is said is the agent’s', async () => {
  using home = makeHome();
  const texts = [
    'Take a note: ask about the cache.',
    'Take a note buy more memory',
    'fix the parser',
  ];
  await using server = await startTranscriptionServer(
    texts.map((text) => ({ kind: 'json', body: { text } })),
  );
  const folder = join(home.path, 'config', 'codex-voice');
  mkdirSync(folder, { recursive: true });
  const config = `[openai]\nurl = "${server.origin}/v1"\nmodel = "any"\n`;
  writeFileSync(join(folder, 'config.toml'), config);
  const agent = exampleAgent(home);
  const args = [
    'run',
    '--mode',
    'tap',
    '--audio',
    spokenRecording(home, 1),
    '--',
    ...agent.command,
  ];
  await using session = startInTerminal({ home, args, env: agent.env, columns: 120 });
  await session.waitForText('Type or say', PATIENCE_MS);
  session.send(F2);
  await session.waitForText(/Fix the parser/u, PATIENCE_MS);
  await until('two notes', () => noted(home).split('\n').length === 3);
  expect(noted(home)).toMatch(
    /^- \*\*\d\d:\d\d\*\* .*ask about the cache.*\n- \*\*\d\d:\d\d\*\* .*buy more memory.*\n$/iu,
  );
  expect(session.terminal.screenText()).not.toMatch(/cache/iu);
});

test('a note from the palette; where it can’t be kept it waits in the composer', async () => {
  using home = makeHome();
  const agent = exampleAgent(home);
  const args = ['run', '--no-voice', '--', ...agent.command];
  await using session = startInTerminal({ home, args, env: agent.env, columns: 120 });
  await session.waitForText('Type or say', PATIENCE_MS);
  session.send(`${LEADER}/`);
  await session.waitForText('into your notes of today', PATIENCE_MS);
  session.send('note remember the milk\r');
  await session.waitForText('noted: remember the milk', PATIENCE_MS);
  expect(noted(home)).toMatch(/^- \*\*\d\d:\d\d\*\* remember the milk\n$/u);
  for (const name of readdirSync(notesFolder(home))) {
    rmSync(join(notesFolder(home), name));
    symlinkSync('/dev/full', join(notesFolder(home), name));
  }
  session.send(`${LEADER}/`);
  await session.waitForText('into your notes of today', PATIENCE_MS);
  session.send('note my only copy\r');
  await session.waitForText(/ENOSPC/u, PATIENCE_MS);
  await session.waitForText(/[^:] my only copy/u, PATIENCE_MS);
  expect(receivedPrompts(home)).toEqual([]);
});

test('a full disk is one line, and the text is printed', async () => {
  using home = makeHome();
  await runPlain(home, ['notes', 'add', 'before']);
  for (const name of readdirSync(notesFolder(home))) {
    rmSync(join(notesFolder(home), name));
    symlinkSync('/dev/full', join(notesFolder(home), name));
  }
  const full = await runPlain(home, ['notes', 'add', 'my', 'only', 'copy']);
  expect(full).toEqual({
    status: 1,
    stdout: 'my only copy\n',
    stderr: expect.stringMatching(ONE_LINE),
  });
  expect(full.stderr).toContain('ENOSPC');
});

test.each([
  [['notes', 'add', ' '], 1],
  [['notes', 'show'], 1],
  [['notes', 'show', '../../secret'], 1],
  [['notes', 'show', '2026-02-30'], 1],
  [['notes', 'show', 'yesterday'], 1],
] as const)('%s is refused in one line', async (args, status) => {
  using home = makeHome();
  const refused = await runPlain(home, args);
  expect(refused).toEqual({ status, stdout: '', stderr: expect.stringMatching(ONE_LINE) });
});

test('standard input that is no text is refused, and nothing is noted', async () => {
  using home = makeHome();
  const refused = await piped(home, ['notes', 'add', '-'], Uint8Array.of(0xff, 0xfe, 0x00));
  expect(refused).toEqual({ status: 1, stdout: '', stderr: expect.stringMatching(ONE_LINE) });
  expect(await runPlain(home, ['notes', '--json'])).toMatchObject({ stdout: '[]\n' });
});

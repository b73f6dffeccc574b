// Whatever is given to it, the program answers with one clear line that names the way out, the right
// exit status, and no stack trace.
import { execFile } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import {
  beginningOfRecording,
  type Ended,
  type Home,
  LAUNCHER,
  makeHome,
  RECORDING,
  runPlain,
  startInTerminal,
} from './command.ts';

const ONE_LINE = /^codex-voice: [^\n]+: [^\n]+\n$/u;

function expectOneLine(ended: Ended, status: number, words: string): void {
  expect(ended.stderr).toMatch(ONE_LINE);
  expect(ended.stderr).toContain(words);
  expect(ended.stderr).not.toMatch(/\n\s+at /u);
  expect(ended.status).toBe(status);
}

test.each([
  [['--modee', 'tap'], 2, 'did you mean --mode?'],
  [['--mode', 'tab'], 2, 'choose tap or auto'],
  [['run'], 2, 'run needs a command'],
  [['--config', 'missing.toml', 'x'], 1, 'missing.toml'],
  [['run', '--', 'true'], 1, 'is no terminal'],
  [['transcrbe', 'a.wav'], 127, 'did you mean codex-voice transcribe?'],
])('%j', async (args, status, words) => {
  using home = makeHome();
  expectOneLine(await runPlain(home, args), status, words);
});

test('recordings that are none, missing, empty, cut short or a folder are a line each', async () => {
  using home = makeHome();
  const whole = readFileSync(RECORDING);
  const said: Readonly<Record<string, string>> = {
    'missing.wav': 'missing.wav: there is no such file',
    'empty.wav': 'the file is empty',
    'text.wav': 'text.wav',
    '.': 'directory',
    'head.wav': 'head.wav',
    // What is there of a recording that was cut short is used, and that it was cut is said.
    'cut.wav': 'cut.wav',
  };
  writeFileSync(join(home.path, 'empty.wav'), '');
  writeFileSync(join(home.path, 'text.wav'), 'not sound at all');
  writeFileSync(join(home.path, 'head.wav'), whole.subarray(0, 30));
  writeFileSync(join(home.path, 'cut.wav'), whole.subarray(0, 80_000));
  const ended = await runPlain(home, ['transcribe', ...Object.keys(said)]);
  expect(ended).toMatchObject({ status: 1, stdout: 'cut.wav: fix the failing tests\n' });
  const told = ended.stderr.split(/(?<=\n)/u);
  expect(told).toHaveLength(Object.keys(said).length);
  for (const [index, words] of Object.values(said).entries()) {
    expect(told[index]).toMatch(ONE_LINE);
    expect(told[index]).toContain(words);
  }
});

test('a recording without speech is said to be one', async () => {
  using home = makeHome();
  const headerBytes = 44;
  const samplesBytes = 32_000;
  const silence = Buffer.alloc(headerBytes + samplesBytes);
  readFileSync(RECORDING).copy(silence, 0, 0, headerBytes);
  silence.writeUInt32LE(silence.length - 8, 4);
  silence.writeUInt32LE(samplesBytes, headerBytes - 4);
  writeFileSync(join(home.path, 'silence.wav'), silence);
  const ended = await runPlain(home, ['transcribe', 'silence.wav', beginningOfRecording(home)]);
  expectOneLine(ended, 0, 'silence.wav: no speech is in it');
  expect(ended.stdout).toContain('fix the failing tests');
});

test('a damaged config file names its line, and nothing is started', async () => {
  using home = makeHome();
  const folder = join(home.path, 'config', 'codex-voice');
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'config.toml'), 'mode = "auto"\nhud = "huge"\n');
  const ended = await runPlain(home, ['run', '--', 'true']);
  expectOneLine(ended, 1, 'config.toml:2: hud');
});

test.each([
  ['no-such-command-here', 127],
  ['/etc/passwd', 126],
])('a command that cannot be run: %s', async (command, status) => {
  using home = makeHome();
  await using program = startInTerminal({ home, args: ['run', '--no-voice', '--', command] });
  const exit = await program.untilExited();
  expect(exit.exitCode).toBe(status);
  expect(program.terminal.screenText()).toMatch(/codex-voice: [^\n]+: [^\n]+/u);
  expect(program.terminal.screenText()).toContain(command);
});

test('no agent on PATH says which were looked for and how to get one', async () => {
  using home = makeHome();
  await using program = startInTerminal({ home, args: [], env: { PATH: home.path } });
  // Who starts for the first time is offered help before that; Enter goes on without.
  await program.waitForText('[y/N]', 20_000);
  program.send('\r');
  const exit = await program.untilExited();
  expect(exit.exitCode).toBe(127);
  const screen = program.terminal.screenText().replaceAll('\n', '');
  for (const word of ['codex', 'claude', 'gemini', 'opencode', 'npm install -g']) {
    expect(screen).toContain(word);
  }
});

test.each([
  [1, 1],
  [2, 1],
  [1, 3],
  [300, 2],
])('a terminal of %i×%i still runs the command, with its exit status', async (columns, rows) => {
  using home = makeHome();
  const args = ['run', '--no-voice', '--', 'sh', '-c', 'stty size; exit 7'];
  await using program = startInTerminal({ home, args, columns, rows });
  expect((await program.untilExited()).exitCode).toBe(7);
});

test('a damaged journal is read over and written on', async () => {
  using home = makeHome();
  const folder = join(home.path, 'state', 'codex-voice', 'journal');
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'utterances.jsonl'), '\u0000\u0001{"type": torn');
  const args = ['run', '--mode', 'auto', '--audio', RECORDING, '--', 'cat'];
  await using program = startInTerminal({ home, args });
  await program.waitForText('fix the failing tests', 20_000);
  for (let tries = 0; tries < 200; tries += 1) {
    const lines = readFileSync(join(folder, 'utterances.jsonl'), 'utf8').split('\n');
    if (lines.length > 2) {
      expect(JSON.parse(lines[1] ?? '')).toMatchObject({ type: 'transcript' });
      return;
    }
    await sleep(50);
  }
  expect.unreachable('nothing was written behind the damaged line');
});

/** Ends with what the program said on standard error, and its status, when `sink` took its output. */
async function intoSink(home: Home, args: readonly string[], sink: string): Promise<string> {
  const script = `{ "$0" "$@"; echo "status=$?" >&2; } ${sink}`;
  const command = ['-c', script, process.execPath, LAUNCHER, ...args];
  const { stderr } = await promisify(execFile)('/bin/sh', command, { env: home.env });
  return stderr;
}

test('a reader of the output that leaves early ends the program without a stack trace', async () => {
  using home = makeHome();
  expect(await intoSink(home, ['--help'], '| true')).toBe('status=141\n');
  const args = ['transcribe', '--json', beginningOfRecording(home)];
  const transcribed = await intoSink(home, args, '| true');
  expect(transcribed).toBe('status=141\n');
});

test.runIf(process.platform === 'linux')('output that has no room is one line', async () => {
  using home = makeHome();
  const stderr = await intoSink(home, ['--help'], '> /dev/full');
  expect(stderr).toMatch(/^codex-voice: [^\n]*ENOSPC[^\n]*\nstatus=1\n$/u);
});

test('control characters in names and in the config file never reach the terminal as they are', async () => {
  using home = makeHome();
  const name = 'a\x1b]0;title\x07\x1b[31m\r\u202eb';
  writeFileSync(join(home.path, 'x.toml'), '"\\u001b[31mkey" = 1\n');
  for (const args of [
    ['transcribe', `${name}.wav`],
    [`--${name}`],
    ['--config', name, 'x'],
    ['--config', 'x.toml', 'x'],
  ]) {
    const { stderr } = await runPlain(home, args);
    expect(stderr).toMatch(/^codex-voice: [^\p{Cc}\u202e]+\n$/u);
    expect(stderr).toContain('\\u001b');
  }
});

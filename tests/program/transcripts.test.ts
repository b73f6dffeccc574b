// Recordings to text and subtitles through the launcher, as a person and a script have it: what is
// printed where, the exit status, and nothing left behind.
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  openWait,
  startTranscriptionServer,
  type TranscriptionReply,
  untilHolds,
  within,
} from '@codex-voice/testing';
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

/** An answer with the times of its words, as OpenAI's servers give them. */
function heard(...words: readonly (readonly [string, number, number])[]): TranscriptionReply {
  const told = words.map(([word, start, end]) => ({ word, start, end }));
  const text = words.map(([word]) => word).join(' ');
  return { kind: 'json', body: { text, language: 'english', words: told } };
}

function listensBy(home: Home, origin: string): void {
  const folder = join(home.path, 'config', 'codex-voice');
  mkdirSync(folder, { recursive: true });
  const server = `[openai]\nurl = "${origin}/v1"\nmodel = "any"\n`;
  writeFileSync(join(folder, 'config.toml'), server);
}

async function fromInput(home: Home, args: readonly string[], bytes: Uint8Array): Promise<Ended> {
  using _wait = openWait(`the end of codex-voice ${args.join(' ')}`);
  return await new Promise((resolve) => {
    const child = execFile(
      process.execPath,
      [LAUNCHER, ...args],
      { cwd: home.path, env: { ...home.env, TMPDIR: join(home.path, 'tmp') }, encoding: 'utf8' },
      (error, stdout, stderr) => {
        const status = error === null ? 0 : Number(error.code);
        resolve({ status, stdout, stderr });
      },
    );
    child.stdin?.end(bytes);
  });
}

/** What lies in the temporary folder of a home. */
function temporary(home: Home): readonly string[] {
  return readdirSync(join(home.path, 'tmp')).filter((name) => name.startsWith('codex-voice-input'));
}

test('JSON has the words with their times, from the start of the recording', async () => {
  using home = makeHome();
  await using server = await startTranscriptionServer([
    heard(['fix', 0.4, 0.6], ['them', 0.7, 0.9]),
    heard(['run', 0.4, 0.6]),
    { kind: 'json', body: { text: 'more' } },
  ]);
  listensBy(home, server.origin);
  const ended = await runPlain(home, ['transcribe', '--json', RECORDING]);
  expect(ended).toMatchObject({ status: 0, stderr: '' });
  const lines = ended.stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
  expect(lines[0]).toMatchObject({ file: RECORDING, text: 'fix them', verdict: 'accepted' });
  for (const line of lines.slice(0, 2)) {
    // The word begins 0.4 s into the utterance, which has at most that much before its speech.
    expect(line.words[0].start).toBeGreaterThanOrEqual(line.start);
    expect(line.words[0].start).toBeLessThan(line.end);
    expect(line.words[0].end - line.words[0].start).toBeCloseTo(0.2);
  }
  expect(lines[2]).not.toHaveProperty('words');
});

test('subtitles go into a folder, a file for each recording; a fault costs only its own', async () => {
  using home = makeHome();
  mkdirSync(join(home.path, 'out'));
  writeFileSync(join(home.path, 'no.wav'), 'no sound at all');
  const recording = beginningOfRecording(home);
  const args = ['transcribe', '--format', 'vtt', '--output', 'out'];
  const ended = await runPlain(home, [...args, 'no.wav', 'gone.wav', recording]);
  expect(ended).toMatchObject({ status: 1, stdout: '' });
  expect(ended.stderr.trim().split('\n')).toHaveLength(2);
  expect(ended.stderr).toContain('gone.wav: there is no such file');
  const vtt = readFileSync(join(home.path, 'out', 'beginning.vtt'), 'utf8');
  expect(vtt).toMatch(
    /^WEBVTT\n\n00:00:0\d\.\d{3} --> 00:00:0\d\.\d{3}\nfix the failing tests\n\n/u,
  );
  const srt = await runPlain(home, ['transcribe', '--format', 'srt', recording]);
  expect(srt).toMatchObject({ status: 0, stderr: '' });
  expect(srt.stdout).toMatch(
    /^1\n00:00:0\d,\d{3} --> 00:00:0\d,\d{3}\nfix the failing tests\n\n2\n/u,
  );
});

test('what comes on standard input is heard, named as it was, and removed', async () => {
  using home = makeHome();
  const sound = readFileSync(beginningOfRecording(home));
  const heardOne = await fromInput(home, ['transcribe', '-'], sound);
  expect(heardOne).toMatchObject({ status: 0, stderr: '' });
  expect(heardOne.stdout).toMatch(/^fix the failing tests\n/u);
  const none = await fromInput(home, ['transcribe', '-'], Buffer.from('no sound at all'));
  expect(none).toMatchObject({ status: 1, stdout: '' });
  expect(none.stderr).toMatch(/^codex-voice: standard input: [^\n]+\n$/u);
  expect(temporary(home)).toEqual([]);
});

test.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)(
  'standard input that has not ended leaves nothing behind at %s',
  async (signal) => {
    using home = makeHome();
    const env = { ...home.env, TMPDIR: join(home.path, 'tmp') };
    const child = spawn(process.execPath, [LAUNCHER, 'transcribe', '-'], { env });
    const ended = once(child, 'exit');
    // It ends with its reader.
    child.stdin.on('error', () => undefined);
    child.stdin.write(readFileSync(RECORDING));
    await untilHolds('temporary file', () => temporary(home).length > 0);
    child.kill(signal);
    const [status] = await within('end', ended);
    expect(status).toBeGreaterThan(128);
    expect(temporary(home)).toEqual([]);
  },
);

test('in a terminal a bar tells how far it is, and leaves nothing but the results', async () => {
  using home = makeHome();
  let output = '';
  const recording = beginningOfRecording(home);
  const args = ['transcribe', recording, recording];
  await using program = startInTerminal({
    home,
    args,
    columns: 120,
    onOutput: (chunk) => {
      output += Buffer.from(chunk).toString('utf8');
    },
  });
  expect((await program.untilExited()).exitCode).toBe(0);
  expect(output).toContain('░');
  expect(output).toContain('1 of 2');
  const screen = program.terminal.screenText();
  expect(screen).not.toMatch(/[█░]/u);
  expect(screen.match(/beginning\.wav: fix the failing tests/gu)).toHaveLength(2);
});

// `codex-voice mic` with recordings, as there may be no microphone here: what is measured, what is
// printed, and how each way to fail reads.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { WAVE_HEADER_BYTES, waveHeader } from '@codex-voice/speech';
import { expect, test } from 'vitest';
import { type Home, makeHome, RECORDING, runPlain, startInTerminal } from './command.ts';

const ONE_LINE = /^codex-voice: [^\n]+: [^\n]+\n$/u;
const BYTES_PER_SECOND = 32_000;

/** So many seconds of a faint hiss, then so many of the recording. */
function roomThenSpeech(home: Home, roomSeconds: number, speechSeconds: number): string {
  const room = Buffer.alloc(roomSeconds * BYTES_PER_SECOND);
  let state = 1;
  for (let at = 0; at < room.length; at += 2) {
    state = (state * 1_103_515_245 + 12_345) % 2 ** 31;
    room.writeInt16LE((state >> 16) % 20, at);
  }
  const speech = readFileSync(RECORDING).subarray(WAVE_HEADER_BYTES);
  const samples = Buffer.concat([room, speech.subarray(0, speechSeconds * BYTES_PER_SECOND)]);
  const path = join(home.path, `room-${roomSeconds}.wav`);
  writeFileSync(path, Buffer.concat([waveHeader(samples.length / 2), samples]));
  return path;
}

test('room and speech are measured, and the sensitivity that suits both is told with its reason', async () => {
  using home = makeHome();
  const path = roomThenSpeech(home, 3, 6);
  const ended = await runPlain(home, ['mic', '--calibrate', '--audio', path]);
  expect(ended).toMatchObject({ status: 0, stderr: '' });
  expect(ended.stdout).toMatch(
    /^room\s+-[67]\d\.\d dBFS\nspeech\s+-\d\d\.\d dBFS, \d\d\.\d dB above it\n/u,
  );
  expect(ended.stdout).toContain('[speech] sensitivity = "normal" (as it is): ');
});

test('what is found is shown, and written into the config file where that is asked for', async () => {
  using home = makeHome();
  const path = roomThenSpeech(home, 3, 6);
  const folder = join(home.path, 'config', 'codex-voice');
  const file = join(folder, 'config.toml');
  mkdirSync(folder, { recursive: true });
  const text = '# mine\nmode = "auto"\n\n[speech]\nsensitivity = "low" # the next desk\n';
  writeFileSync(file, text);
  const offered = await runPlain(home, ['mic', '--calibrate', '--audio', path]);
  expect(offered.stderr.split('\n')).toEqual([
    `codex-voice: ${file}:5: sensitivity = "low" # the next desk becomes sensitivity = "normal" # the next desk`,
    'codex-voice: codex-voice mic --calibrate --write writes it',
    '',
  ]);
  expect(readFileSync(file, 'utf8')).toBe(text);
  const quiet = await runPlain(home, ['mic', '--calibrate', '--json', '--audio', path]);
  expect(quiet.stderr).toBe('');
  expect(JSON.parse(quiet.stdout)).toMatchObject({ sensitivity: 'normal' });
  const written = await runPlain(home, ['mic', '--calibrate', '--write', '--audio', path]);
  expect(written.status).toBe(0);
  expect(readFileSync(file, 'utf8')).toBe(text.replace('"low"', '"normal"'));
  const again = await runPlain(home, ['mic', '--calibrate', '--write', '--audio', path]);
  expect(again).toMatchObject({ status: 0, stderr: '' });
});

test('a sensitivity that stands on one line with its table is written there', async () => {
  using home = makeHome();
  const path = roomThenSpeech(home, 3, 6);
  const folder = join(home.path, 'config', 'codex-voice');
  const file = join(folder, 'config.toml');
  mkdirSync(folder, { recursive: true });
  writeFileSync(file, 'speech = { sensitivity = "low" } # one line\n');
  await runPlain(home, ['mic', '--calibrate', '--write', '--audio', path]);
  expect(readFileSync(file, 'utf8')).toBe('speech = { sensitivity = "normal" } # one line\n');
});

test('a recording that has too little, or is none, is told in one line', async () => {
  using home = makeHome();
  const calibrate = async (path: string) =>
    await runPlain(home, ['mic', '--calibrate', '--audio', path]);
  const short = await calibrate(roomThenSpeech(home, 3, 2));
  expect(short).toMatchObject({ status: 1, stdout: '' });
  expect(short.stderr).toMatch(ONE_LINE);
  expect(short.stderr).toContain('too short');
  const silent = await calibrate(roomThenSpeech(home, 9, 0));
  expect(silent.stderr).toMatch(ONE_LINE);
  expect(silent.stderr).toContain('no speech was heard');
  const gone = await calibrate('gone.wav');
  expect(gone).toMatchObject({ status: 1, stdout: '' });
  expect(gone.stderr).toMatch(ONE_LINE);
});

test('the level is a line a second where there is no terminal, and ends by itself', async () => {
  using home = makeHome();
  const ended = await runPlain(home, ['mic', '--level', '--seconds', '2', '--audio', RECORDING]);
  expect(ended.status).toBe(0);
  expect(ended.stdout).toMatch(/^(-\d+\.\d dBFS {2}peak +-\d+\.\d {2}(speech|-)\n){2,3}$/u);
});

test('in a terminal the level is one line drawn anew until Ctrl-C', async () => {
  using home = makeHome();
  const args = ['mic', '--level', '--audio', RECORDING];
  await using program = startInTerminal({ home, args });
  await program.waitForText('speech', 20_000);
  program.send('\u0003');
  expect((await program.untilExited()).exitCode).toBe(0);
  const rows = program.terminal
    .screenText()
    .split('\n')
    .filter((row) => row.includes('dBFS'));
  expect(rows).toHaveLength(1);
});

test('microphones are one document, or one line that says why there are none', async () => {
  using home = makeHome();
  const { status, stdout, stderr } = await runPlain(home, ['mic', '--json']);
  if (stdout === '') expect(stderr).toMatch(ONE_LINE);
  else {
    const { microphones } = JSON.parse(stdout);
    expect(Array.isArray(microphones)).toBe(true);
    expect(status).toBe(microphones.length > 0 ? 0 : 1);
  }
  expect(stderr).not.toMatch(/ALSA|\n\s+at /u);
});

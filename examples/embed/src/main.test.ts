// The example runs as a program would that somebody wrote from it.
import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, onTestFinished, test } from 'vitest';

const run = promisify(execFile);
const program = join(import.meta.dirname, 'main.ts');
const recording = join(import.meta.dirname, '../../recordings/first-light.wav');

test('a recording is printed with its commands, and what would be played is a recording as long', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'codex-voice-embed-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  const played = join(folder, 'played.wav');
  const { stdout, stderr } = await run(process.execPath, [program, recording, played]);
  expect(stderr).toBe('');
  expect(stdout.replaceAll(/^[\d.]+ s {2}/gm, '').split('\n')).toEqual([
    'Fix the failing tests.',
    'Explain this code.',
    '',
    '       (scratch)',
    'Run the tests.',
    '',
    '       (send)',
    '',
  ]);
  const heard = await readFile(recording);
  const sound = await readFile(played);
  expect(sound.subarray(0, 4).toString()).toBe('RIFF');
  expect(sound.readUInt32LE(24)).toBe(16_000);
  expect(Math.abs(sound.length - heard.length)).toBeLessThan(10_000);
  expect(sound.subarray(44).some((byte) => byte !== 0)).toBe(true);
});

test('without a name it hears the recording of the repository, from any folder', async () => {
  const { stdout, stderr } = await run(process.execPath, [program], { cwd: tmpdir() });
  expect(stderr).toBe('');
  expect(stdout).toContain('Fix the failing tests.');
});

test('a file that is none, is missing or can’t be written is one line, and no trace', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'codex-voice-embed-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  const wave = await readFile(recording);
  const stereo = Buffer.from(wave);
  stereo.writeUInt16LE(2, 22);
  const slow = Buffer.from(wave.subarray(0, 44));
  slow.writeUInt32LE(1, 24);
  for (const [name, bytes] of [
    ['empty.wav', Buffer.alloc(0)],
    ['junk.wav', Buffer.from('not a recording at all, but long enough to hold a header of one')],
    ['short.wav', wave.subarray(0, 30)],
    ['stereo.wav', stereo],
    ['slow.wav', slow],
    ['missing.wav', undefined],
  ] as const) {
    const path = join(folder, name);
    if (bytes !== undefined) await writeFile(path, bytes);
    await expect(run(process.execPath, [program, path])).rejects.toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/^embed: [^\n]+\n$/),
    });
  }
  await expect(run(process.execPath, [program, recording, folder])).rejects.toMatchObject({
    stderr: expect.stringMatching(/^embed: EISDIR[^\n]+\n$/),
  });
});

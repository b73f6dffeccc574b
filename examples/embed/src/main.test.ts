// The example runs as a program would that somebody wrote from it.
import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
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

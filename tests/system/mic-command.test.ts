// needs: pulseaudio
// `codex-voice mic` on a real sound server: what is listed, what the meter sees of what is played, and
// what stands in the way where the device is unknown.
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { makeScratchHome, openWait, startVirtualMicrophone } from '@codex-voice/testing';
import { expect, onTestFinished, test } from 'vitest';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const LAUNCHER = join(ROOT, 'bin', 'codex-voice.js');
const RECORDING = join(ROOT, 'examples', 'recordings', 'first-light.wav');

type Env = Readonly<Record<string, string | undefined>>;

async function mic(env: Env, ...args: readonly string[]) {
  using _wait = openWait(`the end of codex-voice mic ${args.join(' ')}`);
  return await new Promise<{ status: number; stdout: string; stderr: string }>((resolve) => {
    execFile(
      process.execPath,
      [LAUNCHER, 'mic', ...args],
      { env, encoding: 'utf8' },
      (error, stdout, stderr) =>
        resolve({ status: error === null ? 0 : Number(error.code), stdout, stderr }),
    );
  });
}

test('the microphone is listed, its level follows what is played, a wrong name is one line', async () => {
  const home = makeScratchHome();
  onTestFinished(() => home[Symbol.dispose]());
  await using microphone = await startVirtualMicrophone();
  const env = { ...home.env, ...microphone.env };

  const listed = await mic(env, '--json');
  expect(listed).toMatchObject({ status: 0, stderr: '' });
  const { microphones, chosen } = JSON.parse(listed.stdout);
  expect(microphones.length).toBeGreaterThan(0);
  expect(microphones.map(({ name }: { readonly name: string }) => name)).toContain(chosen);

  const metering = mic(env, '--level', '--json', '--seconds', '6');
  await microphone.play(RECORDING);
  const metered = await metering;
  expect(metered.status).toBe(0);
  expect(metered.stderr).toMatch(/^codex-voice: measuring [^\n]+; Ctrl-C ends\n$/u);
  const levels: readonly { readonly rmsDb: number; readonly isSpeech: boolean }[] = metered.stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
  expect(levels.some(({ isSpeech, rmsDb }) => isSpeech && rmsDb > -40)).toBe(true);
  expect(levels.some(({ isSpeech }) => !isSpeech)).toBe(true);

  const unknown = await mic(env, '--level', '--device', 'no such microphone');
  expect(unknown).toMatchObject({ status: 1, stdout: '' });
  expect(unknown.stderr).toMatch(/^codex-voice: no microphone \([^\n]+\n$/u);
}, 120_000);

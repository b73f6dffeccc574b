// needs: pulseaudio unshare setpriv
// `codex-voice doctor` where that takes a sound server or root: a microphone that is spoken into and one
// that gives silence, a full disk, and folders that another user may not write.
import { execFile } from 'node:child_process';
import { chmodSync, chownSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { makeScratchHome, openWait, startVirtualMicrophone } from '@codex-voice/testing';
import { expect, onTestFinished, test } from 'vitest';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const LAUNCHER = join(ROOT, 'bin', 'codex-voice.js');
const RECORDING = join(ROOT, 'examples', 'recordings', 'first-light.wav');
/** A user of every Linux system who owns nothing. */
const NOBODY = 65_534;

type Env = Readonly<Record<string, string | undefined>>;

interface Told {
  readonly state: string;
  readonly fact: string;
  readonly command: string | null;
}

function scratchHome() {
  const home = makeScratchHome();
  onTestFinished(() => home[Symbol.dispose]());
  return home;
}

/** `before`: what the program is started by. */
async function examined(env: Env, before: readonly string[] = []) {
  const [file = '', ...args] = [...before, process.execPath, LAUNCHER, 'doctor', '--json'];
  using _wait = openWait('the report of the doctor');
  const stdout = await new Promise<string>((resolve) => {
    execFile(file, args, { env, encoding: 'utf8' }, (_, text) => resolve(text));
  });
  const { findings } = JSON.parse(stdout);
  return (id: string): Told =>
    findings.find((each: { readonly id: string }) => each.id === id) ?? {
      state: 'none',
      fact: stdout,
    };
}

test('a microphone is measured: while somebody speaks, and while nothing arrives', async () => {
  const home = scratchHome();
  await using microphone = await startVirtualMicrophone();
  const env = { ...home.env, ...microphone.env };
  const silent = await examined(env);
  expect(silent('microphone')).toMatchObject({
    state: 'warning',
    fact: expect.stringContaining('digital silence'),
    command: 'pactl set-source-mute @DEFAULT_SOURCE@ 0',
  });
  const speaking = microphone.play(RECORDING);
  const heard = await examined(env);
  microphone.hush();
  await speaking;
  expect(heard('microphone')).toMatchObject({
    state: 'ok',
    fact: expect.stringMatching(/: open in \d+ ms, -\d+\.\d dBFS at most in 1\.\d s/u),
  });
  expect(heard('voice').state).toBe('ok');
  const gone = await examined({
    ...env,
    PULSE_SERVER: 'unix:/nowhere',
    ALSA_CONFIG_PATH: undefined,
  });
  expect(gone('microphone')).toMatchObject({ state: 'error', command: 'pactl info' });
}, 120_000);

test('a full disk is told as one', async () => {
  const home = scratchHome();
  mkdirSync(home.stateDirectory, { recursive: true });
  const script = [
    'mount -t tmpfs -o size=64k tmpfs "$1"',
    'head -c 60k /dev/zero > "$1/full"; head -c 60k /dev/zero >> "$1/full" 2>/dev/null',
    'shift; exec "$@"',
  ].join('\n');
  const told = await examined(home.env, [
    'unshare',
    '-m',
    'sh',
    '-c',
    script,
    'sh',
    home.stateDirectory,
  ]);
  expect(told('folder.state')).toMatchObject({
    state: 'error',
    fact: expect.stringContaining('the disk is full'),
    command: `df -h ${home.stateDirectory}`,
  });
}, 120_000);

test('a folder that may not be written names whose it is, and its mend mends it', async () => {
  const home = scratchHome();
  mkdirSync(home.stateDirectory, { recursive: true });
  for (const path of [home.path, join(home.path, 'run'), join(home.path, 'tmp')]) {
    chownSync(path, NOBODY, NOBODY);
  }
  const asNobody = ['setpriv', `--reuid=${NOBODY}`, `--regid=${NOBODY}`, '--clear-groups'];
  const others = await examined(home.env, asNobody);
  expect(others('folder.state')).toMatchObject({
    state: 'error',
    fact: expect.stringContaining('permission denied'),
    command: `sudo chown "$USER" ${home.stateDirectory}`,
  });
  chownSync(home.stateDirectory, NOBODY, NOBODY);
  chmodSync(home.stateDirectory, 0o500);
  const own = (await examined(home.env, asNobody))('folder.state');
  expect(own).toMatchObject({ state: 'error', command: `chmod u+rwx ${home.stateDirectory}` });
  const [file = '', ...args] = [...asNobody, 'sh', '-c', own.command ?? 'exit 1'];
  await new Promise((resolve) => execFile(file, args, { env: home.env }, resolve));
  expect((await examined(home.env, asNobody))('folder.state').state).toBe('ok');
}, 120_000);

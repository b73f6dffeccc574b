// needs: pulseaudio flite
// Real devices that go, come, and have odd rates: `listen` on a real sound server goes on, says what happened
// once, and loses nothing that was said.
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { makeScratchHome, startVirtualMicrophone, within } from '@codex-voice/testing';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';

const run = promisify(execFile);

const LAUNCHER = fileURLToPath(new URL('../../bin/codex-voice.js', import.meta.url));

/** A loaded machine does everything within this, in ms. */
const PATIENCE_MS = 30_000;
const LOOK_EVERY_MS = 50;

let folder: string;
let clip: string;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'codex-voice-plug-'));
  clip = join(folder, 'run-the-tests.wav');
  await run('flite', ['-voice', 'slt', '-t', 'run the tests', '-o', clip]);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

class Listening implements AsyncDisposable {
  stdout = '';
  stderr = '';
  readonly #child;
  readonly #exit;

  constructor(env: Readonly<Record<string, string | undefined>>, ...args: readonly string[]) {
    this.#child = spawn(process.execPath, [LAUNCHER, 'listen', '--json', ...args], {
      env,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.#exit = once(this.#child, 'exit');
    this.#child.stdout.setEncoding('utf8').on('data', (text: string) => {
      this.stdout += text;
    });
    this.#child.stderr.setEncoding('utf8').on('data', (text: string) => {
      this.stderr += text;
    });
  }

  async until(holds: (listening: this) => boolean): Promise<void> {
    const deadlineMs = performance.now() + PATIENCE_MS;
    while (!holds(this)) {
      if (performance.now() > deadlineMs) throw new Error(`not so: ${this.stdout}\n${this.stderr}`);
      await sleep(LOOK_EVERY_MS);
    }
  }

  heard(text: string): number {
    return this.stdout.split(text).length - 1;
  }

  opened(): number {
    return this.stderr.split('listening on').length - 1;
  }

  async end(): Promise<number> {
    this.#child.kill('SIGINT');
    const [status] = await within('end', this.#exit);
    return Number(status);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#child.kill('SIGKILL');
    await this.#exit;
  }
}

function scratchEnv(): Readonly<Record<string, string | undefined>> {
  const home = makeScratchHome();
  onTestFinished(() => home[Symbol.dispose]());
  return home.env;
}

test('ENGINE-30 a microphone is unplugged and plugged in again: told once, and what is said then is heard', async () => {
  await using microphone = await startVirtualMicrophone();
  await using listening = new Listening({ ...scratchEnv(), ...microphone.env });
  await listening.until((each) => each.opened() === 1);
  await microphone.play(clip);
  await listening.until((each) => each.heard('run the tests') === 1);

  // In the middle of what is said: that much is told too, understood or not.
  const playing = microphone.play(clip).catch(() => undefined);
  await sleep(700);
  await microphone.unplug();
  microphone.hush();
  await playing;
  await listening.until((each) => each.stderr.includes('microphone is gone'));
  await listening.until((each) => each.stdout.trim().split('\n').length === 2);
  await sleep(3_000);
  expect(listening.stderr.split('microphone is gone')).toHaveLength(2);

  await microphone.plug();
  await listening.until((each) => each.opened() === 2);
  const before = listening.heard('run the tests');
  await microphone.play(clip);
  await listening.until((each) => each.heard('run the tests') === before + 1);
  expect(await listening.end()).toBe(0);
}, 120_000);

test('ENGINE-31 a wrong name on the command line is told, and not waited for', async () => {
  await using microphone = await startVirtualMicrophone();
  const env = { ...scratchEnv(), ...microphone.env };
  await microphone.unplug();
  await using wrong = new Listening(env, '--device', 'no such thing');
  await wrong.until((each) => each.stderr.includes('no microphone'));
  // There is none of any name.
  expect(wrong.stderr).toMatch(
    /^codex-voice: the sound server [^\n]+ has no microphone: [^\n]+\n$/u,
  );
}, 120_000);

for (const [rateHz, channels] of [
  [8_000, 1],
  [192_000, 2],
] as const) {
  test(`ENGINE-30 a device of ${rateHz} Hz with ${channels} channels is heard`, async () => {
    await using microphone = await startVirtualMicrophone({ rateHz, channels });
    await using listening = new Listening({ ...scratchEnv(), ...microphone.env });
    await listening.until((each) => each.opened() === 1);
    await microphone.play(clip);
    await listening.until((each) => each.heard('run the tests') === 1);
  }, 120_000);
}

test('ENGINE-32 with noise taken out beside it or in the path the same words are heard', async () => {
  for (const denoise of ['tap', 'path']) {
    await using microphone = await startVirtualMicrophone();
    const env = { ...scratchEnv(), ...microphone.env };
    const config = join(String(env.XDG_CONFIG_HOME), 'codex-voice');
    mkdirSync(config, { recursive: true });
    writeFileSync(join(config, 'config.toml'), `[audio]\ndenoise = "${denoise}"\n`);
    await using listening = new Listening(env);
    await listening.until((each) => each.opened() === 1);
    await microphone.play(clip);
    await listening.until((each) => each.heard('run the tests') === 1);
  }
}, 120_000);

/** Opens the microphone and is then held up three times for a second, as by a recogniser; says what came. */
const HELD_UP = `
  import { openMicrophone } from ${JSON.stringify(new URL('../../packages/audio/src/index.ts', import.meta.url).href)};
  let frames = 0, troubles = 0;
  const microphone = await openMicrophone({
    onFrame: () => (frames += 1), onLost() {}, onTrouble: () => (troubles += 1),
  });
  const wait = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
  const startMs = performance.now();
  frames = 0;
  for (let n = 0; n < 3; n += 1) {
    for (const untilMs = performance.now() + 1000; performance.now() < untilMs; );
    await wait(200);
  }
  await wait(1000);
  const elapsedMs = performance.now() - startMs;
  console.log(JSON.stringify({ frames, troubles, overruns: microphone.overruns, elapsedMs }));
  microphone.close();`;

test('AUDIO-48 a second in which nobody takes the sound costs none of it', async () => {
  await using microphone = await startVirtualMicrophone();
  const options = { env: { ...process.env, ...microphone.env } };
  const args = ['--input-type=module', '--eval', HELD_UP];
  const { stdout } = await run(process.execPath, args, options);
  const { frames, troubles, overruns, elapsedMs } = JSON.parse(stdout);
  expect({ troubles, overruns }).toEqual({ troubles: 0, overruns: 0 });
  // The sound server's own pieces are up to 0.2 s long.
  expect(frames).toBeGreaterThan(elapsedMs / 32 - 10);
}, 120_000);

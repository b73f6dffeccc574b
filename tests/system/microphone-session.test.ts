// needs: pulseaudio flite
// The whole program around the example agent with a real sound server as its microphone: what is said
// lands in the composer, the device is held only while it must be, and what is in the way is said.
import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import {
  startVirtualMicrophone,
  type TerminalProgram,
  type VirtualMicrophone,
} from '@codex-voice/testing';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { EXAMPLE_AGENT, type Home, makeHome, startInTerminal } from '../program/command.ts';

const run = promisify(execFile);

/** F2 as xterm sends it. */
const TALK_KEY = '\u001bOQ';
/** A loaded machine starts everything within this, in ms. */
const PATIENCE_MS = 20_000;
const COLUMNS = 120;

let folder: string;
let clips: { readonly tests: string; readonly send: string };
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'codex-voice-clips-'));
  clips = { tests: await say('run the tests'), send: await say('send it') };
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function say(text: string): Promise<string> {
  const path = join(folder, `${text.replaceAll(' ', '-')}.wav`);
  await run('flite', ['-voice', 'slt', '-t', text, '-o', path]);
  return path;
}

function start(options: {
  readonly home: Home;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly mode: 'tap' | 'auto';
  readonly config?: string;
}): TerminalProgram {
  const { home, env, mode, config } = options;
  if (config !== undefined) {
    mkdirSync(join(home.path, 'config/codex-voice'), { recursive: true });
    writeFileSync(join(home.path, 'config/codex-voice/config.toml'), config);
  }
  const args = ['run', '--mode', mode, '--', ...EXAMPLE_AGENT];
  return startInTerminal({ home, args, env, columns: COLUMNS });
}

/** As the person's own programs see the sound server: without the suites' latency setting. */
function soundOf(microphone: VirtualMicrophone): Record<string, string | undefined> {
  return { ...microphone.env, PULSE_LATENCY_MSEC: undefined };
}

/** Programs that the sound server sees recording. */
async function listeners(microphone: VirtualMicrophone): Promise<number> {
  const env = { ...process.env, ...microphone.env };
  const { stdout } = await run('pactl', ['list', 'short', 'source-outputs'], { env });
  return stdout.split('\n').filter((line) => line !== '').length;
}

async function untilListeners(microphone: VirtualMicrophone, wanted: number): Promise<void> {
  const deadlineMs = performance.now() + PATIENCE_MS;
  while ((await listeners(microphone)) !== wanted) {
    if (performance.now() > deadlineMs)
      throw new Error(`not ${wanted} programs hold the microphone`);
    await sleep(50);
  }
}

describe('the talk key', () => {
  test('opens the microphone, and the words are in the composer when it is closed again', async () => {
    using home = makeHome();
    await using microphone = await startVirtualMicrophone();
    const config = 'hud = "full"\n';
    await using session = start({ home, env: soundOf(microphone), mode: 'tap', config });
    await session.waitForText('ready', PATIENCE_MS);
    expect(await listeners(microphone)).toBe(0);

    session.send(TALK_KEY);
    await session.waitForText('listening', PATIENCE_MS);
    await session.waitForText(/microphone \d+ ms/u, PATIENCE_MS);
    expect(await listeners(microphone)).toBe(1);
    await microphone.play(clips.tests);
    session.send(TALK_KEY);

    await session.waitForText('› Run the tests.', PATIENCE_MS);
    await session.waitForText('ready', PATIENCE_MS);
    await untilListeners(microphone, 0);
  });

  test('with a warm microphone begins before it is pressed', async () => {
    using home = makeHome();
    await using microphone = await startVirtualMicrophone();
    const config = '[audio]\nwarm_mic = true\n';
    await using session = start({ home, env: soundOf(microphone), mode: 'tap', config });
    await session.waitForText('ready', PATIENCE_MS);
    await untilListeners(microphone, 1);

    session.send(TALK_KEY);
    await session.waitForText('listening', PATIENCE_MS);
    await microphone.play(clips.tests);
    session.send(TALK_KEY);
    await session.waitForText('› Run the tests.', PATIENCE_MS);
    await session.waitForText('ready', PATIENCE_MS);
    expect(await listeners(microphone)).toBe(1);
  });
});

test('auto mode listens at once, and a spoken phrase sends; its own sounds are no speech', async () => {
  using home = makeHome();
  await using microphone = await startVirtualMicrophone();
  // The microphone hears whatever this server plays: the worst case of a loudspeaker beside it.
  const config = '[audio]\ncues = true\n';
  await using session = start({ home, env: soundOf(microphone), mode: 'auto', config });
  await session.waitForText('listening', PATIENCE_MS);
  await microphone.play(clips.tests);
  await session.waitForText('› Run the tests.', PATIENCE_MS);
  await microphone.play(clips.send);
  await session.waitForText('Received: 3 words.', PATIENCE_MS);
  await session.waitForText('listening', PATIENCE_MS);
});

describe('without a microphone the row says why', () => {
  test('no sound library on this machine', async () => {
    using home = makeHome();
    const libraries = join(home.path, 'libraries');
    mkdirSync(libraries);
    writeFileSync(join(libraries, 'libasound.so.2'), 'no library');
    const env = { LD_LIBRARY_PATH: libraries };
    await using session = start({ home, env, mode: 'tap' });
    await session.waitForText('ready', PATIENCE_MS);
    session.send(TALK_KEY);
    await session.waitForText('no sound system', PATIENCE_MS);
  });

  test('no sound server, no device', async () => {
    using home = makeHome();
    const nowhere = `unix:${home.path}/nothing`;
    const alsa = join(home.path, 'asound.conf');
    writeFileSync(alsa, `pcm.!default { type pulse server "${nowhere}" }\n`);
    const env = { ALSA_CONFIG_PATH: alsa, PULSE_SERVER: nowhere };
    await using session = start({ home, env, mode: 'tap' });
    await session.waitForText('ready', PATIENCE_MS);
    session.send(TALK_KEY);
    await session.waitForText('no sound system', PATIENCE_MS);
    expect(session.terminal.screenText()).not.toContain('ALSA');
  });

  test('the server goes away while it listens', async () => {
    using home = makeHome();
    await using microphone = await startVirtualMicrophone();
    await using session = start({ home, env: soundOf(microphone), mode: 'auto' });
    await session.waitForText('listening', PATIENCE_MS);
    process.kill(microphone.pid, 'SIGKILL');
    await session.waitForText('microphone gone', PATIENCE_MS);
  });
});

// needs: pulseaudio
// The microphone and the loudspeaker through the real audio library and a real sound server.
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import {
  startVirtualMicrophone,
  untilHolds,
  type VirtualMicrophone,
  within,
} from '@codex-voice/testing';
import { describe, expect, test } from 'vitest';

const run = promisify(execFile);

const AUDIO = new URL('../../packages/audio/src/index.ts', import.meta.url).href;

/** Opens the microphone, prints one JSON line for each thing that happens, closes on a line of input. */
const LISTENER = `
  import { openMicrophone } from ${JSON.stringify(AUDIO)};
  const say = (line) => console.log(JSON.stringify(line));
  let energy = 0, crossings = 0, frames = 0, last = 0;
  const onFrame = (frame) => {
    frames += 1;
    for (const sample of frame) {
      energy += sample * sample;
      if (sample > 0 && last <= 0) crossings += 1;
      last = sample;
    }
    if (frames % 10 === 0) {
      say({ event: 'heard', length: frame.length, hz: crossings / 0.32, rms: Math.sqrt(energy / 5120) });
      energy = 0; crossings = 0;
    }
  };
  const microphone = await openMicrophone({ onFrame, onLost: (failure) => say({ event: 'lost', ...failure }) });
  say({ event: 'opening', ...microphone });
  process.stdin.once('data', () => {
    if (microphone.state === 'open') microphone.close();
    say({ event: 'closed', frames });
    process.stdin.destroy();
  });
`;

interface Line {
  readonly event: string;
  readonly [field: string]: unknown;
}

class Listener implements AsyncDisposable {
  readonly lines: Line[] = [];
  readonly #child;
  readonly #exit;

  constructor(env: Readonly<Record<string, string | undefined>>) {
    this.#child = spawn(process.execPath, ['--input-type=module', '--eval', LISTENER], {
      env: { ...process.env, ...env },
      // What ALSA says on descriptor 2 is nobody's business here.
      stdio: ['pipe', 'pipe', 'ignore'],
    });
    this.#exit = once(this.#child, 'exit');
    createInterface({ input: this.#child.stdout }).on('line', (line) => {
      // `as`: the program above prints nothing but such objects, and other output fails to parse.
      this.lines.push(JSON.parse(line) as Line);
    });
  }

  get pid(): number {
    return this.#child.pid ?? 0;
  }

  async until(wanted: (line: Line) => boolean): Promise<Line> {
    const told = () => this.lines.map((line) => JSON.stringify(line)).join('\n');
    return await untilHolds(String(wanted), () => this.lines.find(wanted), { told });
  }

  async close(): Promise<Line> {
    this.#child.stdin.write('\n');
    const closed = await this.until(({ event }) => event === 'closed');
    await within('end', this.#exit);
    return closed;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#child.kill('SIGKILL');
    await this.#exit;
  }
}

function children(pid: number): number[] {
  const listed = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim();
  return listed === '' ? [] : listed.split(' ').map(Number);
}

/** Empty: it has ended. */
function programOf(pid: number): string {
  try {
    return basename(readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0')[0] ?? '');
  } catch {
    return '';
  }
}

/** Plays from the server's own memory: a player of its own would starve on a busy machine. */
async function playInServer(microphone: VirtualMicrophone, path: string): Promise<void> {
  const sink = microphone.sourceName.replace(/\.monitor$/, '');
  const options = { env: { ...process.env, ...microphone.env } };
  await run('pactl', ['upload-sample', path, 'tone'], options);
  await run('pactl', ['play-sample', 'tone', sink], options);
  // The tone lasts 2 s; the listener hears a little later.
  await sleep(2_500);
}

async function tone(folder: string, hz: number): Promise<string> {
  const samples = Int16Array.from(
    { length: 96_000 },
    (_, n) => 8_000 * Math.sin((2 * Math.PI * hz * n) / 48_000),
  );
  const header = Buffer.alloc(44);
  header.write('RIFF\0\0\0\0WAVEfmt ', 0, 'latin1');
  header.writeUInt32LE(36 + samples.byteLength, 4);
  for (const [at, value] of [
    [16, 16],
    [24, 48_000],
    [28, 96_000],
    [40, samples.byteLength],
  ] as const) {
    header.writeUInt32LE(value, at);
  }
  for (const [at, value] of [
    [20, 1],
    [22, 1],
    [32, 2],
    [34, 16],
  ] as const)
    header.writeUInt16LE(value, at);
  header.write('data', 36, 'latin1');
  const path = join(folder, 'tone.wav');
  await writeFile(path, Buffer.concat([header, Buffer.from(samples.buffer)]));
  return path;
}

describe('the microphone', () => {
  test('hears what is said, as frames of 16 kHz, and nothing but our lines is on stdout', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'codex-voice-tone-'));
    await using microphone = await startVirtualMicrophone();
    await using listener = new Listener(microphone.env);
    try {
      const opening = await listener.until(({ event }) => event === 'opening');
      expect(opening).toMatchObject({ state: 'open' });
      console.log(`microphone opened in ${Math.round(Number(opening.openMs))} ms`);
      await playInServer(microphone, await tone(folder, 1000));
      const heard = await listener.until((line) => Number(line.rms) > 0.1);
      expect(heard.length).toBe(512);
      // A machine with far too much to do loses sound, and with it pitch, in some stretches of
      // 0.3 s; a wrong rate (44.1 for 48 kHz: 88 Hz off) would spoil all of them.
      const inTune = listener.lines.filter((line) => Math.abs(Number(line.hz) - 1000) < 20);
      expect(inTune.length).toBeGreaterThan(2);
      expect(await listener.close()).toMatchObject({ event: 'closed' });
    } finally {
      await rm(folder, { recursive: true });
    }
  });

  test('is reported as lost when the sound server dies', async () => {
    await using microphone = await startVirtualMicrophone();
    await using listener = new Listener(microphone.env);
    await listener.until(({ event }) => event === 'opening');
    process.kill(microphone.pid, 'SIGKILL');
    expect(await listener.until(({ event }) => event === 'lost')).toMatchObject({
      reason: 'device-lost',
    });
    await listener.close();
  });

  test('AUDIO-59 the program that captures ends with the capture, and with whoever listens', async () => {
    await using microphone = await startVirtualMicrophone();
    for (const way of ['closed', 'killed'] as const) {
      await using listener = new Listener(microphone.env);
      await listener.until(({ event }) => event === 'heard');
      const captures = children(listener.pid);
      expect(captures.map(programOf)).toEqual(['parec']);
      if (way === 'killed') process.kill(listener.pid, 'SIGKILL');
      else await listener.close();
      await untilHolds('end of parec', () => !captures.map(programOf).includes('parec'));
    }
  });

  test('is said to be missing where there is no sound server', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'codex-voice-no-sound-'));
    try {
      const config = join(folder, 'asound.conf');
      await writeFile(config, `pcm.!default { type pulse server "unix:${folder}/nothing" }\n`);
      await using listener = new Listener({
        ALSA_CONFIG_PATH: config,
        PULSE_SERVER: `unix:${folder}/nothing`,
      });
      const opening = await listener.until(({ event }) => event === 'opening');
      expect(opening).toMatchObject({ state: 'unavailable', reason: 'no-audio-system' });
      await listener.close();
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});

describe('the loudspeaker', () => {
  test('plays every cue, and a cue too many is skipped', async () => {
    await using microphone = await startVirtualMicrophone();
    const program = `
      import { SoundPlayer } from ${JSON.stringify(AUDIO)};
      const player = new SoundPlayer();
      const states = [];
      for (const cue of ['open', 'close', 'sent', 'refused']) states.push((await player.playCue(cue)).state);
      const two = await Promise.all([player.playCue('open'), player.playCue('close')]);
      console.log(JSON.stringify([...states, ...two.map(({ state }) => state)]));`;
    const { stdout } = await run(process.execPath, ['--input-type=module', '--eval', program], {
      env: { ...process.env, ...microphone.env },
    });
    expect(JSON.parse(stdout)).toEqual([
      'played',
      'played',
      'played',
      'played',
      'played',
      'skipped',
    ]);
  });
});

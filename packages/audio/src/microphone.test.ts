import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { FRAME_SAMPLES } from '@codex-voice/speech';
import { describe, expect, it } from 'vitest';
import type { AudioBackend } from './audio-backend.ts';
import { type CaptureTrouble, OPEN_TIMEOUT_MS, STALL_TIMEOUT_MS } from './capture-session.ts';
import { classifyDeviceFailure, type DeviceFailure } from './device-failure.ts';
import { listMicrophones, openMicrophone } from './microphone.ts';
import type { PlayerClock } from './realtime-player.ts';

class TestClock implements PlayerClock {
  #now = 0;
  readonly #timers = new Set<{ atMs: number; callback: () => void }>();

  nowMs(): number {
    return this.#now;
  }

  after(ms: number, callback: () => void): () => void {
    const timer = { atMs: this.#now + ms, callback };
    this.#timers.add(timer);
    return () => this.#timers.delete(timer);
  }

  get timers(): number {
    return this.#timers.size;
  }

  advance(ms: number): void {
    const untilMs = this.#now + ms;
    for (;;) {
      const next = [...this.#timers].sort((a, b) => a.atMs - b.atMs)[0];
      if (next === undefined || next.atMs > untilMs) break;
      this.#timers.delete(next);
      this.#now = next.atMs;
      next.callback();
    }
    this.#now = untilMs;
  }
}

class TestDevice {
  stops = 0;
  samples: (samples: Float32Array) => void = () => {};
  fail: (error: Error) => void = () => {};
  readonly backend: AudioBackend;

  constructor(overrides: Partial<AudioBackend> = {}) {
    this.backend = {
      inputDevices: async () => [
        { name: 'Silence', id: 'alsa:null', isDefault: false, inputChannels: 2 },
        { name: 'USB Microphone', id: 'alsa:usb', isDefault: true, inputChannels: 1 },
        { name: 'HDMI', id: 'alsa:hdmi', isDefault: false, inputChannels: 0 },
      ],
      openCapture: async () => ({
        onSamples: (listener) => {
          this.samples = listener;
        },
        onError: (listener) => {
          this.fail = listener;
        },
        overruns: 0,
        stop: () => {
          this.stops += 1;
        },
      }),
      openPlayback: () => Promise.reject(new Error('not here')),
      ...overrides,
    };
  }
}

function start(device: TestDevice, name?: string) {
  const clock = new TestClock();
  const frames: Float32Array[] = [];
  const lost: DeviceFailure[] = [];
  const opening = openMicrophone({
    device: name,
    clock,
    loadBackend: async () => device.backend,
    onFrame: (frame) => frames.push(frame),
    onLost: (failure) => lost.push(failure),
  });
  return { clock, frames, lost, opening };
}

/** Lets the promises of opening run until the device is listened to. */
const settled = () => new Promise((resolve) => setImmediate(resolve));

async function startOpen(device: TestDevice, name?: string) {
  const started = start(device, name);
  await settled();
  started.clock.advance(70);
  device.samples(new Float32Array(FRAME_SAMPLES + 100).fill(0.25));
  const microphone = await started.opening;
  if (microphone.state !== 'open') throw new Error(microphone.detail);
  return { ...started, microphone };
}

describe('openMicrophone', () => {
  it('AUDIO-40 resolves with the first sample, its time and the name of the device', async () => {
    const { microphone, frames } = await startOpen(new TestDevice());
    expect(microphone).toMatchObject({ openMs: 70, name: 'USB Microphone', overruns: 0 });
    expect(frames).toHaveLength(1);
  });

  it('AUDIO-40 names the device asked for as the system lists it', async () => {
    expect((await startOpen(new TestDevice(), 'usb mic')).microphone.name).toBe('USB Microphone');
    const unlisted = new TestDevice({
      inputDevices: async () => {
        throw new Error('no list');
      },
    });
    expect((await startOpen(unlisted, 'pulse')).microphone.name).toBe('pulse');
  });

  it('AUDIO-40 AUDIO-41 never rejects: neither loading nor opening', async () => {
    const unloadable = await openMicrophone({
      loadBackend: () => Promise.reject(new Error('no native code')),
      onFrame() {},
      onLost() {},
    });
    expect(unloadable).toMatchObject({ state: 'unavailable', reason: 'no-audio-system' });
    const error = Object.assign(new Error('No microphone found. Plug one in.'), {
      code: 'NO_MICROPHONE_FOUND',
    });
    const device = new TestDevice({ openCapture: () => Promise.reject(error) });
    expect(await start(device).opening).toMatchObject({ reason: 'no-device' });
  });

  it('AUDIO-40 reports a device that fails while it opens, and closes it', async () => {
    const device = new TestDevice();
    const { opening, lost } = start(device);
    await settled();
    device.fail(new Error('Failed to open audio stream: Device or resource busy'));
    expect(await opening).toMatchObject({ state: 'unavailable', reason: 'device-busy' });
    expect(device.stops).toBe(1);
    expect(lost).toEqual([]);
  });

  it('AUDIO-42 gives up on a device without a sample', async () => {
    const device = new TestDevice();
    const { clock, opening } = start(device);
    await settled();
    clock.advance(OPEN_TIMEOUT_MS);
    expect(await opening).toMatchObject({ reason: 'failed', detail: /no sample for 5 s/ });
    expect(device.stops).toBe(1);
    expect(clock.timers).toBe(0);
  });

  it('AUDIO-43 reports once a device that fails or falls silent', async () => {
    const failing = new TestDevice();
    const first = await startOpen(failing);
    failing.fail(new Error('decibri: audio device error: gone'));
    failing.fail(new Error('again'));
    expect(first.lost).toMatchObject([{ reason: 'device-lost' }]);
    expect([failing.stops, first.clock.timers]).toEqual([1, 0]);

    const silent = new TestDevice();
    const second = await startOpen(silent);
    for (let n = 0; n < 300; n += 1) {
      second.clock.advance(32);
      silent.samples(new Float32Array(FRAME_SAMPLES));
    }
    expect(second.lost).toEqual([]);
    second.clock.advance(STALL_TIMEOUT_MS + OPEN_TIMEOUT_MS);
    expect(second.lost).toMatchObject([{ reason: 'device-lost', detail: /no sample for 3 s/ }]);
    expect(silent.stops).toBe(1);
  });

  it('AUDIO-44 says nothing after close and returns the rest of the last frame', async () => {
    const device = new TestDevice();
    const { microphone, frames, lost, clock } = await startOpen(device);
    const rest = microphone.close();
    expect(rest?.subarray(99, 101)).toEqual(new Float32Array([0.25, 0]));
    device.samples(new Float32Array(5 * FRAME_SAMPLES));
    device.fail(new Error('late'));
    clock.advance(60_000);
    expect([frames.length, lost.length, device.stops, clock.timers]).toEqual([1, 0, 1, 0]);
    expect(microphone.close()).toBeUndefined();
  });
});

describe('what a device does wrong', () => {
  async function withTrouble(overruns: () => number = () => 0) {
    const device = new TestDevice();
    const troubles: CaptureTrouble[] = [];
    const heard: Float32Array[] = [];
    const frames: Float32Array[] = [];
    const opening = openMicrophone({
      clock: new TestClock(),
      loadBackend: async () => ({
        ...device.backend,
        openCapture: async (name, denoise) => {
          const capture = await device.backend.openCapture(name, denoise);
          return {
            ...capture,
            get overruns() {
              return overruns();
            },
          };
        },
      }),
      onFrame: (frame) => {
        frames.push(frame);
        heard.push(Float32Array.from(frame));
      },
      onLost: () => {},
      onTrouble: (trouble) => troubles.push(trouble),
    });
    await settled();
    device.samples(new Float32Array(FRAME_SAMPLES));
    await opening;
    return { device, troubles, heard, frames };
  }

  it('AUDIO-47 makes silence of what is no number and full scale of what is beyond it, and tells', async () => {
    const { device, troubles, heard } = await withTrouble();
    const odd = new Float32Array(FRAME_SAMPLES).fill(0.5);
    odd.set([Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 7, -7]);
    for (let n = 0; n < 5; n += 1) device.samples(odd);
    expect(heard.at(-1)?.subarray(0, 6)).toEqual(new Float32Array([0, 1, -1, 1, -1, 0.5]));
    expect(troubles.map(({ count }) => count)).toEqual([1, 2, 4]);
    expect(new Set(troubles.map(({ kind }) => kind))).toEqual(new Set(['no-number']));
  });

  it('AUDIO-48 counts what was dropped, and tells of it within a second and when it has doubled', async () => {
    let dropped = 0;
    const { device, troubles } = await withTrouble(() => dropped);
    const second = (): void => device.samples(new Float32Array(32 * FRAME_SAMPLES));
    second();
    expect(troubles).toEqual([]);
    for (dropped = 3; dropped < 8; dropped += 1) second();
    expect(troubles).toEqual([
      { kind: 'dropped', count: 3 },
      { kind: 'dropped', count: 6 },
    ]);
  });

  it('AUDIO-49 gives out one frame again and again, however the device cuts its pieces', async () => {
    const { device, heard, frames } = await withTrouble();
    const ramp = Float32Array.from({ length: 3 * FRAME_SAMPLES }, (_, n) => n / 4096);
    for (let at = 0; at < ramp.length; at += 100) device.samples(ramp.subarray(at, at + 100));
    expect(new Set(frames).size).toBe(1);
    expect(heard.slice(1).flatMap((frame) => [...frame])).toEqual([...ramp]);
  });

  it('AUDIO-54 opens a second capture for the quiet sound, and does without it where there is none', async () => {
    const asked: string[] = [];
    const listeners = new Map<string, (samples: Float32Array) => void>();
    let second: 'there' | 'refused' = 'there';
    const open = async () => {
      const device = new TestDevice();
      const quiet: number[] = [];
      const opening = openMicrophone({
        denoise: 'tap',
        clock: new TestClock(),
        loadBackend: async () => ({
          ...device.backend,
          openCapture: async (name, denoise) => {
            asked.push(denoise);
            if (denoise === 'on' && second === 'refused') throw new Error('busy');
            const capture = await device.backend.openCapture(name, denoise);
            return { ...capture, onSamples: (listener) => listeners.set(denoise, listener) };
          },
        }),
        onFrame: () => {},
        onQuietFrame: (frame) => quiet.push(frame[0] ?? 0),
        onLost: () => {},
      });
      await settled();
      listeners.get('off')?.(new Float32Array(FRAME_SAMPLES));
      const microphone = await opening;
      await settled();
      return { microphone, quiet, device };
    };
    const there = await open();
    listeners.get('on')?.(new Float32Array(FRAME_SAMPLES).fill(0.25));
    expect([asked, there.quiet]).toEqual([['off', 'on'], [0.25]]);
    if (there.microphone.state === 'open') there.microphone.close();
    await settled();
    expect(there.device.stops).toBe(2);
    second = 'refused';
    expect((await open()).microphone.state).toBe('open');
  });
});

describe('listMicrophones', () => {
  it('AUDIO-45 lists what can record, without the bit bucket', async () => {
    const { backend } = new TestDevice();
    const listed = await listMicrophones(async () => backend);
    expect(listed).toMatchObject({ state: 'listed', devices: [{ name: 'USB Microphone' }] });
  });

  it('AUDIO-41 says why nothing can be listed', async () => {
    const listed = await listMicrophones(() => Promise.reject(new Error('broken')));
    expect(listed).toMatchObject({ state: 'unavailable', reason: 'no-audio-system' });
  });
});

describe('classifyDeviceFailure', () => {
  const coded = (code: string, message: string) => Object.assign(new Error(message), { code });
  const gone = 'The requested device is no longer available. For example, it has been unplugged.';
  const cases: [string, Error, 'opening' | 'running'][] = [
    [
      'no-device',
      coded('DEVICE_ENUMERATION_FAILED', `Failed to enumerate devices: ${gone}`),
      'opening',
    ],
    ['no-device', coded('STREAM_OPEN_FAILED', `Failed to open audio stream: ${gone}`), 'opening'],
    ['no-device', coded('MICROPHONE_NOT_FOUND', 'No microphone found matching "x"'), 'opening'],
    ['no-permission', coded('PERMISSION_DENIED', 'Microphone permission denied.'), 'opening'],
    ['device-busy', coded('STREAM_OPEN_FAILED', 'Failed to open audio stream: EBUSY'), 'opening'],
    ['failed', coded('STREAM_START_FAILED', 'Failed to start audio stream: odd'), 'opening'],
    [
      'device-lost',
      coded(
        'DEVICE_FAILED',
        "decibri: audio device error: A backend-specific error has occurred: ALSA function 'snd_pcm_poll_descriptors_revents' failed with error 'Unknown errno (-5)'\nmore",
      ),
      'running',
    ],
  ];
  for (const [reason, error, stage] of cases) {
    it(`AUDIO-46 calls it ${reason}: ${error.message.slice(0, 40)}`, () => {
      const failure = classifyDeviceFailure({ error, stage });
      expect(failure.reason).toBe(reason);
      expect(failure.detail).toMatch(/^[^\n]+\): [^\n]+$/);
    });
  }

  it('AUDIO-41 AUDIO-46 names the packages when libasound is missing', () => {
    // The loader's own words on a machine without it, below decibri's.
    const cause = coded(
      'ERR_DLOPEN_FAILED',
      'libasound.so.2: cannot open shared object file: No such file or directory',
    );
    const failure = classifyDeviceFailure({
      error: new Error('Cannot find native binding.', { cause }),
      stage: 'loading',
    });
    expect(failure).toEqual({
      reason: 'no-audio-system',
      detail:
        'the sound library libasound.so.2 is missing: install it (Debian and Ubuntu: libasound2 or libasound2t64, Fedora and Arch: alsa-lib)',
    });
  });

  it.runIf(process.platform === 'linux')(
    'AUDIO-41 is what the real library reports where libasound is unusable',
    async () => {
      const folder = mkdtempSync(join(tmpdir(), 'codex-voice-no-libasound-'));
      try {
        // The loader takes this empty file for the library, and refuses it.
        writeFileSync(join(folder, 'libasound.so.2'), '');
        const program = `import { openMicrophone } from ${JSON.stringify(new URL('./index.ts', import.meta.url).href)};
          console.log(JSON.stringify(await openMicrophone({ onFrame() {}, onLost() {} })));`;
        const { stdout } = await promisify(execFile)(
          process.execPath,
          ['--input-type=module', '--eval', program],
          { env: { ...process.env, LD_LIBRARY_PATH: folder }, cwd: new URL('.', import.meta.url) },
        );
        expect(JSON.parse(stdout)).toMatchObject({
          reason: 'no-audio-system',
          detail: expect.stringContaining('libasound2'),
        });
      } finally {
        rmSync(folder, { recursive: true });
      }
    },
  );
});

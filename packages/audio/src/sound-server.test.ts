// The server's own program as a few lines of shell: what is heard of it, and who is asked where it gives nothing.
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { AudioBackend, Capture } from './audio-backend.ts';
import { withSoundServer } from './sound-server.ts';

const PATH = process.env.PATH ?? '';
let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'codex-voice-parec-'));
  process.env.PATH = `${folder}${delimiter}${PATH}`;
});
afterEach(() => {
  process.env.PATH = PATH;
  rmSync(folder, { recursive: true, force: true });
});

const NATIVE: Capture = {
  overruns: 7,
  onSamples: () => undefined,
  onError: () => undefined,
  stop: () => undefined,
};
const native: AudioBackend = {
  inputDevices: async () => [],
  openCapture: async () => NATIVE,
  openPlayback: async () => {
    throw new Error('no loudspeaker here');
  },
};

function program(lines: string): void {
  const path = join(folder, 'parec');
  writeFileSync(path, `#!/bin/sh\necho $$ >"${folder}/pid"\n${lines}\n`);
  chmodSync(path, 0o755);
}

async function untilGone(): Promise<void> {
  const pid = Number(readFileSync(join(folder, 'pid'), 'utf8'));
  for (let looks = 0; looks < 1_500 && existsSync(`/proc/${pid}`); looks += 1) await sleep(20);
  expect(existsSync(`/proc/${pid}`)).toBe(false);
}

describe.runIf(process.platform === 'linux')('a sound server', () => {
  it('AUDIO-59 its samples come in order, wherever they are cut; then its last words', async () => {
    const samples = Float32Array.from({ length: 800 }, (_, at) => at / 1_000);
    writeFileSync(join(folder, 'sound'), Buffer.from(samples.buffer));
    program(`head -c 1 "${folder}/sound"; sleep 0.1; tail -c +2 "${folder}/sound"; echo gone >&2`);
    const capture = await withSoundServer(native).openCapture(undefined, 'off');
    const heard: number[] = [];
    capture.onSamples((piece) => heard.push(...piece));
    const error = await new Promise<Error>((resolve) => capture.onError(resolve));
    expect(heard).toEqual([...samples]);
    expect(error.message).toBe('gone');
  });

  it('AUDIO-42 AUDIO-58 one that gives no sample is ended, and the library is asked instead', async () => {
    program('exec sleep 600');
    const backend = withSoundServer(native, { firstSampleMs: 300 });
    expect(await backend.openCapture(undefined, 'off')).toBe(NATIVE);
    await untilGone();
  });

  it('AUDIO-58 a server without a source has no microphone, whatever ALSA makes of it', async () => {
    const named = (id: string) => ({ id, name: id, isDefault: false, inputChannels: 2 });
    const ids = ['alsa:default', 'alsa:pulse', 'alsa:hw:1'];
    const listing = { ...native, inputDevices: async () => ids.map(named) };
    const listed = async () => (await withSoundServer(listing).inputDevices()).map(({ id }) => id);
    writeFileSync(join(folder, 'pactl'), '#!/bin/sh\nexit 0\n');
    chmodSync(join(folder, 'pactl'), 0o755);
    expect(await listed()).toEqual(['alsa:hw:1']);
    writeFileSync(join(folder, 'pactl'), '#!/bin/sh\nexit 1\n');
    expect(await listed()).toEqual(ids);
  });

  it('AUDIO-58 one that fails, a device it lacks, and sound without noise are the library’s', async () => {
    program('echo "Connection refused" >&2; exit 1');
    writeFileSync(join(folder, 'pactl'), '#!/bin/sh\nexit 1\n');
    chmodSync(join(folder, 'pactl'), 0o755);
    const backend = withSoundServer(native);
    for (const [device, denoise] of [
      [undefined, 'off'],
      [undefined, 'on'],
      ['alsa:hw:1', 'off'],
    ] as const)
      expect(await backend.openCapture(device, denoise)).toBe(NATIVE);
  });
});

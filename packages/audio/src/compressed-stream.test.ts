import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { AudioError } from './audio-error.ts';
import { openRecording, readRecording } from './recording.ts';

// Half a second of 1,000 Hz at half of full scale, 22,050 Hz, two channels, written by sox.
const tone = (name: string) => fileURLToPath(new URL(`../fixtures/tone.${name}`, import.meta.url));

const folder = mkdtempSync(join(tmpdir(), 'codex-voice-compressed-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const CONTAINERS = [
  ['flac', 'flac'],
  ['mp3', 'mp3'],
  ['ogg', 'ogg-vorbis'],
] as const;

describe('a compressed recording', () => {
  for (const [name, container] of CONTAINERS) {
    it(`AUDIO-12 gives the sound of ${name} at 16 kHz`, async () => {
      const recording = await openRecording(tone(name));
      expect(recording.format).toMatchObject({ container, sampleRateHz: 22_050, channels: 2 });
      for await (const _ of recording.frames());
      expect(recording.warnings).toEqual([]);
      const samples = await readRecording(tone(name));
      // MP3 pads its ends with up to two of its own frames.
      expect(samples.length).toBeGreaterThanOrEqual(8_000);
      expect(samples.length).toBeLessThan(8_000 + 2_000);
      const middle = samples.subarray(2_000, 6_000);
      let crossings = 0;
      let power = 0;
      for (const [n, sample] of middle.entries()) {
        power += sample * sample;
        if (sample > 0 && (middle[n - 1] ?? 1) <= 0) crossings += 1;
      }
      expect(Math.abs(crossings - 250)).toBeLessThanOrEqual(1);
      expect(Math.sqrt(power / middle.length)).toBeCloseTo(0.5 / Math.SQRT2, 1);
    });

    it(`AUDIO-11 AUDIO-12 any damage to ${name} ends in samples or an AudioError`, async () => {
      const whole = readFileSync(tone(name));
      const path = join(folder, `damaged.${name}`);
      const damage = fc.record({
        at: fc.nat(whole.length - 64),
        bytes: fc.uint8Array({ minLength: 1, maxLength: 64 }),
        cutAt: fc.nat(whole.length),
      });
      await fc.assert(
        fc.asyncProperty(damage, async ({ at, bytes, cutAt }) => {
          const damaged = Buffer.from(whole);
          damaged.set(bytes, at);
          writeFileSync(path, damaged.subarray(0, Math.max(64, cutAt)));
          try {
            const samples = await readRecording(path);
            expect(samples.every((sample) => Math.abs(sample) <= 1.3)).toBe(true);
          } catch (error) {
            expect(error).toBeInstanceOf(AudioError);
          }
        }),
        { numRuns: 25, seed: 8 },
      );
    });
  }

  it('AUDIO-4 AUDIO-12 warns when less can be read than FLAC promises', async () => {
    const whole = await openRecording(tone('flac'));
    expect(whole.expectedMs).toBe(500);
    await whole.close();
    const path = join(folder, 'cut.flac');
    writeFileSync(path, readFileSync(tone('flac')).subarray(0, 4_000));
    const recording = await openRecording(path);
    for await (const _ of recording.frames());
    expect(recording.readMs).toBeGreaterThan(100);
    expect(recording.warnings).toEqual([
      expect.stringMatching(/damaged or cut off: only 0\.\d s of its 0\.5 s can be read$/),
    ]);
  });

  it('AUDIO-12 warns of damaged parts and uses the others', async () => {
    const path = join(folder, 'partly.ogg');
    writeFileSync(path, readFileSync(tone('ogg')).fill(0xff, 4_000, 4_300));
    const recording = await openRecording(path);
    for await (const _ of recording.frames());
    expect(recording.readMs).toBeGreaterThan(100);
    expect(recording.warnings).toEqual([
      `${path}: parts of the file are damaged: they are left out`,
    ]);
  });
});

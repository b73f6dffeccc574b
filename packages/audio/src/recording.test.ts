import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FRAME_SAMPLES } from '@codex-voice/speech';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { AudioError } from './audio-error.ts';
import { openRecording, readRecording } from './recording.ts';
import {
  chunk,
  encodeSamples,
  formatChunk,
  plainWav,
  riff,
  sine,
  type WritableEncoding,
} from './wav-writing.fixture.ts';

const folder = mkdtempSync(join(tmpdir(), 'codex-voice-recording-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

let files = 0;
function file(bytes: Uint8Array, name = `recording-${files++}.wav`): string {
  const path = join(folder, name);
  writeFileSync(path, bytes);
  return path;
}

function largestDifference(a: ArrayLike<number>, b: ArrayLike<number>): number {
  expect(a.length).toBe(b.length);
  let largest = 0;
  for (let n = 0; n < a.length; n += 1)
    largest = Math.max(largest, Math.abs((a[n] ?? 0) - (b[n] ?? 0)));
  return largest;
}

async function failure(path: string): Promise<AudioError> {
  try {
    const recording = await openRecording(path);
    for await (const _ of recording.frames());
  } catch (error) {
    if (error instanceof AudioError) return error;
    throw error;
  }
  throw new Error(`${path} was read`);
}

const TONE = sine(440, { rateHz: 16_000, seconds: 0.3 });
const FORMAT = formatChunk({ tag: 1, channels: 1, rateHz: 16_000, bits: 16 });
const SAMPLES = encodeSamples(TONE, { encoding: 'signed-16', channels: 1 });

describe('a WAV recording', () => {
  const encodings: [WritableEncoding, number, number, number][] = [
    ['unsigned-8', 1, 8, 0.01],
    ['signed-16', 1, 16, 1e-4],
    ['signed-24', 1, 24, 1e-6],
    ['signed-32', 1, 32, 1e-6],
    ['float-32', 3, 32, 1e-7],
    ['float-64', 3, 64, 1e-7],
  ];
  for (const [encoding, tag, bits, tolerance] of encodings) {
    for (const layout of ['plain', 'extensible'] as const) {
      it(`AUDIO-1 reads ${encoding} in the ${layout} format, stereo averaged`, async () => {
        const bytes = encodeSamples(TONE, { encoding, channels: 2 });
        const path = file(
          riff([
            formatChunk({ tag, channels: 2, rateHz: 16_000, bits, layout }),
            chunk('data', bytes),
          ]),
        );
        expect(largestDifference(await readRecording(path), TONE)).toBeLessThan(tolerance);
      });
    }
  }

  it('AUDIO-1 reads µ-law and A-law by the values of G.711', async () => {
    const law = async (tag: number, codes: number[]) =>
      readRecording(
        file(
          riff([
            formatChunk({ tag, channels: 1, rateHz: 16_000, bits: 8 }),
            chunk('data', Buffer.from(codes)),
          ]),
        ),
      );
    // Table 2b: code words of µ-law for ±8031 and 0 (of 8192); table 1b: A-law for ±4032 and ±1 (of 4096).
    expect([...(await law(7, [0x80, 0x00, 0xff, 0x7f]))]).toEqual([
      8031 / 8192,
      -8031 / 8192,
      0,
      0,
    ]);
    expect([...(await law(6, [0xaa, 0x2a, 0xd5, 0x55]))]).toEqual([
      4032 / 4096,
      -4032 / 4096,
      1 / 4096,
      -1 / 4096,
    ]);
  });

  it('AUDIO-1 averages channels that differ', async () => {
    const frames = new Float32Array([1, 0, -0.5, 0.5]);
    const bytes = encodeSamples(frames, { encoding: 'float-32', channels: 1 });
    const format = formatChunk({ tag: 3, channels: 2, rateHz: 16_000, bits: 32 });
    expect([...(await readRecording(file(riff([format, chunk('data', bytes)]))))]).toEqual([
      0.5, 0,
    ]);
  });

  it('AUDIO-1 brings another rate to 16 kHz', async () => {
    const tone = sine(440, { rateHz: 44_100, seconds: 0.5 });
    const bytes = encodeSamples(tone, { encoding: 'float-32', channels: 1 });
    const format = formatChunk({ tag: 3, channels: 1, rateHz: 44_100, bits: 32 });
    const samples = await readRecording(file(riff([format, chunk('data', bytes)])));
    const wanted = sine(440, { rateHz: 16_000, seconds: 0.5 });
    expect(largestDifference(samples.subarray(200, 7800), wanted.subarray(200, 7800))).toBeLessThan(
      2e-4,
    );
  });

  it('AUDIO-2 passes over other chunks, odd ones too, before and between', async () => {
    const path = file(
      riff([
        chunk('LIST', Buffer.from('odd')),
        FORMAT,
        chunk('fact', Buffer.alloc(5)),
        chunk('data', SAMPLES),
        chunk('id3 ', Buffer.alloc(900, 0x55)),
      ]),
    );
    expect(await readRecording(path)).toHaveLength(TONE.length);
  });

  it('AUDIO-3 reads to the end where the size is unknown', async () => {
    const unknown = [
      riff([FORMAT, chunk('data', SAMPLES, 0xffff_ffff)], { size: 0xffff_ffff }),
      riff([FORMAT, chunk('data', SAMPLES, 0x7fff_f000)], { size: 0x7fff_f024 }),
      riff([FORMAT, chunk('data', SAMPLES, 0)], { size: 0 }),
      riff([FORMAT, chunk('data', SAMPLES, 0)], { size: 0xffff_ffff }),
    ];
    for (const bytes of unknown) {
      const recording = await openRecording(file(bytes));
      expect(recording.expectedMs).toBeUndefined();
      for await (const _ of recording.frames());
      expect(recording.readMs).toBe(300);
      expect(recording.warnings).toEqual([]);
    }
  });

  it('AUDIO-3 believes a size of 0 in a file that is complete, and RF64 sizes', async () => {
    const empty = await openRecording(
      file(riff([FORMAT, chunk('data', Buffer.alloc(0)), chunk('LIST', SAMPLES)])),
    );
    for await (const _ of empty.frames()) throw new Error('a frame of nothing');
    expect(empty.warnings).toEqual([expect.stringMatching(/has no samples: record it again$/)]);
    const sizes = Buffer.alloc(28);
    sizes.writeBigUInt64LE(BigInt(SAMPLES.length), 8);
    const long = riff(
      [chunk('ds64', sizes), FORMAT, chunk('data', SAMPLES, 0xffff_ffff), chunk('LIST', SAMPLES)],
      { tag: 'RF64', size: 0xffff_ffff },
    );
    expect(await readRecording(file(long))).toHaveLength(TONE.length);
  });

  it('AUDIO-4 uses what is there of a truncated file and warns', async () => {
    const whole = plainWav(TONE);
    const recording = await openRecording(file(whole.subarray(0, 44 + 3201)));
    expect(recording.expectedMs).toBe(300);
    for await (const _ of recording.frames());
    expect(recording.readMs).toBe(100);
    expect(recording.warnings).toEqual([
      expect.stringMatching(
        /the file is cut off, 6399 of its 9600 bytes are missing: only its first 0\.1 s are used$/,
      ),
    ]);
  });

  it('AUDIO-7 reads a pipe', async () => {
    const path = join(folder, 'pipe.wav');
    await once(spawn('mkfifo', [path], { stdio: 'ignore' }), 'exit');
    const writer = spawn('sh', ['-c', 'cat "$0" > "$1"', file(plainWav(TONE)), path], {
      stdio: 'ignore',
    });
    expect(largestDifference(await readRecording(path), TONE)).toBeLessThan(1e-4);
    if (writer.exitCode === null) await once(writer, 'exit');
  });

  it('AUDIO-8 fills the last frame with silence and does not count that', async () => {
    const recording = await openRecording(
      file(plainWav(new Float32Array(FRAME_SAMPLES + 10).fill(0.5))),
    );
    const frames: Float32Array[] = [];
    for await (const frame of recording.frames()) frames.push(frame);
    expect(frames.map((frame) => frame.length)).toEqual([FRAME_SAMPLES, FRAME_SAMPLES]);
    expect(frames[1]?.slice(9, 12)).toEqual(new Float32Array([frames[1]?.[9] ?? 0, 0, 0]));
    expect(recording.readMs).toBe((FRAME_SAMPLES + 10) / 16);
  });

  it('AUDIO-9 turns what is not a number into silence and limits the rest', async () => {
    const bytes = encodeSamples([Number.NaN, Number.POSITIVE_INFINITY, -7, 0.25], {
      encoding: 'float-32',
      channels: 1,
    });
    const format = formatChunk({ tag: 3, channels: 1, rateHz: 16_000, bits: 32 });
    expect([...(await readRecording(file(riff([format, chunk('data', bytes)]))))]).toEqual([
      0, 1, -1, 0.25,
    ]);
  });

  it('AUDIO-10 is read once, and closes when reading is given up', async () => {
    const recording = await openRecording(file(plainWav(new Float32Array(100_000))));
    for await (const _ of recording.frames()) break;
    await expect(recording.frames().next()).rejects.toThrow(/read already/);
    await recording.close();
  });
});

describe('what is not a readable recording', () => {
  const cases: [string, Buffer, string, RegExp][] = [
    ['empty', Buffer.alloc(0), 'empty-file', /the file is empty: record it again$/],
    ['text', Buffer.from('hello, this is no sound\n'), 'not-audio', /this is no audio file: /],
    ['a single byte', Buffer.from('R'), 'not-audio', /this is no audio file: /],
    [
      'broken FLAC',
      Buffer.from('fLaC\0\0\0\x22abcdefgh'),
      'damaged',
      /no sound can be read from it: /,
    ],
    ['broken MP3', Buffer.from('ID3\x04\0\0\0\0\0\0\0\0\0'), 'damaged', /no sound can be read/],
    [
      'Opus',
      Buffer.from(`OggS${'\0'.repeat(24)}OpusHead`),
      'unsupported-encoding',
      /Ogg Opus files are not supported: /,
    ],
    [
      'AIFF',
      Buffer.from('FORM\0\0\0\0AIFF'),
      'unsupported-encoding',
      /AIFF files are not supported: /,
    ],
    ['header only', plainWav(TONE).subarray(0, 20), 'damaged', /ends inside its header: /],
    ['no samples', riff([FORMAT]), 'damaged', /has no samples: /],
    [
      'samples first',
      riff([chunk('data', SAMPLES), FORMAT]),
      'damaged',
      /come before their format: /,
    ],
    ['short format', riff([chunk('fmt ', Buffer.alloc(4))]), 'damaged', /format chunk is broken: /],
    [
      'ADPCM',
      riff([formatChunk({ tag: 2, channels: 1, rateHz: 16_000, bits: 4 })]),
      'unsupported-encoding',
      /Microsoft ADPCM with 4 bits is not supported: convert/,
    ],
    [
      'no channels',
      riff([formatChunk({ tag: 1, channels: 0, rateHz: 16_000, bits: 16 })]),
      'damaged',
      /claims 0 channels: /,
    ],
    [
      'no rate',
      riff([formatChunk({ tag: 1, channels: 1, rateHz: 0, bits: 16 })]),
      'damaged',
      /claims 0 samples a second: /,
    ],
  ];
  for (const [name, bytes, code, message] of cases) {
    it(`AUDIO-5 AUDIO-6 is said in one line: ${name}`, async () => {
      const path = file(bytes);
      const error = await failure(path);
      expect(error.code).toBe(code);
      expect(error.message).toMatch(message);
      expect(error.message.startsWith(`${path}: `)).toBe(true);
      expect(error.message).not.toContain('\n');
    });
  }

  it('AUDIO-5 names a directory, a missing file and one that may not be read', async () => {
    expect(await failure(folder)).toMatchObject({ code: 'is-a-directory' });
    expect(await failure(join(folder, 'nothing.wav'))).toMatchObject({ code: 'not-found' });
    expect(await failure(join(file(Buffer.alloc(9)), 'below.wav'))).toMatchObject({
      code: 'not-found',
    });
    const locked = file(plainWav(TONE));
    chmodSync(locked, 0);
    // Root may read anything: then there is nothing to be told.
    if (process.getuid?.() !== 0)
      expect(await failure(locked)).toMatchObject({ code: 'no-permission' });
  });

  it('AUDIO-6 reads WAV under any name', async () => {
    expect(await readRecording(file(plainWav(TONE), 'speech.mp3'))).toHaveLength(TONE.length);
  });

  it('AUDIO-11 any damage to a file ends in samples or an AudioError', async () => {
    const whole = riff([
      chunk('LIST', Buffer.from('abc')),
      FORMAT,
      chunk('data', SAMPLES.subarray(0, 400)),
    ]);
    const damage = fc.record({
      at: fc.nat(60),
      bytes: fc.uint8Array({ minLength: 1, maxLength: 8 }),
      cutAt: fc.nat(whole.length),
    });
    const path = join(folder, 'fuzzed.wav');
    await fc.assert(
      fc.asyncProperty(damage, async ({ at, bytes, cutAt }) => {
        const damaged = Buffer.from(whole);
        damaged.set(bytes.subarray(0, damaged.length - at), at);
        writeFileSync(path, damaged.subarray(0, Math.max(at + 8, cutAt)));
        try {
          const samples = await readRecording(path);
          expect(samples.every((sample) => Math.abs(sample) <= 1.2)).toBe(true);
        } catch (error) {
          expect(error).toBeInstanceOf(AudioError);
        }
      }),
      { numRuns: 300, seed: 3 },
    );
  });
});

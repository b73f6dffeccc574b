// The contract of SpeakerEmbedder, held by every implementation: the built-in one, and a model that
// sherpa-onnx computes in a process of its own.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { likeness, type SpeakerEmbedder } from '@codex-voice/speech';
import { writeSpeakerModels } from '@codex-voice/testing';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type FixtureName, fixture, hiss } from '../fixture.ts';
import { createSpeakerModel } from './process-embedder.ts';
import { createStatisticsEmbedder } from './statistics-embedder.ts';

const app = fileURLToPath(new URL('../../../../apps/recognizer/src/main.ts', import.meta.url));

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'codex-voice-speakers-'));
});
afterEach(async () => {
  await rm(folder, { recursive: true });
});

const IMPLEMENTATIONS: readonly (readonly [string, () => Promise<SpeakerEmbedder>])[] = [
  ['built-in-1', async () => createStatisticsEmbedder()],
  [
    'generated',
    async () => {
      const { embedding } = await writeSpeakerModels(folder);
      return await createSpeakerModel({
        model: { id: 'generated', file: embedding, provider: 'cpu', threads: 1 },
        command: { file: process.execPath, args: ['--no-warnings', app] },
      });
    },
  ],
];

describe.each(IMPLEMENTATIONS)('%s', (model, create) => {
  let embedder: SpeakerEmbedder;
  beforeEach(async () => {
    embedder = await create();
  });
  afterEach(() => {
    embedder.dispose();
  });

  const vector = async (samples: Float32Array): Promise<readonly number[]> => {
    const embedding = await embedder.embed(samples);
    if (embedding.kind !== 'embedded') throw new TypeError(embedding.kind);
    return embedding.vector;
  };
  const between = async (one: FixtureName, other: FixtureName): Promise<number> =>
    likeness(await vector(fixture(one)), await vector(fixture(other)));

  it('RECOG-120 says which model its vectors are of, and they have length 1', async () => {
    expect(embedder.model).toBe(model);
    expect(embedder.threshold).toBeGreaterThan(0);
    expect(Math.hypot(...(await vector(fixture('other-speech'))))).toBeCloseTo(1, 4);
  });

  it('RECOG-121 two sentences of a voice are more alike than sentences of two voices', async () => {
    const same = await between('fix-the-failing-tests', 'hey-codex-fix-the-failing-tests');
    for (const other of ['other-speech', 'corrige-les-erreurs'] as const) {
      expect(await between('hey-codex-fix-the-failing-tests', other)).toBeLessThan(same - 0.1);
    }
  });

  it('RECOG-122 loudness and silence around it change little', async () => {
    const samples = fixture('other-speech');
    const whole = await vector(samples);
    expect(likeness(whole, await vector(samples.map((sample) => sample / 8)))).toBeGreaterThan(0.9);
    const padded = new Float32Array(samples.length + 32_000);
    padded.set(hiss(padded.length, 0.0002));
    padded.set(samples, 16_000);
    expect(likeness(whole, await vector(padded))).toBeGreaterThan(0.9);
  });

  it('RECOG-123 the same samples give the same vector, though they are overwritten at once', async () => {
    const samples = fixture('other-speech');
    const first = await vector(samples);
    const taken = samples.slice();
    const embedding = embedder.embed(taken);
    taken.fill(0.5);
    expect(await embedding).toMatchObject({ vector: first.map((each) => expect.closeTo(each, 5)) });
  });

  it('RECOG-124 no audio, silence, a click and sounds that are no numbers are too little, or survived', async () => {
    const click = new Float32Array(16_000);
    click[8_000] = 1;
    for (const samples of [new Float32Array(0), new Float32Array(16_000), click]) {
      expect(await embedder.embed(samples)).toMatchObject({ kind: 'too-little' });
    }
    const spoilt = fixture('other-speech').map((sample, index) =>
      index % 100 === 0 ? Number.NaN : index % 101 === 0 ? 1e9 : sample,
    );
    const { kind } = await embedder.embed(spoilt);
    expect(['embedded', 'too-little', 'failed']).toContain(kind);
    expect((await embedder.embed(fixture('other-speech'))).kind).toBe('embedded');
  });

  it('RECOG-125 several at once are answered each with its own', async () => {
    const [one, other] = [fixture('other-speech'), fixture('fix-the-failing-tests')];
    const alone = [await vector(one), await vector(other)];
    const together = await Promise.all([vector(one), vector(other), vector(one)]);
    expect(likeness(alone[0] ?? [], together[0] ?? [])).toBeCloseTo(1, 4);
    expect(likeness(alone[1] ?? [], together[1] ?? [])).toBeCloseTo(1, 4);
    expect(likeness(together[0] ?? [], together[2] ?? [])).toBeCloseTo(1, 4);
  });

  it('RECOG-126 after dispose, which may be called again, it throws TypeError', async () => {
    embedder.dispose();
    embedder.dispose();
    await expect(async () => await embedder.embed(fixture('send-it'))).rejects.toThrow(TypeError);
  });
});

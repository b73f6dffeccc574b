import type { Recognizer } from '@codex-voice/speech';
import { joinSamples, melody } from '@codex-voice/testing';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hiss } from '../fixture.ts';
import { piecesOf, recognize } from '../recognizer-contract.test-support.ts';
import { generatedModels } from './generated-models.test-support.ts';
import { createModelRecognizer } from './model-recognizer.ts';

const generate = generatedModels();

const letters = fc.string({ unit: fc.constantFrom(..."abcxyz'"), minLength: 1, maxLength: 5 });
const sentences = fc.array(letters, { minLength: 1, maxLength: 3 }).map((words) => words.join(' '));

const FRAME = 512;

/** Frames of speech after which something was shown, where it was known that so much audio came before them. */
function framesUntilShown(recognizer: Recognizer, before: number): number {
  const utterance = recognizer.begin({ speechAtMs: before / 16 });
  const edge = 3200;
  const word = melody('see').subarray(edge);
  utterance.accept(new Float32Array(before));
  let frames = 0;
  while (utterance.partial().text === '' && frames * FRAME < word.length) {
    utterance.accept(word.subarray(frames * FRAME, (frames + 1) * FRAME));
    frames += 1;
  }
  utterance.abandon();
  return frames;
}

describe.each(['streaming-t-one', 'streaming-transducer'] as const)('%s', (layout) => {
  let recognizer: Recognizer;
  beforeAll(async () => {
    recognizer = await createModelRecognizer(await generate(layout));
  });
  afterAll(() => {
    recognizer.dispose();
  });

  it('RECOG-140 ends a piece with the seventh frame of speech, wherever that begins', async () => {
    for (let before = 0; before <= 6400; before += 160)
      expect([before, framesUntilShown(recognizer, before)]).toEqual([before, 7]);
  });

  it('RECOG-140 tells the same words at the same times', async () => {
    const told = async (speechAtMs?: number) => {
      const utterance = recognizer.begin(speechAtMs === undefined ? {} : { speechAtMs });
      utterance.accept(melody('see it'));
      const recognition = await utterance.finish();
      return recognition.verdict === 'accepted' ? recognition.words : undefined;
    };
    const before = await told();
    const after = await told(200);
    expect(after?.map(({ text }) => text)).toEqual(['see', 'it']);
    for (const [index, { startMs }] of (after ?? []).entries())
      expect(Math.abs(startMs - (before?.[index]?.startMs ?? Number.NaN))).toBeLessThanOrEqual(40);
  });
});

describe('a streaming CTC model', () => {
  let recognizer: Recognizer;
  beforeAll(async () => {
    recognizer = await createModelRecognizer(await generate('streaming-t-one'));
  });
  afterAll(() => {
    recognizer.dispose();
  });

  it('RECOG-83 is a free recogniser with live words and no ear for terms', () => {
    expect(recognizer.abilities).toEqual({
      dictation: 'free',
      partials: 'live',
      terms: 'none',
      languages: ['en'],
    });
  });

  it('RECOG-84 writes whatever is said, and all of what it shows is settled', async () => {
    await fc.assert(
      fc.asyncProperty(sentences, async (text) => {
        const utterance = recognizer.begin();
        for (const piece of piecesOf(melody(text))) {
          utterance.accept(piece);
          const partial = utterance.partial();
          expect(text.startsWith(partial.text)).toBe(true);
          expect(partial.settledLength).toBe(partial.text.length);
        }
        expect(await utterance.finish()).toMatchObject({ verdict: 'accepted', text });
      }),
      { seed: 11, numRuns: 12 },
    );
  });

  it('RECOG-85 hears the first sample and the last', async () => {
    // Nothing before and after the tones: what follows is on the recogniser.
    const bare = melody('ok').subarray(3200, -(3200 + 1280));
    expect(await recognize(recognizer, bare)).toMatchObject({ text: 'ok' });
  });

  it('RECOG-86 tells when each word was said', async () => {
    const recognition = await recognize(recognizer, melody('run it'));
    if (recognition.verdict !== 'accepted') throw new Error(recognition.verdict);
    const [run, it] = recognition.words ?? [];
    // Edges of 200 ms, letters of 120 ms and 80 ms after each, 320 ms more between words.
    expect(run?.startMs).toBeGreaterThanOrEqual(170);
    expect(run?.startMs).toBeLessThanOrEqual(260);
    expect(run?.endMs).toBeGreaterThan(600);
    expect(it?.startMs).toBeGreaterThanOrEqual(1090);
    expect(it?.startMs).toBeLessThanOrEqual(1180);
  });

  it('RECOG-87 passes no terms to a decoder that would end the process', async () => {
    const utterance = recognizer.begin({ terms: [{ text: 'useEffect' }], language: 'en' });
    utterance.accept(melody('use'));
    expect(await utterance.finish()).toMatchObject({ text: 'use' });
  });

  it('RECOG-88 does not end an utterance in a long pause', async () => {
    const pause = new Float32Array(16_000 * 5);
    const said = joinSamples([melody('one'), pause, melody('two')]);
    expect(await recognize(recognizer, said)).toMatchObject({ text: 'one two' });
  });

  it('RECOG-15 hears through some noise', async () => {
    const tune = melody('hello');
    const noise = hiss(tune.length, 0.05);
    expect(
      await recognize(
        recognizer,
        tune.map((sample, at) => sample + (noise[at] ?? 0)),
      ),
    ).toEqual(expect.objectContaining({ text: 'hello' }));
  });
});

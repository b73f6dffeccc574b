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

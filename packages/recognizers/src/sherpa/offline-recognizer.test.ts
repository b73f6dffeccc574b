import type { Recognition, Recognizer } from '@codex-voice/speech';
import { melody } from '@codex-voice/testing';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hiss } from '../fixture.ts';
import { recognize } from '../recognizer-contract.test-support.ts';
import { generatedModels } from './generated-models.test-support.ts';
import { createModelRecognizer } from './model-recognizer.ts';

const generate = generatedModels();

const letters = fc.string({ unit: fc.constantFrom(..."abcdwxyz'"), minLength: 1, maxLength: 5 });
const sentences = fc.array(letters, { minLength: 1, maxLength: 3 }).map((words) => words.join(' '));

describe('an offline CTC model', () => {
  let recognizer: Recognizer;
  beforeAll(async () => {
    recognizer = await createModelRecognizer(await generate('nemo-ctc'));
  });
  afterAll(() => {
    recognizer.dispose();
  });

  it('RECOG-83 is a free recogniser with previews and no ear for terms', () => {
    expect(recognizer.abilities).toMatchObject({
      dictation: 'free',
      partials: 'preview',
      terms: 'none',
    });
  });

  it('RECOG-15 writes whatever is said', async () => {
    await fc.assert(
      fc.asyncProperty(sentences, fc.nat(640), async (text, skipped) => {
        expect(await recognize(recognizer, melody(text).subarray(skipped))).toMatchObject({ text });
      }),
      { seed: 13, numRuns: 25 },
    );
  });

  it('RECOG-91 writes all of an utterance that is longer than a model hears', async () => {
    const text = Array.from({ length: 9 }, () => 'the quick brown fox').join(' ');
    const samples = melody(text);
    expect(samples.length / 16_000).toBeGreaterThan(28);
    const recognition = await recognize(recognizer, samples);
    expect(recognition).toMatchObject({ text });
    if (recognition.verdict !== 'accepted') throw new Error(recognition.verdict);
    // Times go on over the cut: the last word is said in the last second and a half.
    expect(recognition.words).toHaveLength(36);
    expect(recognition.words?.at(-1)?.startMs).toBeGreaterThan(samples.length / 16 - 1500);
  });

  it('RECOG-92 shows a guess before the end', async () => {
    const utterance = recognizer.begin();
    // Long enough that a guess comes in the middle of it also where guessing is slow.
    const text = 'send it now please and tell me what it said';
    const samples = melody(text);
    let fed = 0;
    while (fed < samples.length && !/^send it now/.test(utterance.partial().text)) {
      utterance.accept(samples.subarray(fed, fed + 1600));
      fed += 1600;
      await new Promise((resolve) => setTimeout(resolve, 15));
    }
    expect(utterance.partial().text).toMatch(/^send it now/);
    expect(fed).toBeLessThan(samples.length);
    utterance.accept(samples.subarray(fed));
    expect(await utterance.finish()).toMatchObject({ text });
  });

  it('RECOG-3 begins the next utterance while the last is decoded', async () => {
    const answers = ['one', 'two', 'six'].map((text) => recognize(recognizer, melody(text)));
    expect((await Promise.all(answers)).map(({ text }) => text)).toEqual(['one', 'two', 'six']);
  });

  it('RECOG-87 passes no terms to a decoder that would end the process', async () => {
    const utterance = recognizer.begin({ terms: [{ text: 'useEffect' }], language: 'fr' });
    utterance.accept(melody('use'));
    expect(await utterance.finish()).toMatchObject({ text: 'use' });
  });
});

describe('a Whisper model', () => {
  let recognizer: Recognizer;
  beforeAll(async () => {
    recognizer = await createModelRecognizer(await generate('whisper'));
  });
  afterAll(() => {
    recognizer.dispose();
  });

  /** What is made of `samples`; the model's French writes a k as a c. */
  async function heard(samples: Float32Array, language?: string): Promise<Recognition> {
    const utterance = recognizer.begin(language === undefined ? {} : { language });
    utterance.accept(samples);
    return await utterance.finish();
  }

  it('RECOG-95 hears the language it is told, utterance by utterance, and tells which', async () => {
    const kat = melody('kat');
    expect(await heard(kat, 'fr')).toMatchObject({ text: 'cat', language: 'fr' });
    expect(await heard(kat)).toMatchObject({ text: 'kat', language: 'en' });
    const both = [heard(kat, 'fr'), heard(kat, 'en'), heard(kat, 'fr')];
    expect((await Promise.all(both)).map(({ text }) => text)).toEqual(['cat', 'kat', 'cat']);
  });

  it('RECOG-95 is not told a language that it would end the process for', async () => {
    expect(await heard(melody('kat'), 'xx')).toMatchObject({ text: 'kat' });
  });

  it('RECOG-93 is not believed what it makes up in noise', async () => {
    expect(await heard(hiss(32_000, 0.1))).toEqual({ verdict: 'rejected', text: '' });
    expect(await heard(melody('you'))).toMatchObject({ text: 'you' });
  });
});

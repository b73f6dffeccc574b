// The contract of Recognizer, held by the phrase recogniser in each of its languages.

import { NO_PARTIAL, type Recognition, type Recognizer } from '@codex-voice/speech';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fixture, framesOf, hiss } from './fixture.ts';
import { createPhraseRecognizer, LONGEST_UTTERANCE_MS } from './phrase-recognizer.ts';

const IMPLEMENTATIONS = [
  {
    name: 'phrases-en',
    create: () =>
      createPhraseRecognizer({
        language: 'en',
        phrases: [
          'fix the failing tests',
          'send it',
          'scratch that',
          'explain this code',
          'refactor this function',
        ].map((spoken) => ({ spoken })),
      }),
    recording: fixture('fix-the-failing-tests'),
    text: 'fix the failing tests',
  },
  {
    name: 'phrases-fr',
    create: () =>
      createPhraseRecognizer({
        language: 'fr',
        phrases: [
          { spoken: 'corrige les erreurs' },
          { spoken: 'lance les tests' },
          { spoken: "arrête d'écouter", pronunciations: { "d'écouter": ['dd ei kk ou tt ei'] } },
        ],
      }),
    recording: fixture('corrige-les-erreurs'),
    text: 'corrige les erreurs',
  },
] as const;

const SAMPLES_PER_MS = 16;

function confidenceOf(recognition: Recognition): number | undefined {
  return recognition.verdict === 'failed' ? undefined : recognition.confidence;
}

describe.each(IMPLEMENTATIONS)('$name', ({ name, create, recording, text }) => {
  let recognizer: Recognizer;
  beforeAll(async () => {
    recognizer = await create();
  });
  afterAll(() => {
    recognizer.dispose();
  });

  function recognize(...pieces: readonly Float32Array[]): Promise<Recognition> {
    const utterance = recognizer.begin();
    for (const piece of pieces) utterance.accept(piece);
    return utterance.finish();
  }

  it('says its name', () => {
    expect(recognizer.name).toBe(name);
  });

  it('RECOG-1 RECOG-14 recognises a phrase', async () => {
    const recognition = await recognize(...framesOf(recording));
    expect(recognition).toMatchObject({ verdict: 'accepted', text });
    expect(confidenceOf(recognition)).toBeGreaterThanOrEqual(0.5);
    expect(confidenceOf(recognition)).toBeLessThanOrEqual(1);
  });

  it('RECOG-2 RECOG-14 rejects other speech, noise and silence', async () => {
    const tone = Float32Array.from({ length: 12_000 }, (_, index) => 0.3 * Math.sin(index / 5));
    for (const samples of [
      fixture('other-speech'),
      hiss(12_000, 0.2),
      tone,
      new Float32Array(12_000),
    ]) {
      const recognition = await recognize(...framesOf(samples));
      expect(recognition).toMatchObject({ verdict: 'rejected', text: '' });
      expect(confidenceOf(recognition)).toBeLessThan(0.5);
      expect(confidenceOf(recognition)).toBeGreaterThanOrEqual(0);
    }
  });

  it('RECOG-3 takes one utterance at a time', () => {
    const open = recognizer.begin();
    expect(() => recognizer.begin()).toThrow(TypeError);
    open.finish();
    const next = recognizer.begin();
    expect(() => recognizer.begin()).toThrow(TypeError);
    next.abandon();
    recognizer.begin().abandon();
  });

  it('RECOG-4 ends an utterance once', () => {
    const endings = [
      (utterance = recognizer.begin()) => {
        utterance.finish();
        return utterance;
      },
      (utterance = recognizer.begin()) => {
        utterance.abandon();
        return utterance;
      },
    ];
    for (const over of endings) {
      const utterance = over();
      expect(() => utterance.accept(recording)).toThrow(TypeError);
      expect(() => utterance.finish()).toThrow(TypeError);
      expect(() => utterance.abandon()).toThrow(TypeError);
      expect(utterance.partial()).toEqual(NO_PARTIAL);
      // The calls on the old utterance must not have made way for two new ones.
      const next = recognizer.begin();
      expect(() => recognizer.begin()).toThrow(TypeError);
      next.abandon();
    }
  });

  it('RECOG-5 comes to the same result however the audio is cut and whatever was said before', async () => {
    const whole = await recognize(recording);
    await recognize(fixture('other-speech'));
    const abandoned = recognizer.begin();
    abandoned.accept(hiss(8000, 0.5));
    abandoned.abandon();
    expect(
      await recognize(...framesOf(recording), recording.subarray(framesOf(recording).length * 512)),
    ).toEqual(whole);
    const uneven: Float32Array[] = [];
    for (let at = 0, size = 1; at < recording.length; at += size, size = (size * 7 + 3) % 1999) {
      uneven.push(recording.subarray(at, at + size));
      if (size === 0) size = 1;
    }
    expect(await recognize(...uneven)).toEqual(whole);
  });

  it('RECOG-6 survives no audio, one sample and numbers that are none', async () => {
    const broken = [
      new Float32Array(0),
      new Float32Array(1),
      new Float32Array(16_000).fill(Number.NaN),
      new Float32Array(16_000).fill(Number.POSITIVE_INFINITY),
      new Float32Array(16_000).fill(Number.NEGATIVE_INFINITY),
      Float32Array.from({ length: 16_000 }, (_, index) => (index % 2 === 0 ? 1e30 : -1e30)),
    ];
    expect(await recognize()).toMatchObject({ verdict: 'rejected' });
    for (const samples of broken) {
      expect(await recognize(samples)).toMatchObject({ verdict: 'rejected', text: '' });
    }
    expect(await recognize(recording)).toMatchObject({ verdict: 'accepted', text });
  });

  it('RECOG-6 counts what is no number as silence', async () => {
    const holes = Float32Array.from(recording);
    const silenced = Float32Array.from(recording);
    for (let index = 500; index < holes.length; index += 1000) {
      holes[index] = Number.NaN;
      silenced[index] = 0;
    }
    expect(await recognize(holes)).toEqual(await recognize(silenced));
  });

  it('RECOG-7 rejects an utterance over the bound', async () => {
    const bound = LONGEST_UTTERANCE_MS * SAMPLES_PER_MS;
    const filling = new Float32Array(bound - recording.length);
    const utterance = recognizer.begin();
    utterance.accept(filling);
    utterance.accept(recording);
    utterance.accept(new Float32Array(1));
    expect(utterance.partial()).toEqual(NO_PARTIAL);
    for (let second = 0; second < 20; second += 1) utterance.accept(hiss(16_000, 0.3));
    expect(await utterance.finish()).toEqual({ verdict: 'rejected', text: '', confidence: 0 });
  });

  it('RECOG-8 guesses the words that a phrase begins with', () => {
    const utterance = recognizer.begin();
    const guesses = new Set<string>();
    for (const frame of framesOf(recording)) {
      utterance.accept(frame);
      guesses.add(utterance.partial().text);
    }
    utterance.abandon();
    expect(guesses).toContain('');
    expect(guesses).toContain(text);
  });

  it('RECOG-13 begins nothing after dispose', async () => {
    const other = await create();
    const open = other.begin();
    open.abandon();
    other.dispose();
    other.dispose();
    expect(() => other.begin()).toThrow(TypeError);
    // Others live on.
    expect(await recognize(recording)).toMatchObject({ verdict: 'accepted', text });
  });
});

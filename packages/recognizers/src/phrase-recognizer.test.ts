import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import {
  defaultPhrasebook,
  NO_PARTIAL,
  PHRASE_LANGUAGES,
  type Recognition,
  type Recognizer,
} from '@codex-voice/speech';
import { sized } from '@codex-voice/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fixture, framesOf, hiss } from './fixture.ts';
import { PHRASE_RECOGNIZERS } from './phrase-recognizer.test-support.ts';
import { createPhraseRecognizer, LONGEST_UTTERANCE_MS } from './phrase-recognizer.ts';
import { recognize } from './recognizer-contract.test-support.ts';

const PHRASES = [{ spoken: 'send it' }, { spoken: 'scratch that' }];

/** Enough that a leak of a kilobyte an utterance can't hide in what allocation leaves free. */
const SHORT_UTTERANCES = 300;

/** What growth the first long utterances of a test may cause, in bytes. */
const SLACK_BYTES = 65_536;

/** The bound knows no language, and takes half a minute of audio. */
const BOUNDED: readonly string[] = sized({
  usual: ['phrases-en'],
  full: PHRASE_RECOGNIZERS.map(({ name }) => name),
});

describe('createPhraseRecognizer', () => {
  it('RECOG-1 RECOG-11 tells two phrases apart, and keeps the memory of the engine where it is', async () => {
    const recognizer = await createPhraseRecognizer({ phrases: PHRASES, language: 'en' });
    const utterance = recognizer.begin();
    utterance.accept(fixture('send-it'));
    expect(await utterance.finish()).toMatchObject({ verdict: 'accepted', text: 'send it' });
    const sound = hiss(1600, 0.3);
    const repeat = (times: number) => {
      for (let count = 0; count < times; count += 1) {
        const utterance = recognizer.begin();
        utterance.accept(sound);
        utterance.finish();
      }
      return recognizer.heapBytes;
    };
    const before = repeat(5);
    expect(before).toBeGreaterThan(0);
    expect(repeat(SHORT_UTTERANCES) - before).toBeLessThan(SLACK_BYTES);
    recognizer.dispose();
  });

  it('RECOG-12 refuses a phrase that is not lower-case words', async () => {
    await expect(
      createPhraseRecognizer({ phrases: [{ spoken: 'Send it' }], language: 'en' }),
    ).rejects.toThrow(TypeError);
    await expect(createPhraseRecognizer({ phrases: [], language: 'en' })).rejects.toThrow(
      RangeError,
    );
  });

  it.each(PHRASE_LANGUAGES)(
    'RECOG-22 can say every word of the default phrases: %s',
    async (language) => {
      const { phrases } = defaultPhrasebook(language);
      const recognizer = await createPhraseRecognizer({ phrases, language });
      expect(recognizer.heapBytes).toBeGreaterThan(0);
      recognizer.dispose();
    },
  );

  it('RECOG-22 names a word it cannot say', async () => {
    await expect(
      createPhraseRecognizer({ phrases: [{ spoken: 'lance xqzt' }], language: 'fr' }),
    ).rejects.toMatchObject({
      code: 'no-pronunciation',
      message: expect.stringContaining('xqzt'),
    });
  });

  it('RECOG-10 is silent and leaves no listener behind', () => {
    const program = `
      const { createPhraseRecognizer } = await import(${JSON.stringify(join(import.meta.dirname, 'index.ts'))});
      const recognizer = await createPhraseRecognizer({ phrases: [{ spoken: 'send it' }], language: 'en' });
      const utterance = recognizer.begin();
      utterance.accept(new Float32Array(16000).fill(0.1));
      utterance.finish();
      recognizer.begin().finish();
      recognizer.dispose();
      process.exitCode = process.listenerCount('uncaughtException') + process.listenerCount('unhandledRejection');
    `;
    const output = execFileSync(
      process.execPath,
      ['--no-warnings', '--input-type=module', '--eval', program],
      { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] },
    );
    expect(output).toBe('');
  });
});

const SAMPLES_PER_MS = 16;

function confidenceOf(recognition: Recognition): number | undefined {
  return recognition.verdict === 'failed' ? undefined : recognition.confidence;
}

describe.each(PHRASE_RECOGNIZERS)('$name', ({ name, create, recording, text }) => {
  let recognizer: Recognizer;
  beforeAll(async () => {
    recognizer = await create();
  });
  afterAll(() => {
    recognizer.dispose();
  });

  it('RECOG-1 RECOG-14 recognises a phrase', async () => {
    const recognition = await recognize(recognizer, ...framesOf(recording));
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
      new Float32Array(16_000).fill(Number.POSITIVE_INFINITY),
      Float32Array.from({ length: 16_000 }, (_, index) => (index % 2 === 0 ? 1e30 : -1e30)),
    ]) {
      const recognition = await recognize(recognizer, samples);
      expect(recognition).toMatchObject({ verdict: 'rejected', text: '' });
      expect(confidenceOf(recognition)).toBeLessThan(0.5);
      expect(confidenceOf(recognition)).toBeGreaterThanOrEqual(0);
    }
  });

  if (BOUNDED.includes(name)) {
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
  }

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
});

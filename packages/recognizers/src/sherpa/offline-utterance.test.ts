import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hiss } from '../fixture.ts';
import type { NativeResult } from './native.ts';
import type { Stretch, StretchDecoder, StretchOutcome } from './offline-decoder.ts';
import { type Hearing, OfflineUtterance } from './offline-utterance.ts';
import { LONGEST_PART_MS } from './utterance-audio.ts';

const MS = 16;
const sound = (ms: number) => hiss(ms * MS, 0.5);
const silence = (ms: number) => new Float32Array(ms * MS);

const HEARING: Hearing = {
  language: '',
  hotwords: [],
  reading: { letters: 'mixed', leadMs: 0 },
  inventions: 'unknown',
};

function result(text: string): NativeResult {
  return { text, tokens: [], timestamps: [] };
}

/** Answers when told to, with what `write` makes of the stretch. */
class ScriptedDecoder implements StretchDecoder {
  readonly stretches: Stretch[] = [];
  readonly #write: (stretch: Stretch) => string;
  readonly #due: (() => void)[] = [];
  waiting = 0;

  constructor(write: (stretch: Stretch) => string = ({ samples }) => `${samples.length / MS}`) {
    this.#write = write;
  }

  decode(stretch: Stretch, isWanted: () => boolean): Promise<StretchOutcome> {
    this.waiting += 1;
    return new Promise((resolve) => {
      this.#due.push(() => {
        this.waiting -= 1;
        if (!isWanted()) return resolve({ kind: 'unwanted' });
        this.stretches.push(stretch);
        resolve({ kind: 'decoded', result: result(this.#write(stretch)), tookMs: 0 });
      });
    });
  }

  /** Decodes what waits. */
  async work(): Promise<void> {
    for (const answer of this.#due.splice(0)) answer();
    await new Promise((resolve) => setImmediate(resolve));
  }

  get lengthsMs(): readonly number[] {
    return this.stretches.map(({ samples }) => samples.length / MS);
  }
}

function begin(decoder: StretchDecoder, hearing: Partial<Hearing> = {}): OfflineUtterance {
  return new OfflineUtterance({ decoder, hearing: { ...HEARING, ...hearing }, closed: () => {} });
}

describe('OfflineUtterance', () => {
  it('RECOG-90 decodes in a pause what the end will need, and nothing more at the end', async () => {
    const decoder = new ScriptedDecoder();
    const utterance = begin(decoder);
    utterance.accept(sound(400));
    utterance.accept(silence(140));
    await decoder.work();
    expect(decoder.lengthsMs).toEqual([520]);
    utterance.accept(silence(300));
    expect(await utterance.finish()).toMatchObject({ text: '520' });
    expect(decoder.lengthsMs).toEqual([520]);
  });

  it('RECOG-90 decodes all of it where the pause was not the end', async () => {
    const decoder = new ScriptedDecoder();
    const utterance = begin(decoder);
    utterance.accept(sound(400));
    utterance.accept(silence(200));
    await decoder.work();
    utterance.accept(sound(60));
    const answer = utterance.finish();
    await decoder.work();
    expect(await answer).toMatchObject({ text: '660' });
  });

  it('RECOG-90 loses no word said softly after a loud one', async () => {
    const decoder = new ScriptedDecoder();
    const utterance = begin(decoder);
    utterance.accept(sound(400));
    utterance.accept(silence(200));
    // 30 dB below: for all that loudness tells, the pause goes on.
    utterance.accept(hiss(300 * MS, 0.015));
    const answer = utterance.finish();
    await decoder.work();
    expect(await answer).toMatchObject({ text: '900' });
  });

  it('RECOG-91 cuts what is longer than a model hears where it is quiet, and loses nothing', async () => {
    const decoder = new ScriptedDecoder();
    const utterance = begin(decoder);
    utterance.accept(sound(24_900));
    utterance.accept(silence(110));
    utterance.accept(sound(10_000));
    const answer = utterance.finish();
    await decoder.work();
    const final = await answer;
    const parts = final.text.split(' ').map(Number);
    expect(parts.reduce((sum, ms) => sum + ms, 0)).toBe(35_010);
    expect(parts[0]).toBeGreaterThan(24_900);
    expect(parts[0]).toBeLessThan(25_010);
    expect(Math.max(...decoder.lengthsMs)).toBeLessThanOrEqual(LONGEST_PART_MS);
  });

  it('RECOG-91 gives up on an utterance when too much of it waits', async () => {
    const decoder = new ScriptedDecoder();
    const utterance = begin(decoder);
    for (let second = 0; second < 300; second += 1) utterance.accept(sound(1000));
    expect(decoder.waiting).toBeLessThanOrEqual(9 + 1);
    expect(await utterance.finish()).toMatchObject({ verdict: 'failed', failure: 'overloaded' });
  });

  it('RECOG-92 guesses now and then, at no more than the last seconds, and never twice at once', async () => {
    const decoder = new ScriptedDecoder();
    const utterance = begin(decoder);
    for (let step = 0; step < 200; step += 1) {
      utterance.accept(sound(100));
      expect(decoder.waiting).toBeLessThanOrEqual(1);
      await decoder.work();
    }
    expect(decoder.lengthsMs.length).toBeGreaterThan(15);
    expect(decoder.lengthsMs.length).toBeLessThanOrEqual(20_000 / 700);
    expect(Math.max(...decoder.lengthsMs)).toBeLessThan(9000);
    utterance.abandon();
  });

  it('RECOG-92 does not guess at an utterance that is over', async () => {
    const decoder = new ScriptedDecoder();
    const utterance = begin(decoder);
    utterance.accept(sound(800));
    utterance.abandon();
    await decoder.work();
    expect(decoder.lengthsMs).toEqual([]);
  });

  it('RECOG-17 takes back no settled word, whatever is guessed', async () => {
    const words = fc.array(fc.constantFrom('one', 'two', 'six'), { maxLength: 6 });
    await fc.assert(
      fc.asyncProperty(fc.array(words, { minLength: 10, maxLength: 30 }), async (guesses) => {
        let next = 0;
        const decoder = new ScriptedDecoder(() =>
          (guesses[next++ % guesses.length] ?? []).join(' '),
        );
        const utterance = begin(decoder);
        let settled = '';
        for (let step = 0; step < guesses.length; step += 1) {
          utterance.accept(sound(720));
          await decoder.work();
          const { text, settledLength } = utterance.partial();
          expect(text.startsWith(settled)).toBe(true);
          expect(settledLength).toBeGreaterThanOrEqual(settled.length);
          settled = text.slice(0, settledLength);
        }
        utterance.abandon();
      }),
      { seed: 5, numRuns: 30 },
    );
  });

  it('RECOG-92 settles words that two guesses agree on, but for the last', async () => {
    const guesses = ['fix the', 'fix the failing', 'fix a failing test'];
    const decoder = new ScriptedDecoder(() => guesses.shift() ?? '');
    const utterance = begin(decoder);
    const shown: string[] = [];
    for (let step = 0; step < 3; step += 1) {
      utterance.accept(sound(720));
      await decoder.work();
      const { text, settledLength } = utterance.partial();
      shown.push(`${text.slice(0, settledLength)}|${text.slice(settledLength)}`);
    }
    expect(shown).toEqual(['|fix the', 'fix the| failing', 'fix the| failing test']);
    utterance.abandon();
  });

  it('RECOG-93 drops what a model is known to make up where nothing stands out of the noise', async () => {
    const decoder = new ScriptedDecoder(() => 'Thank you.');
    const hear = async (samples: Float32Array, inventions: Hearing['inventions']) => {
      const utterance = begin(decoder, { inventions });
      utterance.accept(samples);
      const answer = utterance.finish();
      await decoder.work();
      return (await answer).verdict;
    };
    const spoken = new Float32Array(1000 * MS);
    spoken.set(sound(400), 400 * MS);
    expect(await hear(sound(1000), 'dropped')).toBe('rejected');
    expect(await hear(sound(1000), 'unknown')).toBe('accepted');
    expect(await hear(spoken, 'dropped')).toBe('accepted');
  });

  it('RECOG-94 says that the decoder failed', async () => {
    const utterance = begin({
      waiting: 0,
      decode: async () => ({ kind: 'failed', error: new Error('no memory') }),
    });
    utterance.accept(sound(400));
    expect(await utterance.finish()).toMatchObject({
      verdict: 'failed',
      failure: 'unreadable-answer',
      message: expect.stringContaining('no memory'),
    });
  });

  it('RECOG-90 decodes nothing where there was no sound', async () => {
    const decoder = new ScriptedDecoder();
    const utterance = begin(decoder);
    utterance.accept(silence(3000));
    utterance.accept(sound(60));
    expect(await utterance.finish()).toEqual({ verdict: 'rejected', text: '' });
    expect(decoder.waiting).toBe(0);
  });
});

import type { Recognition } from '@codex-voice/speech';
import { describe, expect, it } from 'vitest';
import { hiss } from './fixture.ts';
import { Utterance, UtteranceBuffer, type UtteranceSearch } from './utterance.ts';

const MS = 16;

/** A search that notes how much audio it was given. */
function scripted(): UtteranceSearch & { guessed: number[]; recognized: number[] } {
  const guessed: number[] = [];
  const recognized: number[] = [];
  return {
    guessed,
    recognized,
    guess: (samples) => {
      guessed.push(samples.length);
      return `guess ${guessed.length}`;
    },
    recognize: (samples): Recognition => {
      recognized.push(samples.length);
      return { verdict: 'accepted', text: `${samples.length}`, confidence: 1 };
    },
  };
}

function begin(search: UtteranceSearch, bufferMs = 10_000): Utterance {
  return new Utterance({ search, buffer: new UtteranceBuffer(bufferMs * MS), closed: () => {} });
}

const sound = (ms: number) => hiss(ms * MS, 0.5);
const silence = (ms: number) => new Float32Array(ms * MS);

describe('Utterance', () => {
  it('RECOG-9 searches in the pause and not again at its end', async () => {
    const search = scripted();
    const utterance = begin(search);
    utterance.accept(sound(400));
    utterance.accept(silence(100));
    expect(search.recognized).toEqual([]);
    utterance.accept(silence(40));
    expect(search.recognized).toEqual([520 * MS]);
    utterance.accept(silence(200));
    expect((await utterance.finish()).text).toBe(`${520 * MS}`);
    expect(search.recognized).toHaveLength(1);
  });

  it('RECOG-9 takes faint noise for a pause', () => {
    const search = scripted();
    const utterance = begin(search);
    utterance.accept(sound(400));
    utterance.accept(hiss(200 * MS, 0.02));
    utterance.finish();
    expect(search.recognized).toEqual([520 * MS]);
  });

  it('RECOG-9 takes the room for a pause where it is loud, and nothing louder', () => {
    const said = (after: Float32Array): number[] => {
      const search = scripted();
      const utterance = begin(search);
      utterance.accept(hiss(400 * MS, 0.08));
      utterance.accept(sound(400));
      utterance.accept(after);
      utterance.finish();
      return search.recognized;
    };
    expect(said(hiss(200 * MS, 0.1))).toEqual([920 * MS]);
    // 10 dB above the room and 6 below the words: somebody speaks on, more softly.
    expect(said(hiss(200 * MS, 0.25))).toEqual([1000 * MS]);
  });

  it('RECOG-9 searches anew when sound follows the pause', async () => {
    const search = scripted();
    const utterance = begin(search);
    utterance.accept(sound(400));
    utterance.accept(silence(200));
    utterance.accept(sound(200));
    expect((await utterance.finish()).text).toBe(`${800 * MS}`);
    expect(search.recognized).toEqual([520 * MS, 800 * MS]);
  });

  it('RECOG-9 does not search before there was sound', () => {
    const search = scripted();
    const utterance = begin(search);
    utterance.accept(silence(3000));
    expect(search.recognized).toEqual([]);
  });

  it('RECOG-8 guesses at growing distances and shows the last guess', () => {
    const search = scripted();
    const utterance = begin(search);
    for (let count = 0; count < 400; count += 1) utterance.accept(sound(10));
    expect(search.guessed.map((samples) => samples / MS)).toEqual([900, 1440, 2320, 3720]);
    const before = search.guessed.length;
    expect(utterance.partial().text).toBe('guess 4');
    expect(utterance.partial().text).toBe('guess 4');
    expect(search.guessed).toHaveLength(before);
  });

  it('RECOG-8 gives up guessing after two empty guesses', () => {
    let guesses = 0;
    const utterance = begin({
      ...scripted(),
      guess: () => {
        guesses += 1;
        return '';
      },
    });
    for (let count = 0; count < 400; count += 1) utterance.accept(sound(10));
    expect(guesses).toBe(2);
    utterance.accept(silence(120));
    expect(utterance.partial().text).toBe(`${4120 * MS}`);
  });

  it('RECOG-7 keeps nothing and searches nothing beyond the bound', async () => {
    const search = scripted();
    const utterance = begin(search, 500);
    utterance.accept(sound(500));
    utterance.accept(sound(1));
    utterance.accept(silence(300));
    expect(await utterance.finish()).toEqual({ verdict: 'rejected', text: '', confidence: 0 });
    expect(search.recognized).toEqual([]);
    expect(search.guessed).toEqual([]);
  });

  it('RECOG-7 recognises an utterance of exactly the bound', async () => {
    const search = scripted();
    const utterance = begin(search, 500);
    utterance.accept(sound(500));
    expect((await utterance.finish()).text).toBe(`${500 * MS}`);
  });
});

// "Stop" and nothing else, in each language.
import { expect, it } from 'vitest';
import { languagePhrases } from './default-phrases.ts';
import { SPOKEN_LANGUAGES } from './language.ts';
import { normalizeSpoken } from './spoken-words.ts';
import { isStopWord } from './stop-word.ts';

it('SPEECH-33 is the word alone, however it is written, in a language that is spoken', () => {
  expect(isStopWord(' Stop! ', ['en'])).toBe(true);
  expect(isStopWord('Arr\u00eate.', ['en', 'fr'])).toBe(true);
  expect(isStopWord('Arr\u00eate.', ['en'])).toBe(false);
  expect(isStopWord('\u505c\u4e0b\u3002', ['zh'])).toBe(true);
  for (const text of ['stop it there', 'do not stop', 'stopping', '', 'the stop'])
    expect(isStopWord(text, SPOKEN_LANGUAGES), text).toBe(false);
});

it('SPEECH-33 has words in every language, as words compare', () => {
  for (const language of SPOKEN_LANGUAGES) {
    const { stopWords } = languagePhrases(language);
    expect(stopWords.length).toBeGreaterThan(0);
    expect(stopWords.map(normalizeSpoken)).toEqual([...stopWords]);
  }
});

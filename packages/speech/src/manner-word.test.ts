// "Now" and "also", behind a command word, in each language.
import { expect, it } from 'vitest';
import { defaultPhrasebook, languagePhrases } from './default-phrases.ts';
import { SPOKEN_LANGUAGES } from './language.ts';
import { saidManner } from './manner-word.ts';
import { normalizeSpoken } from './spoken-words.ts';

const book = defaultPhrasebook('en');

it.each([
  ['Computer, now fix the tests.', 'now', 'fix the tests.', 'Computer, now'],
  ['computer also: add a test', 'also', 'add a test', 'computer also'],
] as const)('SPEECH-35 %s', (said, manner, text, taken) => {
  expect(saidManner(said, book)).toEqual({ manner, text, taken });
});

it('SPEECH-35 takes nothing of a sentence that merely begins so, or of words without a prompt', () => {
  for (const text of [
    'now fix the tests',
    'Also, add a test.',
    'the computer now hangs',
    'computer now',
    'computer nowadays hangs',
    'computer fix it now',
    '',
  ])
    expect(saidManner(text, book), text).toBeUndefined();
});

it('SPEECH-35 has words in every language, as words compare, that no command begins with', () => {
  for (const language of SPOKEN_LANGUAGES) {
    const { mannerWords, commandWords, commands } = languagePhrases(language);
    const said = [...mannerWords.now, ...mannerWords.also];
    expect(new Set(said).size).toBe(said.length);
    for (const word of said) {
      expect(normalizeSpoken(word)).toBe(word);
      expect(saidManner(`${commandWords[0]} ${word} abc`, defaultPhrasebook(language))?.text).toBe(
        'abc',
      );
      for (const command of Object.values(commands).flat())
        expect(command.startsWith(word), command).toBe(false);
    }
  }
});

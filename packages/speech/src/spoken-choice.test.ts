// What people say when they choose, in each language, and what is no choice.
import { expect, test } from 'vitest';
import { CHOICE_WORDS } from './choice-words.table.ts';
import { SPOKEN_LANGUAGES, type SpokenLanguage } from './language.ts';
import { spokenChoice } from './spoken-choice.ts';

const labels = ['Postgres (Recommended)', 'SQLite', 'Flat files'];

function one(text: string, ...languages: SpokenLanguage[]): readonly number[] | undefined {
  return spokenChoice(text, { labels, languages, take: 'one' });
}

function several(text: string, ...languages: SpokenLanguage[]): readonly number[] | undefined {
  return spokenChoice(text, { labels, languages, take: 'several' });
}

test('SPEECH-36: a choice is named by its words, in any case and without a remark in brackets', () => {
  for (const said of ['Postgres.', 'postgres', 'postgres recommended', 'take postgres, please'])
    expect(one(said, 'en'), said).toEqual([0]);
  expect(one('the flat files', 'en')).toEqual([2]);
  expect(spokenChoice('same', { labels: ['Same', 'same'], languages: ['en'], take: 'one' })).toBe(
    undefined,
  );
});

test('SPEECH-36: or by its number, as it is said in each language', () => {
  const said: Readonly<Record<SpokenLanguage, readonly string[]>> = {
    en: ['two', '2', 'Number two.', 'option 2', 'the second one', 'Second option, please.'],
    es: ['dos', 'la segunda', 'opción dos', 'la segunda opción, por favor'],
    fr: ['deux', 'la deuxième', 'numéro deux', "l'option deux", 'le second choix'],
    de: ['zwei', 'die zweite', 'Nummer zwei', 'die zweite Option, bitte'],
    ja: ['二番', '2番目', '二つ目です', '選択肢二', '二番でお願いします'],
    zh: ['二', '第二个', '选项二', '选第二个吧', '2号'],
  };
  for (const language of SPOKEN_LANGUAGES)
    for (const text of said[language]) expect(one(text, language), text).toEqual([1]);
  // In the languages that are spoken, and no others.
  expect(one('zwei', 'en')).toBeUndefined();
  expect(one('zwei', 'en', 'de')).toEqual([1]);
});

test('SPEECH-36: words come before numbers, and what is no choice is none', () => {
  const numbers = { labels: ['Two', 'One'], languages: ['en'], take: 'one' } as const;
  expect(spokenChoice('two', numbers)).toEqual([0]);
  for (const text of ['', '…', 'four', '4', '0', 'twenty one', 'one two', 'run the tests', 'the'])
    expect(one(text, 'en'), text).toBeUndefined();
  expect(one('one and three', 'en')).toBeUndefined();
});

test('SPEECH-36: several are named in one go where several may be', () => {
  for (const text of ['one and three', 'Three, one.', 'flat files and Postgres', '1, 3 and one'])
    expect(several(text, 'en'), text).toEqual([0, 2]);
  expect(several('eins und die dritte', 'en', 'de')).toEqual([0, 2]);
  expect(several('一と三', 'ja')).toEqual([0, 2]);
  expect(several('第一个和第三个', 'zh')).toEqual([0, 2]);
  expect(several('sqlite', 'en')).toEqual([1]);
  expect(several('one and the tests', 'en')).toBeUndefined();
});

test('SPEECH-36: each language has the numbers from one to nine, and no word for two of them', () => {
  for (const language of SPOKEN_LANGUAGES) {
    const { numbers } = CHOICE_WORDS[language];
    expect(numbers).toHaveLength(9);
    const words = numbers.flat();
    expect(new Set(words).size).toBe(words.length);
  }
});

test('SPEECH-36: a number that may mean two choices names none', () => {
  const numerals = { labels: ['1', '3', '5'], languages: ['en'], take: 'one' } as const;
  for (const [said, place] of [
    ['3', 1],
    ['one', 0],
    ['the second one', 1],
    ['five', 2],
    // The third one, or the one called 3.
    ['three', undefined],
    ['the third one', undefined],
  ] as const)
    expect(spokenChoice(said, numerals), said).toEqual(place === undefined ? place : [place]);
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { format } from './format.ts';
import { DEFAULT_DICTATION_SETTINGS, type DictationSettings } from './settings.ts';

function typed(said: string, numbers: DictationSettings['numbers'] = 'auto'): string {
  return format(said, {
    language: 'en',
    settings: { ...DEFAULT_DICTATION_SETTINGS, numbers },
  }).text;
}

const SMALL =
  'zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen'.split(
    ' ',
  );
const TENS = 'twenty thirty forty fifty sixty seventy eighty ninety'.split(' ');
const SCALES = ['', ' thousand', ' million', ' billion', ' trillion'];

/** A whole number in words, written independently of the tables. */
function inWords(value: number, and: '' | ' and'): string {
  if (value < 20) return SMALL[value] ?? '';
  if (value < 100) {
    const tens = TENS[Math.floor(value / 10) - 2] ?? '';
    return value % 10 === 0 ? tens : `${tens} ${inWords(value % 10, and)}`;
  }
  if (value < 1000) {
    const hundreds = `${inWords(Math.floor(value / 100), and)} hundred`;
    return value % 100 === 0 ? hundreds : `${hundreds}${and} ${inWords(value % 100, and)}`;
  }
  const parts: string[] = [];
  for (let scale = SCALES.length - 1; scale >= 0; scale -= 1) {
    const part = Math.floor(value / 1000 ** scale) % 1000;
    if (part === 0) continue;
    const joiner = scale === 0 && part < 100 ? `${and} ` : '';
    parts.push(`${joiner}${inWords(part, and)}${SCALES[scale] ?? ''}`);
  }
  return parts.join(' ').replace(/\s+/gu, ' ');
}

describe('which numbers become digits', () => {
  it('DICT-40 auto: every whole number from ten on', () => {
    const below = 1_000_000_000_000_000;
    const value = fc.oneof(
      fc.integer({ min: 10, max: 99_999 }),
      fc.integer({ min: 10, max: below - 1 }),
    );
    fc.assert(
      fc.property(value, fc.constantFrom('' as const, ' and' as const), (number, and) => {
        expect(typed(`about ${inWords(number, and)} things`)).toBe(`about ${number} things`);
      }),
      { numRuns: 2000, seed: 13 },
    );
  });

  it('DICT-40 auto: a smaller one only beside something technical', () => {
    expect(typed('two files')).toBe('two files');
    expect(typed('line two')).toBe('line 2');
    expect(typed('two percent')).toBe('2%');
    expect(typed('two megabytes')).toBe('2 megabytes');
    expect(typed('x equals two')).toBe('x = 2');
    expect(typed('exit code one')).toBe('exit code 1');
    expect(typed('the code one of us wrote')).toBe('the code one of us wrote');
    expect(typed('utf dash eight')).toBe('utf-8');
    expect(typed('between one and ten')).toBe('between 1 and 10');
    expect(typed('one or two')).toBe('one or two');
  });

  it('DICT-40 always and never', () => {
    expect(typed('two files', 'always')).toBe('2 files');
    expect(typed('five three', 'always')).toBe('53');
    expect(typed('twenty thirty forty', 'always')).toBe('20 30 40');
    expect(typed('port eighty eighty', 'never')).toBe('port eighty eighty');
    expect(typed('the twenty third', 'never')).toBe('the twenty third');
    expect(typed('v two', 'never')).toBe('v two');
  });

  it.each([
    'one of them',
    'the one on top',
    'a hundred times',
    'a thousand reasons',
    'hundreds of files',
    'two point made',
    'point five',
    'oh no',
    'one by one',
    'six or seven',
    'and then one more',
  ])('DICT-40 auto: %s', (said) => {
    expect(typed(said)).toBe(said);
  });

  it.each([
    ['port eighty eighty', 'port 8080'],
    ['port three thousand', 'port 3000'],
    ['localhost colon four two zero zero', 'localhost:4200'],
    ['status four oh four', 'status 404'],
    ['it was four oh four', 'it was 404'],
    ['in twenty twenty six', 'in 2026'],
    ['in nineteen oh five', 'in 1905'],
    ['since seventeen seventy six', 'since 1776'],
    ['twenty twenty minutes', 'twenty twenty minutes'],
    ['twenty four seven', 'twenty four seven'],
    ['one two three go', 'one two three go'],
    ['fifty fifty', 'fifty fifty'],
  ])('DICT-41 %s', (said, text) => {
    expect(typed(said)).toBe(text);
  });

  it.each([
    ['three point one four', '3.14'],
    ['zero point five', '0.5'],
    ['three point fourteen', '3.14'],
    ['one hundred point two five', '100.25'],
    ['version two point one', 'version 2.1'],
    ['version one point two point three', 'version 1.2.3'],
    ['v two', 'v2'],
    ['v one dot two', 'v1.2'],
    ['V one point five', 'V1.5'],
    ['v for victory', 'v for victory'],
    ['the tenth item', 'the 10th item'],
    ['the twenty first', 'the 21st'],
    ['the one hundred and third', 'the 103rd'],
    ['the eleventh twelfth and thirteenth', 'the 11th 12th and 13th'],
    ['the ninth', 'the ninth'],
    ['a second', 'a second'],
    ['sixty second delay', '60 second delay'],
    ['one third', 'one third'],
    ['twenty-third', '23rd'],
  ])('DICT-42 %s', (said, text) => {
    expect(typed(said)).toBe(text);
  });

  it('DICT-42 with always, small ordinals are digits as well', () => {
    expect(typed('the first and the ninth', 'always')).toBe('the 1st and the 9th');
    expect(typed('wait a second', 'always')).toBe('wait a second');
  });
});

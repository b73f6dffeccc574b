// Every language says everything, in one line each; which one is spoken follows the config and the environment.
import { HUD_LANGUAGES } from '@codex-voice/overlay';
import { expect, test } from 'vitest';
import { sessionWords, uiLanguage } from './ui-language.ts';

/** Every sentence of a table, those with gaps filled with a word. */
function sentences(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  if (typeof value === 'function') return [String(value('GAP', 'GAP'))];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(sentences) : [];
}

const english = sentences(sessionWords('en'));

/** Words that a language may have in common with English. */
const SHORT = 6;

test.each(HUD_LANGUAGES)('%s: every sentence is one line, and fills its gaps', (language) => {
  const told = sentences(sessionWords(language));
  expect(told).toHaveLength(english.length);
  for (const [index, sentence] of told.entries()) {
    expect(sentence.trim() === '', sentence).toBe(english[index] === '');
    expect(sentence).not.toMatch(/\p{Cc}|undefined/u);
    expect(sentence.includes('GAP'), sentence).toBe(english[index]?.includes('GAP'));
  }
  if (language === 'en') return;
  const same = told.filter((sentence, at) => sentence === english[at] && sentence.length > SHORT);
  expect(same).toEqual([]);
});

test.each(HUD_LANGUAGES)(
  '%s: the key that interrupts was cut off in a row of 80 columns',
  (language) => {
    const line = sessionWords(language).answer.refusal['interrupt-by-own-key'];
    // So much of a line is shown beside our other words.
    expect(line.slice(0, 20)).toContain('Esc');
  },
);

test('the language is the config file\u2019s, or the environment\u2019s, or English', () => {
  expect(uiLanguage('de', { LANG: 'fr_FR.UTF-8' })).toBe('de');
  expect(uiLanguage('auto', { LANG: 'fr_FR.UTF-8' })).toBe('fr');
  expect(uiLanguage('auto', { LANG: 'fr_FR.UTF-8', LC_ALL: 'ja_JP.UTF-8' })).toBe('ja');
  expect(uiLanguage('auto', { LANG: 'zh_TW', LC_ALL: '', LC_MESSAGES: 'es' })).toBe('es');
  expect(uiLanguage('auto', { LANG: 'pt_BR.UTF-8' })).toBe('en');
  expect(uiLanguage('auto', { LANG: 'C.UTF-8' })).toBe('en');
  expect(uiLanguage('auto', {})).toBe('en');
});

import { themeNamed, themeNames } from '@codex-voice/overlay';
import { expect, test } from 'vitest';
import { parseConfig } from '../config.ts';
import { allThemes, ownTheme } from './own-themes.ts';

test('a theme of one’s own differs from its base where it says so', () => {
  const config = parseConfig(
    'theme = "mine"\n[themes.mine]\nbase = "dark"\naccent = "#ff8c00 bold"\ncaret = "underline"\n',
    'c.toml',
  );
  const themes = allThemes(config);
  expect(ownTheme(config)).toBe('mine');
  expect(themes.names).toEqual([...themeNames, 'mine']);
  expect(themes.named('mine')).toEqual({
    ...themeNamed('dark'),
    accent: { foreground: 0xff8c00, attributes: ['bold'] },
    caret: { attributes: ['underline'] },
  });
  expect(themes.named('dark')).toEqual(themeNamed('dark'));
  expect(themes.named('other')).toBeUndefined();
});

test('a built-in theme may be changed under its own name', () => {
  const themes = allThemes(parseConfig('[themes.dark]\nbase = "dark"\nerror = "red"\n', 'c'));
  expect(themes.names).toEqual([...themeNames]);
  expect(themes.named('dark')?.error).toEqual({ foreground: 0xe03c31 });
});

test.each([
  ['\ntheme = "darkk"', 'c.toml:2: theme can\'t be "darkk": did you mean dark?'],
  ['theme = "plaid"', 'c.toml:1: theme can\'t be "plaid": allowed is default or dark'],
])('CONFIG-3 %j is refused', (text, message) => {
  expect(() => ownTheme(parseConfig(text, 'c.toml'))).toThrow(message);
});

test.each([
  ['[themes.mine]\naccent = "blurple"', "c.toml:2: themes.mine.accent can't be"],
  [
    '[themes.mine]\nacent = "blue"',
    'c.toml:2: unknown key themes.mine.acent: did you mean accent?',
  ],
  ['[themes."My theme"]\naccent = "blue"', "c.toml:1: themes.My theme can't be"],
  ['[themes.mine]\nbase = "mine"', 'c.toml:2: themes.mine.base can\'t be "mine"'],
])('CONFIG-3 %j is refused with its line', (text, message) => {
  expect(() => parseConfig(text, 'c.toml')).toThrow(message);
});

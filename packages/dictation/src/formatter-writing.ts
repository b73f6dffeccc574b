// How each formatter writes a run of words. When one is meant is `formatters.ts`.
import type { Formatter } from './formatter-words.table.ts';

/** Small words that a title leaves small, unless they stand first. */
const SMALL_IN_TITLES: ReadonlySet<string> = new Set(
  'a an the and or but nor of to in on at by for with from as'.split(' '),
);

/** The words as one name, or, for title, upper and lower, as a text. */
export function formatted(formatter: Formatter, said: readonly string[]): string {
  const words = said.map((word) => word.replace(/['\u2019]/gu, ''));
  switch (formatter) {
    case 'snake':
      return words.map(lower).join('_');
    case 'camel':
      return words
        .map((word, index) => (index === 0 ? lower(word) : capital(lower(word))))
        .join('');
    case 'pascal':
      return words.map((word) => capital(lower(word))).join('');
    case 'kebab':
      return words.map(lower).join('-');
    case 'constant':
      return words.map((word) => word.toUpperCase()).join('_');
    case 'dotted':
      return words.map(lower).join('.');
    case 'path':
      return words.map(lower).join('/');
    case 'smash':
      return words.map(lower).join('');
    case 'title':
      return said
        .map((word, index) =>
          index > 0 && SMALL_IN_TITLES.has(lower(word)) ? lower(word) : capital(word),
        )
        .join(' ');
    case 'upper':
      return said.map((word) => word.toUpperCase()).join(' ');
    case 'lower':
      return said.map(lower).join(' ');
  }
}

function lower(word: string): string {
  return word.toLowerCase();
}

function capital(word: string): string {
  const first = String.fromCodePoint(word.codePointAt(0) ?? 0);
  return word === '' ? word : first.toUpperCase() + word.slice(first.length);
}

// What a language has whose tables hold symbols and numbers only.
import { PhraseIndex } from '../phrase-index.ts';
import type { WordLanguage } from './language.ts';

type Extras = Pick<
  WordLanguage,
  | 'terms'
  | 'acronyms'
  | 'codeWords'
  | 'introducing'
  | 'formatters'
  | 'spell'
  | 'letters'
  | 'mentions'
  | 'adjectives'
>;

export const NO_EXTRAS: Extras = {
  terms: new PhraseIndex<never>([]),
  acronyms: new Map(),
  codeWords: new Set(['true', 'false', 'null', 'undefined', 'localhost']),
  introducing: new Set(),
  formatters: new PhraseIndex<never>([]),
  spell: '',
  letters: new Map(),
  mentions: new Set(),
  adjectives: new Set(),
};

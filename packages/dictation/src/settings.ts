// What a person may choose of dictation, the names of the rules that can be switched off, and the
// defaults. It reads no configuration: the caller has parsed that already.

/** Every rule by the name under which it is listed and can be switched off. */
export const DICTATION_RULES = [
  'replacement',
  'filler',
  'snake',
  'camel',
  'pascal',
  'kebab',
  'constant',
  'dotted',
  'path',
  'title',
  'upper',
  'lower',
  'smash',
  'spell',
  'known-file',
  'known-name',
  'term',
  'acronym',
  'number',
  'ordinal',
  'symbol',
  'punctuation',
  'line',
  'capital',
] as const;

export type DictationRule = (typeof DICTATION_RULES)[number];

/** Replacements beyond this are ignored: a list for a person, not a dictionary. */
export const MAXIMUM_REPLACEMENTS = 1_000;

export interface DictationSettings {
  /**
   * When formatter words are heard. `careful`: words that are also prose (`constant`, `path`, `title`,
   * `upper`, `lower`, `dotted`) need "case" or "all" at the start of an utterance; `eager`: they don't.
   */
  readonly formatters: 'careful' | 'eager';
  /** Words that must stand before a formatter, such as `format`; empty: none. */
  readonly formatterPrefix: string;
  /** `auto`: from ten on, and smaller ones beside code, are digits; `always`: all; `never`: none. */
  readonly numbers: 'auto' | 'always' | 'never';
  /** What is said → what is typed: whole words, whatever their case, the longest first. */
  readonly replacements: Readonly<Record<string, string>>;
  /** Rules that are switched off. */
  readonly off: readonly DictationRule[];
}

export const DEFAULT_DICTATION_SETTINGS: DictationSettings = {
  formatters: 'careful',
  formatterPrefix: '',
  numbers: 'auto',
  replacements: {},
  off: [],
};

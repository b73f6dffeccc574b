// What a formatter is called, how it ends, and the words after which its name was prose. How it writes
// is `formatter-writing.ts`.
import { PhraseIndex } from './phrase-index.ts';
import { wordSet } from './word-set.ts';

export type Formatter =
  | 'snake'
  | 'camel'
  | 'pascal'
  | 'kebab'
  | 'constant'
  | 'dotted'
  | 'path'
  | 'title'
  | 'upper'
  | 'lower'
  | 'smash';

/**
 * How clearly a formatter is meant by its name alone. `strong`: at the start of an utterance, after a
 * symbol or after a word that introduces a name. `weak`: not at the start. `marked`: it was said with
 * "case" or "all", and is meant wherever nothing speaks against it.
 */
export type FormatterStrength = 'strong' | 'weak' | 'marked';

export interface FormatterWord {
  readonly formatter: Formatter;
  readonly strength: FormatterStrength;
}

const STRONG: Readonly<Record<string, Formatter>> = {
  snake: 'snake',
  camel: 'camel',
  pascal: 'pascal',
  kebab: 'kebab',
  smash: 'smash',
};

const WEAK: Readonly<Record<string, Formatter>> = {
  constant: 'constant',
  dot: 'dotted',
  dotted: 'dotted',
  path: 'path',
  title: 'title',
  upper: 'upper',
  uppercase: 'upper',
  lower: 'lower',
  lowercase: 'lower',
};

const MARKED: Readonly<Record<string, Formatter>> = {
  'snake case': 'snake',
  'camel case': 'camel',
  'pascal case': 'pascal',
  'kebab case': 'kebab',
  'constant case': 'constant',
  'screaming snake': 'constant',
  'screaming snake case': 'constant',
  'dot case': 'dotted',
  'dotted case': 'dotted',
  'path case': 'path',
  'title case': 'title',
  'upper case': 'upper',
  'all upper': 'upper',
  'all upper case': 'upper',
  'all lower case': 'lower',
  'all caps': 'upper',
  'lower case': 'lower',
  'all lower': 'lower',
  'no caps': 'lower',
  'all smash': 'smash',
};

/** `dot` alone is the sign wherever a formatter is not asked for by a prefix. */
export const SIGN_WORDS = wordSet('dot');

function entries(
  words: Readonly<Record<string, Formatter>>,
  strength: FormatterStrength,
): [string, FormatterWord][] {
  return Object.entries(words).map(([spoken, formatter]) => [spoken, { formatter, strength }]);
}

export const FORMATTER_WORDS: PhraseIndex<FormatterWord> = new PhraseIndex([
  ...entries(STRONG, 'strong'),
  ...entries(WEAK, 'weak'),
  ...entries(MARKED, 'marked'),
]);

/** What ends a formatter before the utterance does. `over` is an end only where no noun follows. */
export const FORMATTER_ENDS: PhraseIndex<'end' | 'over'> = new PhraseIndex<'end' | 'over'>([
  ['over', 'over'],
  ['end format', 'end'],
  ['end case', 'end'],
  ['end caps', 'end'],
  ['end spell', 'end'],
  ['end dot', 'end'],
  ...Object.keys({ ...STRONG, ...WEAK }).map((name): [string, 'end'] => [`end ${name}`, 'end']),
]);

/** After "snake case" and the like: words with which it is spoken about. */
export const ABOUT_CASE = wordSet(
  'name names naming variable variables identifier identifiers key keys letter letters style styles convention conventions only throughout everything code word words string strings version conversion format formatting looks works file files field fields property properties column columns text characters character lock bound bounds sensitive insensitive versus vs',
);

/** Before "snake case" and the like, unless it stands first: likewise. */
export const BEFORE_CASE = wordSet(
  'use uses used using prefer prefers want wants like likes in with into than or and not is are of about',
);

/** After a bare formatter: the animal, the mathematician, the dish. */
export const ABOUT_BARE = wordSet(
  'games game oil plant plants charmer skin bite milk rider riders back triangle language shop meat case sort walked walks',
);

/** A name of more words was prose, unless its end was said or it was asked for with "case". */
export const LONGEST_BARE_NAME = 8;

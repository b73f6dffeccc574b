// What a table of a language holds. The rules that read the tables are beside; a language without
// something has it empty.
import type { FormatterWord } from '../formatter-words.table.ts';
import type { PhraseIndex } from '../phrase-index.ts';

/**
 * Where a symbol stands between words.
 * - `opening`, `closing`: brackets and quotes. `toggle`: opens and closes in turn.
 * - `mark`: touches the word before it. `infix`: touches both. `prefix`: touches the word after it.
 * - `operator`: a space on both sides. `line`: white space of its own.
 */
export type SymbolPlace =
  | 'opening'
  | 'closing'
  | 'toggle'
  | 'mark'
  | 'infix'
  | 'prefix'
  | 'operator'
  | 'line';

/**
 * What must be so before the words are taken for the symbol, besides that nobody speaks about it.
 * - `free`: nothing. `between`: two words that may be parts of a name. `code`: code on one side;
 *   `code-both`: on both sides. `number-before`, `number-after`: a number there.
 * - `paired`: its partner is said as well. `sentence-end`: no word after it that goes on.
 * - `symbol-beside`: another symbol there, or nothing at all. `file-ending`: the ending of a file
 *   after it, code before it, or the utterance's end.
 */
export type SymbolGuard =
  | 'free'
  | 'between'
  | 'code'
  | 'code-both'
  | 'number-before'
  | 'number-after'
  | 'paired'
  | 'sentence-end'
  | 'symbol-beside'
  | 'file-ending';

export interface SymbolRow {
  /** What is said; several ways are parted by `|`. */
  readonly spoken: string;
  readonly text: string;
  readonly place: SymbolPlace;
  readonly guard: SymbolGuard;
  /** Words before and after it with which it is prose; parted by spaces. */
  readonly notAfter?: string;
  readonly notBefore?: string;
  /** Whether it stays a word inside a name that a formatter makes. */
  readonly inName?: 'word';
}

/** A word that recognisers get wrong, and what was meant. */
export interface TermRow {
  readonly heard: string;
  readonly written: string;
  /** Only where one of these stands within two words; parted by spaces. */
  readonly near?: string;
  /** Never where one of these does. */
  readonly notNear?: string;
  /** A capital of the first word heard goes on to the one written. */
  readonly capital?: 'kept';
}

export interface NumberTable {
  /** Whole numbers below a thousand, and what else is one phrase. */
  readonly cardinals: PhraseIndex<number>;
  /** Ordinals, with how they are written. */
  readonly ordinals: PhraseIndex<{ readonly value: number; readonly written: string }>;
  /** Thousand and what follows, by word. */
  readonly scales: ReadonlyMap<string, number>;
  /** Whether a scale may stand alone, as `mille` does. */
  readonly bareScale: boolean;
  /** Words inside a number that count for nothing, as in `two thousand and five`. */
  readonly joiner: string;
  /** The word between a whole number and its decimals, with how it is written. */
  readonly decimal: ReadonlyMap<string, string>;
  /** Digits that are said one by one only, as in `four oh four`. */
  readonly digits: ReadonlyMap<string, number>;
  /** Words before which, and after which, small numbers are digits too. */
  readonly digitsAfter: ReadonlySet<string>;
  readonly digitsBefore: ReadonlySet<string>;
  /** Words after which two numbers are no year. */
  readonly units: ReadonlySet<string>;
}

export interface WordLanguage {
  readonly kind: 'words';
  readonly symbols: PhraseIndex<SymbolRow>;
  /** Words that begin a noun: a symbol after one of them is spoken about. */
  readonly determiners: ReadonlySet<string>;
  /** Words between a determiner and what it determines, as in "the first comma". */
  readonly adjectives: ReadonlySet<string>;
  /** Words that hold sentences together, and are seldom a part of a name. */
  readonly functionWords: ReadonlySet<string>;
  /** Words after a symbol's name with which it is spoken about. */
  readonly mentions: ReadonlySet<string>;
  readonly numbers: NumberTable;
  readonly fillers: ReadonlySet<string>;
  readonly terms: PhraseIndex<TermRow>;
  /** Letters said one by one → how they are written. */
  readonly acronyms: ReadonlyMap<string, string>;
  /** Words that belong to code wherever they stand. */
  readonly codeWords: ReadonlySet<string>;
  /** Words after which a name comes. */
  readonly introducing: ReadonlySet<string>;
  readonly formatters: PhraseIndex<FormatterWord>;
  /** What asks for letters, and how each letter, digit and sign is said. */
  readonly spell: string;
  readonly letters: ReadonlyMap<string, string>;
}

/** A language that is written without spaces: punctuation words are found anywhere. */
export interface CharacterLanguage {
  readonly kind: 'characters';
  readonly symbols: readonly {
    readonly spoken: string;
    readonly text: string;
    readonly rule: 'punctuation' | 'line' | 'symbol';
    /** Characters before and after it with which it is spoken about. */
    readonly notAfter?: string;
    readonly notBefore?: string;
  }[];
}

export type LanguageTable = WordLanguage | CharacterLanguage;

/** Every way of saying each symbol. */
export function symbolPhrases(rows: readonly SymbolRow[]): [string, SymbolRow][] {
  return rows.flatMap((row) => row.spoken.split('|').map((way): [string, SymbolRow] => [way, row]));
}

// Dictation's one door: from the words a recogniser heard to the text that is typed. It joins nothing
// to what stands in a composer and capitalises no beginning; that is `joinText` in `speech`.
import { withCharacterPunctuation } from './character-punctuation.ts';
import { type KnownNames, NO_KNOWN_NAMES } from './known-names.ts';
import type { WordLanguage } from './languages/language.ts';
import { languageTable } from './languages/languages.ts';
import { PhraseIndex } from './phrase-index.ts';
import { type Dictated, written } from './rewrites.ts';
import {
  DEFAULT_DICTATION_SETTINGS,
  type DictationSettings,
  MAXIMUM_REPLACEMENTS,
} from './settings.ts';
import { SpokenWords } from './spoken-words.ts';
import { readUtterance } from './utterance-reader.ts';

export interface DictationContext {
  /** The language that was heard, as an ISO 639-1 code, with or without a region. */
  readonly language: string;
  /** Default: `DEFAULT_DICTATION_SETTINGS`. */
  readonly settings?: DictationSettings;
  /** Files and identifiers that exist; see `knownNames`. */
  readonly known?: KnownNames;
}

/**
 * What is typed for words that were heard, with every rewrite. The same words in the same context are
 * written the same; any text is taken, and a language that is not known leaves it as it is.
 */
export function format(words: string, context: DictationContext): Dictated {
  const table = languageTable(context.language);
  if (table === undefined) return { text: words, rewrites: [], plain: words };
  const settings = context.settings ?? DEFAULT_DICTATION_SETTINGS;
  if (table.kind === 'characters') return withCharacterPunctuation(words, table, settings.off);
  return formatWords(new SpokenWords(words), { ...context, language: table, settings });
}

/** The same for words that are parted already. */
export function formatWords(
  words: SpokenWords,
  {
    language,
    settings,
    known = NO_KNOWN_NAMES,
  }: {
    readonly language: WordLanguage;
    readonly settings: DictationSettings;
    readonly known?: KnownNames;
  },
): Dictated {
  const replacements = new PhraseIndex(
    Object.entries(settings.replacements).slice(0, MAXIMUM_REPLACEMENTS),
  );
  const lastUnquote = lastUnquoteOf(words, language);
  const pieces = readUtterance({ words, language, settings, known, replacements, lastUnquote });
  return written(words, pieces);
}

function lastUnquoteOf(words: SpokenWords, language: WordLanguage): number {
  for (let at = words.length - 1; at >= 0; at -= 1) {
    const row = language.symbols.find(words, at)?.value;
    if (row?.place === 'closing' && row.guard === 'paired') return at;
  }
  return -1;
}

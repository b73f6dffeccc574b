// What symbols and left-out parts are called when a text is read aloud, by language. English stands in
// for a language that is not here.

export interface SaidWords {
  /** In the place of a block of code. */
  readonly code: string;
  /** In the place of a long hash. */
  readonly hash: string;
  /** After a text that was cut. */
  readonly andSoOn: string;
  /** Between the parts of a file's name. */
  readonly dot: string;
  /** `#12`. */
  readonly number: string;
  /** A symbol between spaces or digits → its word. */
  readonly symbols: Readonly<Record<string, string>>;
}

const ENGLISH: SaidWords = {
  code: 'a block of code',
  hash: 'a hash',
  andSoOn: 'and so on',
  dot: 'dot',
  number: 'number',
  symbols: { '&': 'and', '%': 'percent', '+': 'plus', '=': 'equals', '->': 'to', '@': 'at' },
};

const BY_LANGUAGE: Readonly<Record<string, SaidWords>> = {
  en: ENGLISH,
  fr: {
    code: 'un bloc de code',
    hash: 'une empreinte',
    andSoOn: 'et ainsi de suite',
    dot: 'point',
    number: 'numéro',
    symbols: {
      '&': 'et',
      '%': 'pour cent',
      '+': 'plus',
      '=': 'égale',
      '->': 'vers',
      '@': 'arobase',
    },
  },
  de: {
    code: 'ein Stück Code',
    hash: 'ein Hash',
    andSoOn: 'und so weiter',
    dot: 'Punkt',
    number: 'Nummer',
    symbols: { '&': 'und', '%': 'Prozent', '+': 'plus', '=': 'gleich', '->': 'nach', '@': 'at' },
  },
  es: {
    code: 'un bloque de código',
    hash: 'un hash',
    andSoOn: 'etcétera',
    dot: 'punto',
    number: 'número',
    symbols: { '&': 'y', '%': 'por ciento', '+': 'más', '=': 'igual a', '->': 'a', '@': 'arroba' },
  },
};

export function saidWords(language: string | undefined): SaidWords {
  return BY_LANGUAGE[language ?? 'en'] ?? ENGLISH;
}

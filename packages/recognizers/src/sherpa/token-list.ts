// The tokens of a model: one a line with its number, as sherpa-onnx reads them. A line it can't read, or a
// number it doesn't find, ends its process, so both are looked for here.

/** Thrown with one line that says what is wrong; the caller knows which file. */
export class TokenListError extends Error {}

/** Tokens that mean "nothing" in a CTC model. */
const BLANKS = ['<blk>', '<eps>', '<blank>'];

/** What of a model's tokens its recogniser has to know. */
export interface TokenList {
  readonly count: number;
  readonly pieces: ReadonlySet<string>;
  readonly hasBlank: boolean;
  /** `upper`: it knows no small letters, as many English models; its texts are to be made lower-case. */
  readonly letters: 'upper' | 'lower' | 'mixed';
  /** Whether every character of `word` occurs in some token. */
  canSpell(word: string): boolean;
}

/**
 * Parses `text`; a line with nothing but a number is the token of a space.
 * @throws TokenListError naming the line.
 */
export function parseTokenList(text: string): TokenList {
  const tokens = new Map<number, string>();
  const lines = text.split('\n');
  if (lines.at(-1)?.trim() === '') lines.pop();
  lines.forEach((line, index) => {
    const parts = line.split(/[ \t\r\f\v]+/).filter((part) => part !== '');
    const number = parts.at(-1);
    if (parts.length > 2 || number === undefined || !/^\d+$/.test(number)) {
      throw new TokenListError(`line ${index + 1} is no token and number`);
    }
    tokens.set(Number(number), parts.length === 2 ? (parts[0] ?? '') : ' ');
  });
  if (tokens.size === 0) throw new TokenListError('it has no tokens');
  for (let number = 0; number < tokens.size; number += 1) {
    if (!tokens.has(number)) throw new TokenListError(`number ${number} is missing`);
  }
  const spelled = new Set([...tokens.values()].filter(isSpelling).join(''));
  const alphabet = [...spelled].join('');
  return {
    count: tokens.size,
    pieces: new Set(tokens.values()),
    hasBlank: [...tokens.values()].some((token) => BLANKS.includes(token)),
    letters: lettersOf(alphabet),
    canSpell: (word) => [...word].every((character) => spelled.has(character)),
  };
}

function lettersOf(alphabet: string): TokenList['letters'] {
  const hasUpper = /\p{Lu}/u.test(alphabet);
  const hasLower = /\p{Ll}/u.test(alphabet);
  if (hasUpper === hasLower) return 'mixed';
  return hasUpper ? 'upper' : 'lower';
}

/** `<unk>`, `<0x0A>`, `<|en|>` and `[noise]` stand for something else than their letters. */
function isSpelling(token: string): boolean {
  return !/^[<[].*[>\]]$/.test(token);
}

// Tells what may be a secret, or is at least nobody's name for anything: keys, tokens, hashes. It
// rather takes a name for a secret than the other way round.
import { isEnglish } from './english-words.ts';
import { nameWords } from './name-parts.ts';

/** Longer than any name that is said. */
const LONGEST_NAME = 48;
/** From here on, letters and digits mixed are a token and not a name. */
const TOKEN_CHARACTERS = 16;
/** Digits in a name: a version or a width has fewer. */
const MOST_DIGITS = 4;
/** From here on, most of a name is made of words. */
const WORDY_CHARACTERS = 20;
/** Changes between small letters, capitals and digits, in parts of the length: more is noise. */
const NOISE = 0.45;
const SHORTEST_NOISE = 8;

const KNOWN_PREFIX =
  /^(?:sk-|pk-|ghp_|gho_|ghs_|ghu_|github_pat_|glpat-|xox[abprs]-|AKIA|ASIA|AIza|eyJ|npm_[A-Za-z0-9]{8})/;

export function isSecretLike(text: string): boolean {
  if (text.length > LONGEST_NAME || KNOWN_PREFIX.test(text)) return true;
  const digits = text.replace(/[^0-9]/g, '').length;
  if (digits > MOST_DIGITS) return true;
  if (/^[0-9a-f]{8,}$/i.test(text) && digits > 0) return true;
  if (text.length >= TOKEN_CHARACTERS && digits > 1 && /[a-z]/.test(text) && /[A-Z]/.test(text))
    return true;
  if (text.length >= WORDY_CHARACTERS && wordyShare(text) < 0.5) return true;
  return text.length >= SHORTEST_NOISE && changes(text) / text.length > NOISE;
}

/** How much of a name is English, 0 to 1. */
function wordyShare(text: string): number {
  const words = nameWords(text);
  const letters = (list: readonly string[]) => list.join('').length;
  return letters(words.filter((word) => word.length > 2 && isEnglish(word))) / letters(words);
}

/** How often a small letter, a capital and a digit follow one another, the usual capital of a part aside. */
function changes(text: string): number {
  let count = 0;
  let before: CharacterKind | undefined;
  for (let index = 0; index < text.length; index += 1) {
    const kind = kindAt(text, index);
    if (before !== undefined && kind !== before) count += 1;
    before = kind;
  }
  return count;
}

type CharacterKind = 'small' | 'capital' | 'digit' | 'other';

function kindAt(text: string, index: number): CharacterKind {
  const character = text.charAt(index);
  if (character >= 'a' && character <= 'z') return 'small';
  if (character >= 'A' && character <= 'Z') return 'capital';
  return character >= '0' && character <= '9' ? 'digit' : 'other';
}

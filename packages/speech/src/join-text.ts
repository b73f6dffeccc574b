// Joins a spoken text to what stands before it: which characters to type. It types nothing and never
// sees the composer itself; what is ours there, and may be taken back, the delivery knows.
import { isUnspaced, spokenWords } from './spoken-words.ts';

/** Full-width signs bring their own space with them. */
const FULL_WIDTH_SIGN = /^[\u3001-\u3003\u3008-\u3011\uff01-\uff0f\uff1a-\uff1f]$/u;

/** The characters to type for `text` after `before`: a space where one is due, and a capital. */
export function joinText(before: string, text: string): string {
  const piece = text.trim();
  if (piece === '') return '';
  const beginsSentence =
    before.trim() === '' ||
    /(?:[.!?\u2026\u3002\uff01\uff1f]["'\u201d\u2019)\]]*\s*|\n\s*)$/u.test(before);
  const written = beginsSentence ? capitalized(piece) : piece;
  const touches =
    before === '' || /[\s([{\u201c\u00ab]$/u.test(before) || /^[,.;:!?)\]}\u2026]/u.test(piece);
  return touches || isJoint(before, piece) ? written : ` ${written}`;
}

/** Between two characters that are written without spaces, and beside a full-width sign, there is none. */
function isJoint(before: string, piece: string): boolean {
  const last = Array.from(before.slice(-2)).at(-1) ?? '';
  const [first = ''] = piece;
  if (FULL_WIDTH_SIGN.test(last) || FULL_WIDTH_SIGN.test(first)) return true;
  return spokenWords(last).some(isUnspaced) && spokenWords(first).some(isUnspaced);
}

/** Leaves alone what looks like code: paths, options, dotted or inner-capital names. */
function capitalized(text: string): string {
  const word = text.split(/\s/u, 1)[0] ?? '';
  const plain = word.replace(/[,.;:!?)\u2026]+$/u, '');
  if (!/^\p{Ll}[\p{Ll}\p{M}'\u2019-]*$/u.test(plain)) return text;
  const first = String.fromCodePoint(text.codePointAt(0) ?? 0);
  return first.toUpperCase() + text.slice(first.length);
}

// The words to expect, as sherpa-onnx's beam search takes them. It ends the process on some of what it
// can't read and complains aloud about the rest, so only what it can spell reaches it.

import type { VocabularyTerm } from '@codex-voice/speech';
import type { TokenList } from './token-list.ts';

/** What is added to the log probability of each token of a term; above 4 it was seen to do harm. */
export const TERM_BOOST = 2;

/** Longer lists were seen to do harm; the likeliest terms come first. */
export const MOST_TERMS = 100;

/**
 * One term a line, in the letters of the model's tokens. Terms that are said like another, that the
 * tokens can't spell or of one letter are left out, as is what comes after `MOST_TERMS`.
 */
export function hotwordLines(
  terms: readonly VocabularyTerm[],
  tokens: TokenList,
): readonly string[] {
  const lines = new Set<string>();
  for (const { text, spoken = text } of terms) {
    if (lines.size >= MOST_TERMS) break;
    const words = inLettersOf(tokens, spoken)
      .split(/\s+/)
      .filter((word) => word !== '');
    const line = words.join(' ');
    if (line.length > 1 && words.every((word) => isSpellable(word, tokens))) lines.add(line);
  }
  return [...lines];
}

function inLettersOf({ letters }: TokenList, text: string): string {
  switch (letters) {
    case 'upper':
      return text.toUpperCase();
    case 'lower':
      return text.toLowerCase();
    case 'mixed':
      return text;
  }
}

/** `/` parts terms, `:`, `#` and `@` begin settings: none of them is ever spoken. */
function isSpellable(word: string, tokens: TokenList): boolean {
  return !/[/:#@]/.test(word) && tokens.canSpell(word);
}

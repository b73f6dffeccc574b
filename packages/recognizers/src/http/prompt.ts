// The words to expect, as the text before the transcript that Whisper models take: the likeliest in, a
// bound on all of it, and how to tell an answer that only says it back.
import type { VocabularyTerm } from '@codex-voice/speech';
import { plain } from './plain-text.ts';

/** Whisper reads the last 224 tokens; terms of code have one to four characters a token. */
const LONGEST_PROMPT = 400;

/** So many terms in a row, in the prompt's order, are no sentence. */
const ECHOED_TERMS = 3;

/** The terms that fit, the likeliest first. */
export function promptTerms(terms: readonly VocabularyTerm[]): readonly string[] {
  const fitting: string[] = [];
  let length = 0;
  for (const { text } of terms) {
    length += text.length + SEPARATOR.length;
    if (length > LONGEST_PROMPT) break;
    fitting.push(text);
  }
  return fitting;
}

const SEPARATOR = ', ';

/** As a text that might precede what is said. */
export function promptText(terms: readonly string[]): string {
  return `${terms.join(SEPARATOR)}.`;
}

/** Whether the text is nothing but terms, three or more, or all of several, one after the other as they were given. */
export function isEchoOf(text: string, terms: readonly string[]): boolean {
  if (terms.length < 2) return false;
  const said = ` ${plain(text)} `;
  const plainTerms = terms.map(plain);
  const least = Math.min(ECHOED_TERMS, terms.length);
  for (let first = 0; first + least <= terms.length; first += 1) {
    for (let end = first + least; end <= terms.length; end += 1) {
      if (said === ` ${plainTerms.slice(first, end).join(' ')} `) return true;
    }
  }
  return false;
}

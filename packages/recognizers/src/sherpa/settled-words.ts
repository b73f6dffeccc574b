// Texts of one utterance in progress come one after the other and change their mind; this tells which
// words stay, and sees to it that they do.

import { NO_PARTIAL, type PartialText } from '@codex-voice/speech';

/** Words at the end of a text that the next sound may still change, whatever two texts agree on. */
const UNSETTLED_WORDS = 1;

/**
 * Words that two texts in a row begin with, but for the last of them, are settled: every later text
 * shows them, followed by what it has after as many words of its own.
 */
export class SettledWords {
  #settled: readonly string[] = [];
  #previous: readonly string[] = [];

  /** `text` is the newest guess at the whole utterance so far. */
  show(text: string): PartialText {
    const words = wordsOf(text);
    const agreed = words.findIndex((word, index) => word !== this.#previous[index]);
    const common = agreed === -1 ? words.length : agreed;
    const beginsAlike = this.#settled.every((word, index) => word === words[index]);
    const settled = Math.min(common, words.length - UNSETTLED_WORDS);
    if (beginsAlike && settled > this.#settled.length) this.#settled = words.slice(0, settled);
    this.#previous = words;
    const shown = [...this.#settled, ...words.slice(this.#settled.length)];
    if (shown.length === 0) return NO_PARTIAL;
    return { text: shown.join(' '), settledLength: this.#settled.join(' ').length };
  }

  /** All of `text` stays, as no more will be decoded of what it was decoded from. */
  settle(text: string): PartialText {
    this.show(text);
    const words = wordsOf(text);
    this.#settled = [...this.#settled, ...words.slice(this.#settled.length)];
    return this.show(text);
  }
}

function wordsOf(text: string): readonly string[] {
  return text.split(/\s+/).filter((word) => word !== '');
}

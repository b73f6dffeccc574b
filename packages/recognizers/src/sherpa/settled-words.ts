// Guesses at an utterance in progress come one after the other and change their mind; this tells which
// words stay, and sees to it that they do.

import { NO_PARTIAL, type PartialText } from '@codex-voice/speech';

/** Words at the end of a guess that the next sound may still change, whatever two guesses agree on. */
const UNSETTLED_WORDS = 1;

/**
 * Words that two guesses in a row begin with, but for the last of them, are settled: from then on they
 * are shown, followed by what a guess has after as many words of its own.
 */
export class SettledWords {
  /** Of the audio that is guessed at no more. */
  #past: readonly string[] = [];
  #settled: readonly string[] = [];
  #guess: readonly string[] = [];

  get partial(): PartialText {
    const settled = [...this.#past, ...this.#settled];
    const shown = [...settled, ...this.#guess.slice(this.#settled.length)];
    if (shown.length === 0) return NO_PARTIAL;
    return { text: shown.join(' '), settledLength: settled.join(' ').length };
  }

  /** `text` is the newest guess at all audio that isn't past. */
  guess(text: string): PartialText {
    const words = text.split(/\s+/).filter((word) => word !== '');
    const differing = words.findIndex((word, index) => word !== this.#guess[index]);
    const agreed = Math.min(
      differing === -1 ? words.length : differing,
      words.length - UNSETTLED_WORDS,
    );
    const beginsAlike = this.#settled.every((word, index) => word === words[index]);
    if (beginsAlike && agreed > this.#settled.length) this.#settled = words.slice(0, agreed);
    this.#guess = words;
    return this.partial;
  }

  /** The audio guessed at so far is past: what is shown of it stays. */
  pass(): void {
    this.#past = [...this.#past, ...this.#settled, ...this.#guess.slice(this.#settled.length)];
    this.#settled = [];
    this.#guess = [];
  }
}

// Finds where a link begins in what a login shell may have written before it.
import { LINK_PREAMBLE } from '@codex-voice/protocol';

/** What a shell's own files may write before, in bytes; a program that writes more is no codex-voice. */
export const MAXIMUM_WORDS_BEFORE_BYTES = 1 << 16;

const PREAMBLE = new TextEncoder().encode(LINK_PREAMBLE);

export class PreambleReader {
  readonly #onLink: (chunk: Uint8Array) => void;
  /** Bytes of the preamble that the end of what came has. */
  #matched = 0;
  #before = 0;

  constructor(onLink: (chunk: Uint8Array) => void) {
    this.#onLink = onLink;
  }

  get isMet(): boolean {
    return this.#matched === PREAMBLE.length;
  }

  /** `too-much`: no link has begun in all that may come before one. */
  accept(chunk: Uint8Array): 'more' | 'too-much' {
    let at = 0;
    while (!this.isMet && at < chunk.length) {
      const byte = chunk[at] ?? 0;
      at += 1;
      // Only its first character begins a line, so that no other beginning can be inside it.
      if (byte === PREAMBLE[this.#matched]) this.#matched += 1;
      else this.#matched = byte === PREAMBLE[0] ? 1 : 0;
    }
    if (!this.isMet) {
      this.#before += chunk.length;
      return this.#before > MAXIMUM_WORDS_BEFORE_BYTES ? 'too-much' : 'more';
    }
    if (at < chunk.length) this.#onLink(chunk.subarray(at));
    return 'more';
  }
}

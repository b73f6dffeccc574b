// Follows a bracketed paste to its end, wherever it is cut. Everything inside belongs to the child.

/** `ESC [ 2 0 1 ~`. ESC stands only at its start, so a mismatch never has to look back. */
const PASTE_END = [0x1b, 0x5b, 0x32, 0x30, 0x31, 0x7e];

const ESC = 0x1b;

/** Finds the end of a paste across chunks. */
export class PasteGuard {
  #matched = 0;

  /** A paste has begun: nothing of its end was seen. */
  restart(): void {
    this.#matched = 0;
  }

  /** Offset after the end of the paste, or undefined when it goes on beyond `bytes`. */
  findEnd(bytes: Uint8Array, start: number): number | undefined {
    let index = start;
    while (index < bytes.length) {
      if (this.#matched === 0) {
        index = bytes.indexOf(ESC, index);
        if (index < 0) return undefined;
      }
      const byte = bytes[index] ?? 0;
      if (byte === PASTE_END[this.#matched]) this.#matched += 1;
      else this.#matched = byte === ESC ? 1 : 0;
      index += 1;
      if (this.#matched === PASTE_END.length) return index;
    }
    return undefined;
  }
}

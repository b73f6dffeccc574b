// Holds the agent's output to its offsets: what came before is not shown again, and where something is missing the
// screen has to be drawn anew. Drawing it is left to others.

export class OutputContinuity {
  /** The offset that output goes on from; undefined: whatever comes first. */
  #next: number | undefined;
  #missing = false;

  /** All before this offset is drawn, or about to be. */
  continueFrom(offset: number): void {
    this.#next = offset;
    this.#missing = false;
  }

  /**
   * Of bytes that end at `upTo`, those that are news. `gap`: some before them never came, told once; from then
   * on nothing is news until the screen was drawn anew.
   */
  take(bytes: Uint8Array, upTo: number): Uint8Array | 'gap' {
    const offset = upTo - bytes.length;
    this.#next ??= offset;
    const known = this.#next - offset;
    if (this.#missing || known >= bytes.length) return bytes.subarray(bytes.length);
    if (known < 0) {
      this.#missing = true;
      return 'gap';
    }
    this.#next = upTo;
    return known === 0 ? bytes : bytes.subarray(known);
  }
}

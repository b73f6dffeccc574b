// Remembers which writes were made, so that none is made twice, whoever asks again.

/** Names kept, the newest: many more than one host can have under way when it dies. */
export const REMEMBERED_WRITES = 4_096;

export class WriteLedger {
  readonly #names = new Set<string>();

  has(writeId: string): boolean {
    return this.#names.has(writeId);
  }

  /** The write is made now; beyond the bound the oldest name is forgotten. */
  add(writeId: string): void {
    this.#names.add(writeId);
    if (this.#names.size <= REMEMBERED_WRITES) return;
    for (const oldest of this.#names) {
      this.#names.delete(oldest);
      return;
    }
  }
}

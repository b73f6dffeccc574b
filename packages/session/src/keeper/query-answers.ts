// Decides which of the shadow screen's answers to the agent's queries are given: those to queries that
// no terminal is shown, since a terminal that is shown one answers itself.

/** Spans remembered, the newest: answers come a moment after their queries, not many terminals later. */
const REMEMBERED_SPANS = 64;

/** Answers that may wait for a snapshot, the newest: more questions than any agent asks at once. */
const WAITING_ANSWERS = 256;

export class QueryAnswers {
  readonly #write: (bytes: Uint8Array) => void;
  /** What terminals were and will be shown as the agent wrote it: after `from`, up to `to`. */
  #shown: { readonly from: number; to: number }[] = [];
  #waiting: { readonly atOffset: number; readonly bytes: Uint8Array }[] = [];
  #awaitsSnapshot = false;
  #lastWrittenOffset = 0;

  /** @param write Gives an answer to the agent. */
  constructor(write: (bytes: Uint8Array) => void) {
    this.#write = write;
  }

  /** End of the last query that was answered here, as an offset; 0: none was. */
  get lastWrittenOffset(): number {
    return this.#lastWrittenOffset;
  }

  /** A terminal will be shown everything from an offset on that is not known yet. */
  snapshotAsked(): void {
    this.#awaitsSnapshot = true;
  }

  /** A terminal is shown everything from here on. */
  shownFrom(offset: number): void {
    this.#shown.push({ from: offset, to: Number.POSITIVE_INFINITY });
    if (this.#shown.length > REMEMBERED_SPANS) this.#shown.shift();
    this.#decide();
  }

  /** The terminal was shown nothing from here on, or no snapshot is awaited any more. */
  shownUpTo(offset: number): void {
    const last = this.#shown.at(-1);
    if (last !== undefined && last.to === Number.POSITIVE_INFINITY) last.to = offset;
    this.#decide();
  }

  /** The answer to a query that ended at this offset of the output. */
  reply(atOffset: number, bytes: Uint8Array): void {
    this.#waiting.push({ atOffset, bytes: new Uint8Array(bytes) });
    if (this.#waiting.length > WAITING_ANSWERS) this.#waiting.shift();
    if (!this.#awaitsSnapshot) this.#decide();
  }

  #decide(): void {
    this.#awaitsSnapshot = false;
    for (const { atOffset, bytes } of this.#waiting.splice(0)) {
      if (this.#shown.some(({ from, to }) => from < atOffset && atOffset <= to)) continue;
      this.#lastWrittenOffset = atOffset;
      this.#write(bytes);
    }
  }
}

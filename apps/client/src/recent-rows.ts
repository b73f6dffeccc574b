// How many of the terminal's rows were written just before it told another size, and since: on a terminal that had
// changed untold they ran over ours, and may have kept some of it. Which they are and what is drawn there is others'.

/** A terminal tells its size at most so long after it has changed, in ms, unless it is stopped. */
const UNTOLD_MS = 400;
const LINE_FEED = 0x0a;

/** How many rows are in doubt, counted up from the last one written: more with each that is written. */
export type DoubtedRows = () => number;

export class RecentRows {
  /** Of the stretch of that length that runs, and of the one before. */
  #now = 0;
  #before = 0;
  #sinceMs = Number.NEGATIVE_INFINITY;
  /** In doubt; and what was taken last, which moves up. */
  #doubted: { rows: number } | undefined;
  #taken: { rows: number } | undefined;

  /** Bytes that go to a terminal of so many cells. */
  wrote(
    bytes: Uint8Array,
    size: { readonly columns: number; readonly rows: number },
    nowMs: number,
  ): void {
    this.#advance(nowMs);
    const count = rowsOf(bytes, size);
    this.#now += count;
    if (this.#doubted !== undefined) this.#doubted.rows += count;
    if (this.#taken !== undefined) this.#taken.rows += count;
  }

  /** It tells another size. */
  told(nowMs: number): void {
    this.#advance(nowMs);
    this.#doubted ??= { rows: this.#now + this.#before };
  }

  /** The rows written from shortly before then on; what comes now is written on a terminal that is known. */
  take(): DoubtedRows {
    const doubted = this.#doubted ?? { rows: 0 };
    this.#doubted = undefined;
    this.#taken = doubted.rows > 0 ? doubted : undefined;
    return () => doubted.rows;
  }

  #advance(nowMs: number): void {
    const agoMs = nowMs - this.#sinceMs;
    if (agoMs < UNTOLD_MS) return;
    this.#before = agoMs < 2 * UNTOLD_MS ? this.#now : 0;
    this.#now = 0;
    this.#sinceMs = nowMs;
  }
}

/** At least as many as they fill; a screenful is not looked at. */
function rowsOf(
  bytes: Uint8Array,
  { columns, rows }: { readonly columns: number; readonly rows: number },
): number {
  let count = Math.ceil(bytes.length / columns);
  if (count >= rows) return count;
  for (const byte of bytes) if (byte === LINE_FEED) count += 1;
  return count;
}

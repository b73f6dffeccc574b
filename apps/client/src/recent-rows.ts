// How many of the terminal's rows were written just before it told another size, and since: on a terminal that had
// changed untold they ran over ours, and may have kept some of it. Which they are and what is drawn there is others'.

/** A terminal tells its size at most so long after it has changed, in ms, unless it is stopped. */
const UNTOLD_MS = 400;
const LINE_FEED = 0x0a;

/** How many rows are in doubt, counted up from the one that is written on: more with each that is begun. */
export type DoubtedRows = () => number;

interface Cells {
  readonly columns: number;
  readonly rows: number;
}

export class RecentRows {
  /** Rows that were ended so far. */
  #ended = 0;
  /** How many it were when the stretch of that length began that runs, and the one before; absent: nothing was written in it. */
  #now: number | undefined;
  #before: number | undefined;
  #sinceMs = Number.NEGATIVE_INFINITY;
  #doubt: { from: number | undefined } | undefined;

  /** Bytes that go to a terminal of so many cells. */
  wrote(bytes: Uint8Array, cells: Cells, nowMs: number): void {
    this.#advance(nowMs);
    this.#now ??= this.#ended;
    if (this.#doubt !== undefined) this.#doubt.from ??= this.#ended;
    this.#ended += rowEnds(bytes, cells);
  }

  /** It tells another size. */
  told(nowMs: number): void {
    this.#advance(nowMs);
    this.#doubt ??= { from: this.#before ?? this.#now };
  }

  /** What was written from shortly before that on is in doubt; what comes now is written on a terminal that is known. */
  take(): DoubtedRows | undefined {
    const from = this.#doubt?.from;
    this.#doubt = undefined;
    return from === undefined ? undefined : () => this.#ended - from + 1;
  }

  /** What was written so far is no more where it was. */
  forget(): void {
    this.#now = undefined;
    this.#before = undefined;
    this.#doubt = undefined;
  }

  #advance(nowMs: number): void {
    const agoMs = nowMs - this.#sinceMs;
    if (agoMs < UNTOLD_MS) return;
    this.#before = agoMs < 2 * UNTOLD_MS ? this.#now : undefined;
    this.#now = undefined;
    this.#sinceMs = nowMs;
  }
}

/** About as many as they end, by line feeds and by their length; a screenful is not looked at. */
function rowEnds(bytes: Uint8Array, { columns, rows }: Cells): number {
  const filled = Math.floor(bytes.length / columns);
  if (filled >= rows) return filled;
  let ends = 0;
  let lineStart = 0;
  for (let at = 0; at < bytes.length; at += 1) {
    if (bytes[at] !== LINE_FEED) continue;
    ends += 1 + Math.floor((at - lineStart - 1) / columns);
    lineStart = at + 1;
  }
  return ends + Math.floor((bytes.length - lineStart) / columns);
}

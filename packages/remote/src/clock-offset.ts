// How far the other machine's monotonic clock is from ours, from answers to what we sent: the quickest
// answer is the truest, and its error at most half of its way.

/** Answers that are compared: what was quickest an hour ago says nothing of clocks that drift. */
const KEPT_ANSWERS = 12;

interface Answer {
  readonly wayMs: number;
  readonly offsetMs: number;
}

export class ClockOffset {
  readonly #answers: Answer[] = [];

  answered(answer: {
    readonly sentMs: number;
    readonly receivedMs: number;
    readonly theirMs: number;
  }): void {
    const { sentMs, receivedMs, theirMs } = answer;
    if (receivedMs < sentMs) return;
    const offsetMs = theirMs - (sentMs + receivedMs) / 2;
    this.#answers.push({ wayMs: receivedMs - sentMs, offsetMs });
    if (this.#answers.length > KEPT_ANSWERS) this.#answers.shift();
  }

  /** What to add to a time of ours, in ms; undefined before the first answer. */
  get offsetMs(): number | undefined {
    return this.#answers.toSorted((one, other) => one.wayMs - other.wayMs)[0]?.offsetMs;
  }
}

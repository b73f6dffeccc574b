// How long a key takes to show: of a few keys only, and told without order or moment, so that nothing of
// how a person types can be read from it. Whoever asks for the times sums them up.

/** Between two keys that are timed, in ms: far more than between two keys of a word. */
const BETWEEN_MS = 10_000;
/** Output has rested this long before the key, in ms: else what comes next need not be its echo. */
const REST_MS = 100;
/** What shows later than this, in ms, is no echo: the key showed nothing. */
const LATEST_MS = 1_000;
/** Times that are kept until they are asked for: those of a minute and some. The oldest is forgotten. */
const KEPT = 8;

export class EchoSample {
  readonly #times: number[] = [];
  #pressedMs: number | undefined;
  #nextMs = Number.NEGATIVE_INFINITY;
  #lastOutputMs = Number.NEGATIVE_INFINITY;

  /** A key is out whose echo has not come. */
  get waits(): boolean {
    return this.#pressedMs !== undefined;
  }

  /** A key has come. */
  pressed(nowMs: number): void {
    if (nowMs < this.#nextMs || nowMs - this.#lastOutputMs < REST_MS) return;
    this.#nextMs = nowMs + BETWEEN_MS;
    this.#pressedMs = nowMs;
  }

  /** Output has come. */
  shown(nowMs: number): void {
    this.#lastOutputMs = nowMs;
    if (this.#pressedMs === undefined) return;
    const ms = nowMs - this.#pressedMs;
    this.#pressedMs = undefined;
    if (ms > LATEST_MS) return;
    this.#times.push(ms);
    if (this.#times.length > KEPT) this.#times.shift();
  }

  /** The times since the last call, the shortest first, in ms. */
  take(): readonly number[] {
    return this.#times.splice(0).sort((one, other) => one - other);
  }
}

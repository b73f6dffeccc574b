// What was measured of a session since its recording began, told now and then as one line: all of it so far.
import { type MetricRecord, RunningSummary } from '@codex-voice/metrics';

/** Between two lines at least this long, in ms. */
const LINE_MS = 60_000;

export class MeasuredFigures {
  readonly #running = new RunningSummary();
  readonly #tell: (json: string) => void;
  #toldMs: number;
  #isFresh = false;

  /** @param tell Is given `{"at":…,"spans":[…],"gauges":[…],"counts":[…]}`. */
  constructor(nowMs: number, tell: (json: string) => void) {
    this.#toldMs = nowMs;
    this.#tell = tell;
  }

  record(record: MetricRecord, nowMs: number): void {
    this.#running.record(record);
    this.#isFresh = true;
    if (nowMs - this.#toldMs >= LINE_MS) this.tell(nowMs);
  }

  /** What has not been told yet. */
  tell(nowMs: number): void {
    if (!this.#isFresh) return;
    this.#isFresh = false;
    this.#toldMs = nowMs;
    this.#tell(JSON.stringify({ at: nowMs, ...this.#running.figures }));
  }
}

// What was measured of a session since its recording began or was gone on with, told now and then as one line: all of it
// so far.
import { type MetricRecord, RunningSummary } from '@codex-voice/metrics';

/** Between two lines at least this long, in ms. */
const LINE_MS = 60_000;

export class MeasuredFigures {
  readonly #running = new RunningSummary();
  readonly #tell: (json: string) => void;
  readonly #sinceMs: number;
  #toldMs: number;
  #isFresh = false;

  /**
   * @param sinceMs Now, as the recording counts.
   * @param tell Is given `{"at":…,"since":…,"spans":[…],"gauges":[…],"counts":[…]}`.
   */
  constructor(
    { nowMs, sinceMs }: { readonly nowMs: number; readonly sinceMs: number },
    tell: (json: string) => void,
  ) {
    this.#toldMs = nowMs;
    this.#sinceMs = sinceMs;
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
    this.#tell(JSON.stringify({ at: nowMs, since: this.#sinceMs, ...this.#running.figures }));
  }
}

// A terminal that changes its size: whether it has kept one for a while, and how far what was drawn and written on it
// just before it told another can be trusted. What is painted and drawn then is the screen's.
import { type DoubtedRows, RecentRows } from './recent-rows.ts';
import { TimerAfterReading } from './timer-after-reading.ts';

/**
 * A terminal has to keep its size for this long, in ms, before our rows are painted on it: of sizes that follow
 * fast tmux tells one every 250 ms, and on a lower terminal than was told they would stand among the agent's. A
 * screen that was drawn so short a time before a smaller size was told may have been drawn on that one.
 */
const SAME_SIZE_MS = 400;

export class SteadySize {
  readonly #timer = new TimerAfterReading();
  readonly #nowMs: () => number;
  #drawnMs = Number.NEGATIVE_INFINITY;
  #drawn: 'whole' | 'perhaps-torn' = 'whole';
  readonly #recent = new RecentRows();

  constructor(nowMs: () => number) {
    this.#nowMs = nowMs;
  }

  /** It has not kept its size for long enough. */
  get isAwaited(): boolean {
    return this.#timer.runs;
  }

  /** All of the screen is drawn now. */
  drawn(): void {
    this.#drawnMs = this.#nowMs();
    this.#drawn = 'whole';
  }

  /** Bytes that go to a terminal of so many cells, with rows of ours below them. */
  wrote(bytes: Uint8Array, size: { readonly columns: number; readonly rows: number }): void {
    this.#recent.wrote(bytes, size, this.#nowMs());
  }

  /**
   * It tells a size of so many cells more, or fewer; `kept` is called once it has kept its last one, with what of its
   * screen is in doubt: so many rows, those written last, may hold some of ours.
   */
  told(
    more: { readonly columns: number; readonly rows: number },
    kept: (doubted: 'all' | DoubtedRows | undefined) => void,
  ): void {
    if (more.columns === 0 && more.rows === 0) return;
    this.#recent.told(this.#nowMs());
    const isSmaller = more.columns < 0 || more.rows < 0;
    if (isSmaller && this.#nowMs() - this.#drawnMs < SAME_SIZE_MS) this.#drawn = 'perhaps-torn';
    this.#timer.start(SAME_SIZE_MS, () => {
      const doubted = this.#recent.take();
      const drawn = this.#drawn;
      this.#drawn = 'whole';
      kept(drawn === 'whole' ? doubted : 'all');
    });
  }

  /** The terminal was another's: what was written on it is no more where it was. */
  forget(): void {
    this.#recent.forget();
  }

  stop(): void {
    this.#timer.stop();
  }
}

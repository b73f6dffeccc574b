// Calms a window that is dragged: the agent hears of the first size at once, then of one at a time at
// a pace it can draw at, and always of the last.
import type { ShadowSize } from '../screen-shadow.ts';
import type { Cancel, SetTimer } from './output-flow.ts';

/** Between two sizes for the agent, in ms: about as fast as agents draw themselves anew. */
export const RESIZE_INTERVAL_MS = 50;

export class CalmResize {
  readonly #setTimer: SetTimer;
  readonly #apply: (size: ShadowSize) => void;
  #size: ShadowSize;
  #wanted: ShadowSize | undefined;
  #cancel: Cancel | undefined;

  /** @param parts `size` is what is in force; `apply` is called with every other one. */
  constructor(parts: {
    readonly size: ShadowSize;
    readonly setTimer: SetTimer;
    readonly apply: (size: ShadowSize) => void;
  }) {
    this.#size = parts.size;
    this.#setTimer = parts.setTimer;
    this.#apply = parts.apply;
  }

  /** The size in force. */
  get size(): ShadowSize {
    return this.#size;
  }

  /** Soon: at once after a quiet while, otherwise when the interval is over. */
  resize(size: ShadowSize): void {
    this.#wanted = size;
    if (this.#cancel === undefined) this.#next();
  }

  /** At once; a size that waits is forgotten. */
  set(size: ShadowSize): void {
    this.#wanted = undefined;
    this.#change(size);
  }

  dispose(): void {
    this.#cancel?.();
  }

  #next(): void {
    this.#cancel = undefined;
    const wanted = this.#wanted;
    this.#wanted = undefined;
    if (wanted === undefined || !this.#change(wanted)) return;
    this.#cancel = this.#setTimer(RESIZE_INTERVAL_MS, () => this.#next());
  }

  #change(size: ShadowSize): boolean {
    if (size.columns === this.#size.columns && size.rows === this.#size.rows) return false;
    this.#size = { columns: size.columns, rows: size.rows };
    this.#apply(this.#size);
    return true;
  }
}

// Notices that the folder of a session stands at another commit than before, while prompts wait that
// were meant for what was there.
import type { CancelTimer, Clock } from './clock.ts';

/** How often it is looked while prompts wait, in ms: it takes a fraction of a millisecond. */
export const HEAD_LOOK_MS = 2_000;

export interface HeadWatchParts {
  readonly clock: Clock;
  /** The commit as it is now; undefined: it can't be told. */
  readonly read: () => string | undefined;
  readonly onMoved: () => void;
}

export class HeadWatch {
  readonly #parts: HeadWatchParts;
  #head: string | undefined;
  #cancel: CancelTimer | undefined;

  constructor(parts: HeadWatchParts) {
    this.#parts = parts;
  }

  /** As it was seen last. */
  get head(): string | undefined {
    return this.#head;
  }

  look(): string | undefined {
    this.#head = this.#parts.read();
    return this.#head;
  }

  /** So many prompts wait from now on. */
  follow(waiting: number): void {
    if (waiting === 0) this.dispose();
    else if (this.#cancel === undefined) {
      this.look();
      this.#again();
    }
  }

  dispose(): void {
    this.#cancel?.();
    this.#cancel = undefined;
  }

  #again(): void {
    this.#cancel = this.#parts.clock.after(HEAD_LOOK_MS, () => {
      const before = this.#head;
      this.#again();
      if (this.look() !== before) this.#parts.onMoved();
    });
  }
}

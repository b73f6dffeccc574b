// Notices that the agent has stopped itself (Ctrl-Z), which nothing tells us of: it is looked at for a
// while after each key, and never while nothing is typed.
import type { Cancel, SetTimer } from './output-flow.ts';

/** The waits between looks, in ms: a program stops itself soon after the key or not at all. */
const LOOK_AFTER_MS = [30, 90, 380, 1_000] as const;

export class StopLook {
  readonly #parts: {
    readonly isStopped: () => boolean;
    readonly setTimer: SetTimer;
    readonly onStopped: () => void;
  };
  #cancel: Cancel | undefined;
  #asleep = false;

  constructor(parts: {
    readonly isStopped: () => boolean;
    readonly setTimer: SetTimer;
    readonly onStopped: () => void;
  }) {
    this.#parts = parts;
  }

  /** It was seen to have stopped and has not been continued. */
  get asleep(): boolean {
    return this.#asleep;
  }

  /** Something was typed. */
  inputPassed(): void {
    this.#cancel?.();
    this.#cancel = undefined;
    if (this.#asleep && this.#parts.isStopped()) return;
    this.#asleep = false;
    this.#look(0);
  }

  continued(): void {
    this.#asleep = false;
  }

  dispose(): void {
    this.#cancel?.();
  }

  #look(step: number): void {
    const delayMs = LOOK_AFTER_MS[step];
    this.#cancel = undefined;
    if (delayMs === undefined) return;
    this.#cancel = this.#parts.setTimer(delayMs, () => {
      if (!this.#parts.isStopped()) {
        this.#look(step + 1);
        return;
      }
      this.#cancel = undefined;
      this.#asleep = true;
      this.#parts.onStopped();
    });
  }
}

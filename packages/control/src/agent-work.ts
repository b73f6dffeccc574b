// Notices that the agent began to work on what it was sent, once for each time. Knows no screen reader and
// no sound: it is told states, and what follows is the caller's.
import type { ScreenState } from '@codex-voice/session';

/** Work that begins later than this after a prompt was sent, in ms, is not told as its consequence. */
export const WORK_WITHIN_MS = 5_000;

export class AgentWork {
  readonly #onBegan: () => void;
  #screen: ScreenState['kind'] = 'unknown';
  #sentMs: number | undefined;

  constructor(onBegan: () => void) {
    this.#onBegan = onBegan;
  }

  /** A prompt has left the composer. */
  sent(nowMs: number): void {
    this.#sentMs = nowMs;
    this.#look(nowMs);
  }

  screen({ kind }: ScreenState, nowMs: number): void {
    this.#screen = kind;
    this.#look(nowMs);
  }

  #look(nowMs: number): void {
    if (this.#sentMs === undefined || this.#screen !== 'busy') return;
    const isDue = nowMs - this.#sentMs <= WORK_WITHIN_MS;
    this.#sentMs = undefined;
    if (isDue) this.#onBegan();
  }
}

// When a microphone that is gone is tried again: soon at first, then less often, without end. What trying
// means, and for whom it is wanted, is left to others.
import { type PlayerClock, SYSTEM_CLOCK } from '@codex-voice/audio';
import type { UnavailableReason } from '@codex-voice/protocol';

/** A plug that was knocked out is back within a second or two, in ms. */
export const FIRST_TRY_MS = 500;

/** Each try asks the sound system for its devices: no more often than this in the long run, in ms. */
export const SLOWEST_TRY_MS = 4_000;

export class Reopening {
  readonly #attempt: () => void;
  readonly #clock: PlayerClock;
  #delayMs = FIRST_TRY_MS;
  #cancel: (() => void) | undefined;

  constructor(attempt: () => void, clock: PlayerClock = SYSTEM_CLOCK) {
    this.#attempt = attempt;
    this.#clock = clock;
  }

  /** Tries after a short while, from the beginning. */
  start(): void {
    this.#delayMs = FIRST_TRY_MS;
    this.#schedule();
  }

  /** It was tried in vain. */
  again(): void {
    this.#delayMs = Math.min(2 * this.#delayMs, SLOWEST_TRY_MS);
    this.#schedule();
  }

  stop(): void {
    this.#cancel?.();
    this.#cancel = undefined;
  }

  #schedule(): void {
    this.stop();
    this.#cancel = this.#clock.after(this.#delayMs, () => {
      this.#cancel = undefined;
      this.#attempt();
    });
  }
}

/** Whether plugging something in, or starting a sound server, is all that is missing. */
export function willComeBack(reason: UnavailableReason): boolean {
  switch (reason) {
    case 'no-device':
    case 'device-lost':
      return true;
    case 'no-audio-system':
    case 'no-permission':
    case 'device-busy':
    case 'failed':
      return false;
  }
}

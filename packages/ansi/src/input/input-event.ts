// What comes out of the input filter, in order, and the run of bytes that passes untouched.
import type { KeyPhase } from './key-chord.ts';
import type { HudMouse } from './mouse-router.ts';

/** Reported for a key that follows a leader and has no action there. */
export const UNKNOWN_LEADER_KEY = 'unknown-leader-key';

export type InputEvent =
  /**
   * For the child, as it is. A view into the chunk given to `accept` wherever nothing was changed:
   * write it or copy it before that buffer is used again.
   */
  | { readonly kind: 'pass'; readonly bytes: Uint8Array }
  /** A hot key; `repeat` and `release` only where the terminal reports them. */
  | { readonly kind: 'action'; readonly action: string; readonly phase: KeyPhase }
  /** A leader was pressed and waits for its key, or waits no longer (whatever ended it). */
  | { readonly kind: 'leader'; readonly state: 'waiting' | 'ended' }
  /** The terminal's window has the keyboard, or no longer. */
  | { readonly kind: 'focus'; readonly state: 'in' | 'out' }
  | HudMouse
  /** The answer to our own cursor position query; 1-based, uncorrected. */
  | { readonly kind: 'position-report'; readonly row: number; readonly column: number }
  /** The answer to our own text area size query; the terminal's real size. */
  | { readonly kind: 'size-report'; readonly rows: number; readonly columns: number };

/** Everything one call gave, in order. */
export type InputResult = readonly InputEvent[];

/** What one piece of input comes to. */
export interface Outcome {
  /** What the child gets of it: its bytes, nothing, or these in their place. */
  readonly bytes: 'pass' | 'swallow' | Uint8Array;
  /** Before the bytes, if any of those go on. */
  readonly events: readonly InputEvent[];
}

export const PASS: Outcome = { bytes: 'pass', events: [] };
export const SWALLOW: Outcome = { bytes: 'swallow', events: [] };

/** Collects events over one buffer, and passes what nobody took as few views of it. */
export class InputEvents {
  readonly #bytes: Uint8Array;
  readonly #events: InputEvent[] = [];
  #passedUntil = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  add(event: InputEvent): void {
    this.#events.push(event);
  }

  /** Passes everything before `offset` that was not taken yet. */
  passUntil(offset: number): void {
    if (offset > this.#passedUntil) {
      this.add({ kind: 'pass', bytes: this.#bytes.subarray(this.#passedUntil, offset) });
      this.#passedUntil = offset;
    }
  }

  /** Takes `start` up to `end` away; what stands before it passes. */
  swallow(start: number, end: number): void {
    this.passUntil(start);
    this.#passedUntil = end;
  }

  /** Passes other bytes in the place of `start` up to `end`. */
  replace(start: number, end: number, bytes: Uint8Array): void {
    this.swallow(start, end);
    this.add({ kind: 'pass', bytes });
  }

  finish(): InputResult {
    return this.#events;
  }
}

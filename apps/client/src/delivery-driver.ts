// Keeps the delivery's picture of the terminal true: collects the facts, hands them in whenever one
// changes, writes what the delivery decides, and looks again when it asks to.

import type { Delivery, DeliveryChange, DeliveryOutput, ScreenState } from '@codex-voice/session';
import type { Assessment } from '@codex-voice/shadow';

export interface DeliveryDriverParts {
  readonly delivery: Delivery;
  readonly nowMs: () => number;
  /** Bytes of the agent's output given to the shadow screen so far. */
  readonly fedBytes: () => number;
  readonly bracketedPaste: () => boolean;
  readonly inputAtRest: () => boolean;
  readonly lastInputMs: () => number | undefined;
  readonly write: (bytes: Uint8Array) => void;
  readonly onChanges: (changes: readonly DeliveryChange[]) => void;
}

export class DeliveryDriver {
  readonly #parts: DeliveryDriverParts;
  #assessment: Assessment | undefined;
  #timer: NodeJS.Timeout | undefined;
  #ended = false;

  constructor(parts: DeliveryDriverParts) {
    this.#parts = parts;
  }

  /** What the screen shows, as of the latest look at it. */
  get screen(): ScreenState {
    return this.#assessment?.screen ?? { kind: 'unknown' };
  }

  assessed(assessment: Assessment): void {
    this.#assessment = assessment;
    this.observe();
  }

  /** Some fact has changed, or is about to be relied on. */
  observe(): void {
    const assessment = this.#assessment;
    if (assessment === undefined || this.#ended) return;
    const { delivery, nowMs, fedBytes, bracketedPaste, inputAtRest, lastInputMs } = this.#parts;
    const lastMs = lastInputMs();
    this.apply(
      delivery.observe({
        screen: assessment.screen,
        shadowCaughtUp: assessment.consumedBytes === fedBytes() && !assessment.midUpdate,
        bracketedPaste: bracketedPaste(),
        inputAtRest: inputAtRest(),
        ...(lastMs === undefined ? {} : { lastInputMs: lastMs }),
        nowMs: nowMs(),
      }),
    );
  }

  /** Carries out what the delivery decided. */
  apply(output: DeliveryOutput): void {
    if (output.changes.length > 0) this.#parts.onChanges(output.changes);
    for (const { writeId, bytes } of this.#ended ? [] : output.writes) {
      this.#parts.write(bytes);
      const nowMs = this.#parts.nowMs();
      this.apply(this.#parts.delivery.answered({ writeId, result: 'written', nowMs }));
    }
    this.#schedule();
  }

  /** The agent has ended: nothing is written any more. */
  end(): void {
    this.#ended = true;
    clearTimeout(this.#timer);
    this.apply(this.#parts.delivery.childExited());
  }

  #schedule(): void {
    clearTimeout(this.#timer);
    const dueMs = this.#ended ? undefined : this.#parts.delivery.nextTickMs;
    if (dueMs === undefined) return;
    const waitMs = Math.max(1, dueMs - this.#parts.nowMs());
    this.#timer = setTimeout(() => this.observe(), waitMs);
  }
}

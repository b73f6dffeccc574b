// Notices that our texts have left the composer by another hand than ours.
import type { Observation } from './delivery-types.ts';
import { holdsDraft, type Piece } from './draft.ts';
import { openComposer } from './gates.ts';

/** How long a composer must be without our text before it counts as gone, in ms: longer than one torn redraw. */
export const GONE_AFTER_MS = 400;

export class DraftWatch {
  #goneSinceMs: number | undefined;

  /** When the draft counts as gone if nothing changes, in ms on the observations' clock. */
  get dueMs(): number | undefined {
    return this.#goneSinceMs === undefined ? undefined : this.#goneSinceMs + GONE_AFTER_MS;
  }

  /** Whether the draft has been gone for long enough. */
  isGone(facts: Observation, draft: readonly Piece[]): boolean {
    const now = openComposer(facts.screen);
    const unseen = !facts.shadowCaughtUp || now === undefined;
    if (draft.length === 0 || unseen || holdsDraft(draft, now)) {
      this.forget();
      return false;
    }
    this.#goneSinceMs ??= facts.nowMs;
    return facts.nowMs - this.#goneSinceMs >= GONE_AFTER_MS;
  }

  forget(): void {
    this.#goneSinceMs = undefined;
  }
}

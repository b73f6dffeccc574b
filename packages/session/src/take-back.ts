// Taking our texts out of the composer again: whether it is wanted, for how long it may wait for its
// moment, and which keys it takes. What is written and when is the delivery's.
import type { Observation, PhaseMemory, WaitReason } from './delivery-types.ts';
import { keysToErase, type Piece } from './draft.ts';
import { obstacle, openComposer } from './gates.ts';

/** How long "scratch that" may wait for its moment, in ms: later it would surprise. */
export const SCRATCH_PATIENCE_MS = 2000;

export class TakeBack {
  /** Since when a moment for the next text is waited for. */
  #sinceMs: number | undefined;
  #extent: 'newest' | 'all' = 'newest';

  get isWanted(): boolean {
    return this.#sinceMs !== undefined;
  }

  /** When the wait is over. */
  get dueMs(): number | undefined {
    return this.#sinceMs === undefined ? undefined : this.#sinceMs + SCRATCH_PATIENCE_MS;
  }

  isLate(nowMs: number): boolean {
    return this.dueMs !== undefined && nowMs >= this.dueMs;
  }

  start(extent: 'newest' | 'all', nowMs: number): void {
    this.#extent = extent;
    this.#sinceMs = nowMs;
  }

  /** The keys for one text are being written. */
  pause(): void {
    this.#sinceMs = undefined;
  }

  /** They were not written after all. */
  tryAgain(nowMs: number): void {
    this.#sinceMs = nowMs;
  }

  /** One text is gone. */
  next(nowMs: number): void {
    if (this.#extent === 'all') this.#sinceMs = nowMs;
    else this.end();
  }

  end(): void {
    this.#sinceMs = undefined;
    this.#extent = 'newest';
  }
}

/** The keys that take `piece` out of the composer now, or why they may not be pressed. */
export function erasure(
  piece: Piece,
  facts: Observation,
):
  | { readonly kind: 'keys'; readonly keys: number }
  | { readonly kind: 'obstacle'; readonly why: WaitReason } {
  const found = obstacle(facts);
  if (found !== undefined) return { kind: 'obstacle', why: found.why };
  const now = openComposer(facts.screen);
  const keys = now === undefined ? undefined : keysToErase(piece, now);
  return keys === undefined ? { kind: 'obstacle', why: 'text-not-seen' } : { kind: 'keys', keys };
}

/** Our texts in the composer or on their way there: none, after something else, or alone. */
export function ourTexts(
  draft: readonly Piece[],
  phase: PhaseMemory,
): 'none' | 'after-others' | 'alone' {
  const isTyping = phase.kind === 'typing';
  if (!isTyping && (phase.kind !== 'idle' || draft.length === 0)) return 'none';
  const before = draft[0]?.before ?? (isTyping ? phase.before : undefined);
  return before === undefined || before.text.trim() === '' ? 'alone' : 'after-others';
}

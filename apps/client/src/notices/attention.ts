// Whether the person should be told of something while they look elsewhere: what it is, when, and how often.
// How it is shown is others' business; time is passed in.
import type { ApprovalEntry, SessionEvent } from '@codex-voice/protocol';

export const OCCASIONS = ['approval', 'finished'] as const;
/** The agent asks something; its turn has ended. */
export type Occasion = (typeof OCCASIONS)[number];

export interface Notice {
  readonly occasion: Occasion;
  /** What is asked; absent where that is not known, or nothing is. */
  readonly approval?: ApprovalEntry;
}

/** What lasts shorter is answered by a rule of the agent's own, or is a flicker of its screen, in ms. */
export const SETTLED_AFTER_MS = 1_000;
/** Whoever waits for a shorter turn has not gone elsewhere, in ms. */
export const LEAST_TURN_MS = 5_000;
/** Between two notices, in ms: an agent that asks and asks is one interruption, not twenty. */
export const BETWEEN_NOTICES_MS = 10_000;

export interface AttentionParts {
  readonly of: ReadonlySet<Occasion>;
  /** `unfocused`: only while the terminal has told that it has lost the keyboard. */
  readonly when: 'unfocused' | 'always';
}

type ScreenKind = Extract<SessionEvent, { type: 'screen' }>['screen']['kind'];

interface Pending extends Notice {
  readonly dueMs: number;
}

export class Attention {
  #parts: AttentionParts;
  /** A terminal that tells no focus counts as looked at. */
  #focus: 'in' | 'out' = 'in';
  #screen: ScreenKind = 'unknown';
  #busySinceMs: number | undefined;
  #asked: readonly string[] = [];
  #pending: Pending | undefined;
  #lastMs = Number.NEGATIVE_INFINITY;

  constructor(parts: AttentionParts) {
    this.#parts = parts;
  }

  /** Told otherwise from now on: what waits and would not be told any more is forgotten. */
  change(parts: AttentionParts): void {
    this.#parts = parts;
    // Who is told always is asked for no focus: what was known of it grows old.
    if (parts.when === 'always') this.#focus = 'in';
    for (const occasion of OCCASIONS) if (!parts.of.has(occasion)) this.#forget(occasion);
    if (this.#focus === 'in') this.#seen();
  }

  /** The terminal has told so. */
  focus(state: 'in' | 'out'): void {
    this.#focus = state;
    if (state === 'in') this.#seen();
  }

  /** A key is pressed by somebody who looks. */
  typed(): void {
    this.focus('in');
  }

  session(event: SessionEvent, nowMs: number): void {
    if (event.type === 'screen') this.#screenIs(event.screen.kind, nowMs);
    else if (event.type === 'approvals') this.#approvals(event.open, nowMs);
    else if (event.type === 'opened') {
      // What was asked before this terminal came is on its screen from the start.
      this.#asked = (event.approvals ?? []).map(({ id }) => id);
      this.#screen = 'unknown';
    }
  }

  /** What is to be shown now, once. */
  take(nowMs: number): Notice | undefined {
    const dueMs = this.nextMs();
    const pending = this.#pending;
    if (pending === undefined || dueMs === undefined || nowMs < dueMs) return undefined;
    this.#pending = undefined;
    this.#lastMs = nowMs;
    const { dueMs: _, ...notice } = pending;
    return notice;
  }

  /** When `take` may give something; undefined: nothing waits. */
  nextMs(): number | undefined {
    const { when } = this.#parts;
    if (this.#pending === undefined || (when === 'unfocused' && this.#focus === 'in')) {
      return undefined;
    }
    return Math.max(this.#pending.dueMs, this.#lastMs + BETWEEN_NOTICES_MS);
  }

  #seen(): void {
    if (this.#parts.when === 'unfocused') this.#pending = undefined;
  }

  #await(notice: Notice, nowMs: number): void {
    const { of, when } = this.#parts;
    if (!of.has(notice.occasion) || (when === 'unfocused' && this.#focus === 'in')) return;
    const before = this.#pending;
    // What is asked goes before a turn's end.
    if (before?.occasion === 'approval' && notice.occasion === 'finished') return;
    // One after the other is asked: that does not put the first off for ever.
    const isSame = before !== undefined && before.occasion === notice.occasion;
    this.#pending = { ...notice, dueMs: isSame ? before.dueMs : nowMs + SETTLED_AFTER_MS };
  }

  #forget(occasion: Occasion): void {
    if (this.#pending?.occasion === occasion) this.#pending = undefined;
  }

  #approvals(open: readonly ApprovalEntry[], nowMs: number): void {
    const asked = open.filter(({ state }) => state === 'open');
    const isNew = asked.find(({ id }) => !this.#asked.includes(id));
    this.#asked = asked.map(({ id }) => id);
    if (isNew !== undefined) this.#await({ occasion: 'approval', approval: isNew }, nowMs);
    else if (asked.length === 0 && this.#screen !== 'dialog') this.#forget('approval');
  }

  #screenIs(kind: ScreenKind, nowMs: number): void {
    const before = this.#screen;
    if (kind === before || kind === 'unknown') return;
    this.#screen = kind;
    // One that is known exactly says more than that there is a dialog.
    if (kind === 'dialog' && this.#asked.length === 0) this.#await({ occasion: 'approval' }, nowMs);
    if (kind !== 'dialog' && this.#asked.length === 0) this.#forget('approval');
    if (kind === 'busy') {
      this.#busySinceMs ??= nowMs;
      this.#forget('finished');
    }
    if (kind !== 'composer') return;
    const sinceMs = this.#busySinceMs;
    this.#busySinceMs = undefined;
    if (sinceMs !== undefined && nowMs - sinceMs >= LEAST_TURN_MS) {
      this.#await({ occasion: 'finished' }, nowMs);
    }
  }
}

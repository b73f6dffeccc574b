// Where the record of a session's approvals is kept: the port, and one that keeps nothing.
import type { ApprovalOutcome, ApprovalRecord, SettledBy } from '@codex-voice/session';
import type { Kept } from './queue-store.ts';

/** A question that was asked by a tool of ours, and how it ended. */
export interface SettledQuestion {
  readonly type: 'question';
  readonly id: string;
  readonly text: string;
  readonly askedAtMs: number;
  /** Wall clock, in ms since 1970. */
  readonly atMs: number;
  readonly by: SettledBy;
  readonly outcome: ApprovalOutcome;
  /** Absent: nobody answered. */
  readonly answer?: string;
}

export interface ApprovalStore {
  /** All that was kept of what may be asked again, in order. Throws the system's error where it can't be read. */
  load(): readonly ApprovalRecord[];
  /** Kept when it returns, or why not. */
  append(records: readonly (ApprovalRecord | SettledQuestion)[]): Kept;
  close(): void;
}

/** For a session that nobody comes back to. */
export function forgetfulApprovals(): ApprovalStore {
  return { load: () => [], append: () => ({ kind: 'kept' }), close: () => undefined };
}

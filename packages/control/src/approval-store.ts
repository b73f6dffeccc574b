// Where the record of a session's approvals is kept: the port, and one that keeps nothing.
import type { ApprovalRecord } from '@codex-voice/session';
import type { Kept } from './queue-store.ts';

export interface ApprovalStore {
  /** All that was kept, in order. */
  load(): readonly ApprovalRecord[];
  /** Kept when it returns, or why not. */
  append(records: readonly ApprovalRecord[]): Kept;
  close(): void;
}

/** For a session that nobody comes back to. */
export function forgetfulApprovals(): ApprovalStore {
  return { load: () => [], append: () => ({ kind: 'kept' }), close: () => undefined };
}

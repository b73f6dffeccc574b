// What stands behind an agent that has a protocol of its own: how it is started beside that, and what
// takes its place when it crashes. A session without one starts its agent once, as it is.
import type { DriverPlace } from '@codex-voice/protocol';
import type { PtyExit } from '@codex-voice/pty';
import type { AgentCommand } from './agent-terminal.ts';

export interface AgentLife {
  readonly kind: 'behind';
  /** Where a driver finds the agent's protocol; undefined: nowhere, or not yet. */
  readonly driver: DriverPlace | undefined;
  /** The command that opens the agent's conversation again, where its own goodbye does not tell it. */
  readonly again: string | undefined;
  /** Starts what stands behind the agent; resolves with what is then started on the terminal. */
  begin(parts: AgentLifeParts): Promise<AgentCommand>;
  /** The agent ended and nobody had asked for it: what is started in its place, if anything. */
  after(exit: PtyExit): Promise<AgentCommand | undefined>;
  /** Ends what was started beside the agent; nothing of it is left. */
  dispose(): Promise<void>;
}

export interface AgentLifeParts {
  /** The descriptor that nothing which is started may inherit. */
  readonly masterFd: () => number | undefined;
  /** Ends the agent on the terminal, so that `after` says what takes its place. */
  readonly replaceAgent: () => void;
  /** A line for everybody who sees the session: of what is mended, or of what stays so. */
  readonly tell: (line: { readonly lasts: 'no' | 'yes'; readonly message: string }) => void;
  /** `driver` is another one. */
  readonly driverMoved: () => void;
}

/** Ends that nobody asks for, by the signals' numbers: faults of the program, and being killed. */
export const CRASH_SIGNALS: ReadonlySet<number> = new Set([4, 5, 6, 7, 8, 9, 11]);

/** An agent is started as it is; `why` is told where the person could expect something else. */
export interface PlainStart {
  readonly kind: 'plain';
  readonly why: string | undefined;
}

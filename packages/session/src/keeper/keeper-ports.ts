// What a keeper is built from: the agent's PTY, the shadow screen, timers, and who is told of its end.
import type { CellSize, DriverPlace, KeeperRequest, SessionInfo } from '@codex-voice/protocol';
import type { ScreenShadow, ScreenShadowListener } from '../screen-shadow.ts';
import type { SetTimer } from './output-flow.ts';
import type { SharedLogMemory } from './output-log.ts';

export type AgentSignal = Extract<KeeperRequest, { type: 'signal' }>['signal'];

/** The agent's process on its terminal. */
export interface KeeperAgent {
  /** Bytes for it, in order, however long they take. */
  write(bytes: Uint8Array): unknown;
  /** Bytes written that its terminal has not taken yet. */
  readonly pendingInputBytes: number;
  resize(size: CellSize): void;
  /** No output comes until `resume`; it waits when its terminal is full. */
  pause(): void;
  resume(): void;
  /** A process is there, and has written since it came: what the screen shows can be its own. Absent: always. */
  readonly present?: boolean;
  /** Stopped by a signal. */
  readonly stopped: boolean;
  /** To its own process, or to that and all it has started in its group. */
  kill(signal: AgentSignal, to: 'process' | 'group'): void;
}

/** How the agent ended. */
export interface AgentExit {
  readonly exitCode: number;
  /** Number of the signal that ended it; 0: none. */
  readonly signal: number;
  /** The command that opens its conversation again, where the agent itself does not tell it. */
  readonly again?: string;
}

export interface KeeperParts {
  readonly agent: KeeperAgent;
  /** Makes the copy of the screen; called once, at once. */
  readonly openShadow: (listener: ScreenShadowListener) => ScreenShadow;
  /** The size the agent was started with. */
  readonly size: CellSize;
  /** Output kept for terminals that were away, in bytes. */
  readonly logMemoryBytes: number;
  /** Where it is kept, of that length; absent: in memory of its own. */
  readonly logMemory?: SharedLogMemory;
  /** Takes the output for longer than memory keeps it; valid during the call only. */
  readonly record?: (bytes: Uint8Array) => void;
  /** The machine-wide monotonic clock, in ms. */
  readonly nowMs: () => number;
  readonly setTimer: SetTimer;
  /** What the keeper itself does not know of its session. */
  readonly describe: () => Omit<SessionInfo, 'size' | 'terminals' | 'held' | 'outputBytes'>;
  /** Where the agent's protocol is found; absent: it has none. */
  readonly driver?: () => DriverPlace | undefined;
  /** The agent is dead and everybody has been told: connections may be closed. */
  readonly onFinished: () => void;
}

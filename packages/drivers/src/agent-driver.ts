// The one interface through which every part of the product speaks to an agent.
import type {
  AgentActivity,
  ApprovalDecision,
  DriverRung,
  NumberedEvent,
  PromptState,
} from './agent-events.ts';

/** What a driver can do at all; asked of a driver that can't, a method answers `unsupported`. */
export type DriverCapability =
  | 'structured'
  /** It says which message it took: what is typed into it can be told as `taken`. */
  | 'confirms'
  /** Its protocol is the only way to the agent: what is typed goes that way as well. */
  | 'alone'
  | 'steer'
  | 'interrupt'
  | 'approvals'
  | 'fork'
  | 'revert'
  | 'sandboxed-exec';

/** A text for the agent, under an id that is used once. */
export interface AgentPrompt {
  readonly promptId: string;
  readonly text: string;
}

/**
 * Why nothing was done. `not-ready`: no conversation is known yet; `busy`: a turn runs or a person
 * is asked; `no-turn`: nothing runs;
 * `settled`: the approval was answered or never existed; `unreachable`: the agent's protocol is
 * away, so use the next rung; `overloaded`: it said so, repeatedly; `agent`: it refused.
 */
export type RefusalReason =
  | 'unsupported'
  | 'not-ready'
  | 'busy'
  | 'no-turn'
  | 'settled'
  | 'unreachable'
  | 'overloaded'
  | 'agent';

export interface Refusal {
  readonly kind: 'refused';
  readonly reason: RefusalReason;
  readonly message: string;
}

/** The question left, no answer came back: it may have happened, and is never repeated by itself. */
export interface Unconfirmed {
  readonly kind: 'unconfirmed';
  readonly message: string;
}

export type PromptResult =
  | { readonly kind: 'taken'; readonly turnId: string }
  /** This id was taken before; nothing was sent. */
  | { readonly kind: 'repeated' }
  | Unconfirmed
  | Refusal;

export type AnnounceResult =
  | { readonly kind: 'done' }
  /** This id was taken before: don't type it again. */
  | { readonly kind: 'repeated' }
  | Refusal;

export type CommandResult<Value extends object = object> =
  | ({ readonly kind: 'done' } & Value)
  | Unconfirmed
  | Refusal;

export interface ApprovalAnswer {
  readonly approvalId: string;
  readonly decision: ApprovalDecision;
  /** For a question: the answers to each of its parts, by the part's id. */
  readonly answers?: Readonly<Record<string, readonly string[]>>;
}

export interface SandboxedCommand {
  readonly command: readonly string[];
  readonly cwd?: string;
  readonly timeoutMs?: number;
}

/** What a sandboxed command gave back. */
export interface CommandOutput {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

export interface AgentDriver extends AsyncDisposable {
  readonly capabilities: ReadonlySet<DriverCapability>;
  readonly rung: DriverRung;
  readonly activity: AgentActivity;
  /** Calls back for every event from number `after + 1` on, kept ones first; returns the unsubscriber. */
  follow(after: number, listener: (event: NumberedEvent) => void): () => void;
  /** Begins a turn; while one runs, refused with `busy`: the caller queues or steers. */
  submit(prompt: AgentPrompt): Promise<PromptResult>;
  /**
   * For a driver that `confirms` but can't submit: the caller is about to type this prompt. Its event
   * says `taken` once the agent tells a message that holds it.
   */
  announce(prompt: AgentPrompt): Promise<AnnounceResult>;
  /** What was announced was not typed, or taken back: no message of the agent's takes it any more. */
  withdraw(promptId: string): void;
  /** Adds to the running turn. */
  steer(prompt: AgentPrompt): Promise<PromptResult>;
  /** Ends the running turn. */
  interrupt(): Promise<CommandResult>;
  /** The first answer wins, whoever gives it. */
  answer(answer: ApprovalAnswer): Promise<CommandResult>;
  /** A second conversation with this one's past. */
  fork(): Promise<CommandResult<{ readonly threadId: string }>>;
  /** Forgets a turn and what followed it; files stay as they are. */
  revert(beforeTurnId: string): Promise<CommandResult>;
  /** Runs a command in the agent's sandbox, outside any turn. */
  execute(command: SandboxedCommand): Promise<CommandResult<CommandOutput>>;
}

/** A session's driver: it also knows what became of prompts, those of its predecessors included. */
export type SessionDriver = AgentDriver & {
  /** Undefined: no driver of this session was ever given the prompt, as far as the journal reaches. */
  promptState(promptId: string): PromptState | undefined;
  /** What is offered is on disk first. While it is not, a successor could offer it again: type instead. */
  readonly keepsOnDisk: boolean;
};

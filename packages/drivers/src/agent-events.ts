// What a driver tells of its agent: one closed list of events for all kinds of agents. Numbering and
// keeping them is the event journal's business.

/** What a piece of a turn is. */
export type AgentItemKind =
  | 'user'
  | 'agent'
  | 'reasoning'
  | 'command'
  | 'patch'
  | 'tool'
  | 'plan'
  | 'other';

/** A piece of a turn as it is known at the time of the event. */
export interface AgentItem {
  readonly itemId: string;
  readonly kind: AgentItemKind;
  /** What a person would read: the message, the command line, the changed paths, the tool's name. */
  readonly text: string;
  /** The id a prompt was submitted under; only with `user`. */
  readonly promptId?: string;
  /** How a command or tool ended, in the agent's word; absent while it runs. */
  readonly outcome?: string;
  /** The whole patch, and what its paths do not tell of it; only with `patch`. */
  readonly patch?: string;
  readonly warnings?: readonly ApprovalWarning[];
}

/** A step of the agent's plan. */
export interface PlanStep {
  readonly text: string;
  readonly state: 'pending' | 'running' | 'done';
}

/** Whether the agent rests, works, or waits for a person. */
export type AgentActivity = 'idle' | 'busy' | 'waiting';

/** How prompts reach the agent: through its protocol, or typed into its terminal. */
export type DriverRung = 'structured' | 'typing';

/** `offered` is written before the agent hears of a prompt; `taken` when the agent shows it. */
export type PromptState = 'offered' | 'taken' | 'refused' | 'unconfirmed';

export type ApprovalSubject = 'command' | 'patch' | 'permissions' | 'question';

/** The answers that exist for some approval; which of them one takes stands in its request. */
export type ApprovalDecision = 'accept' | 'accept-for-session' | 'decline' | 'cancel';

/** What the text of an approval does not tell of its danger. */
export type ApprovalWarning = 'network' | 'destructive' | 'permissions' | 'unknown';

/** One thing that a question asks; no choices: it wants words. */
export interface QuestionPart {
  /** The agent's own name for it; an answer is given under it. */
  readonly partId: string;
  readonly question: string;
  readonly choices: readonly {
    readonly label: string;
    readonly description?: string;
  }[];
  /** A person's own words are taken too. */
  readonly takesWords: boolean;
  /** Several of its choices may be chosen. */
  readonly takesSeveral?: true;
}

/** What the agent asks a person. */
export interface ApprovalRequest {
  /** The same after a reconnection. */
  readonly approvalId: string;
  readonly turnId: string;
  readonly subject: ApprovalSubject;
  /** The exact command, the paths of the patch, the permissions or the question. */
  readonly text: string;
  readonly reason?: string;
  /** Where a command is to run, absolute; absent: where the agent works. */
  readonly cwd?: string;
  /** The whole patch, where the agent tells it; the text has its paths. */
  readonly patch?: string;
  readonly warnings?: readonly ApprovalWarning[];
  /** Of a question that is answered by words, what it asks; absent: its dialog alone takes an answer. */
  readonly parts?: readonly QuestionPart[];
  readonly decisions: readonly ApprovalDecision[];
}

export type AgentEvent =
  /** The conversation that is followed from now on; once more where it turns out to be an older one. */
  | {
      readonly kind: 'session';
      readonly threadId: string;
      readonly cwd: string;
      /** Something was said in it before it was followed. */
      readonly isOlder?: true;
    }
  | { readonly kind: 'rung'; readonly rung: DriverRung; readonly why: string }
  | { readonly kind: 'prompt'; readonly promptId: string; readonly state: PromptState }
  | { readonly kind: 'turn-started'; readonly turnId: string }
  | {
      readonly kind: 'turn-completed';
      readonly turnId: string;
      readonly how: 'finished' | 'interrupted';
    }
  | { readonly kind: 'turn-failed'; readonly turnId: string; readonly message: string }
  | { readonly kind: 'item-started'; readonly turnId: string; readonly item: AgentItem }
  | {
      readonly kind: 'item-delta';
      readonly turnId: string;
      readonly itemId: string;
      readonly delta: string;
    }
  | { readonly kind: 'item-completed'; readonly turnId: string; readonly item: AgentItem }
  | { readonly kind: 'plan-updated'; readonly turnId: string; readonly steps: readonly PlanStep[] }
  /** The whole unified diff of the turn, replacing the one before. */
  | { readonly kind: 'diff-updated'; readonly turnId: string; readonly diff: string }
  | { readonly kind: 'approval-requested'; readonly approval: ApprovalRequest }
  | {
      readonly kind: 'approval-resolved';
      readonly approvalId: string;
      /** `here`: this driver answered first, as far as it can know; `lost`: nobody can answer any more. */
      readonly by: 'here' | 'elsewhere' | 'lost';
      readonly decision?: ApprovalDecision;
    }
  | {
      readonly kind: 'usage';
      readonly turnId: string;
      readonly inputTokens: number;
      readonly outputTokens: number;
      readonly totalTokens: number;
    }
  | { readonly kind: 'status'; readonly activity: AgentActivity }
  /** `isOurs`: of what stands beside the agent; its turns go on. */
  | { readonly kind: 'error'; readonly message: string; readonly isOurs?: true }
  /** What the agent said and this version has no event for. */
  | { readonly kind: 'raw'; readonly method: string; readonly body: string };

/** An event with its place in its session, counted from 1 without gaps. */
export interface NumberedEvent {
  readonly number: number;
  /** Milliseconds since 1970. */
  readonly atMs: number;
  /** Read from disk: told before this journal was opened. */
  readonly fromBefore?: true;
  readonly event: AgentEvent;
}

// A driver without an agent: it plays turns from a script, for tests and demonstrations of what is
// built on drivers. It keeps the same promises as the others.
import type {
  AgentPrompt,
  AnnounceResult,
  ApprovalAnswer,
  CommandOutput,
  CommandResult,
  DriverCapability,
  PromptResult,
  Refusal,
  SessionDriver,
} from './agent-driver.ts';
import type {
  AgentActivity,
  AgentItem,
  ApprovalRequest,
  DriverRung,
  NumberedEvent,
  PromptState,
  QuestionPart,
} from './agent-events.ts';
import type { EventJournal } from './event-journal.ts';

/** What the scripted agent does with a prompt; a `hold` works until it is steered or interrupted. */
export type ScriptedTurn =
  | { readonly kind: 'say'; readonly text: string }
  | { readonly kind: 'ask'; readonly command: string }
  | { readonly kind: 'fail'; readonly message: string }
  | { readonly kind: 'hold' };

/** A question that wants words; not every agent can be made to ask one. */
export interface ScriptedQuestion {
  readonly kind: 'question';
  readonly text: string;
  readonly parts: readonly QuestionPart[];
}

export interface ScriptedDriverOptions {
  readonly journal: EventJournal;
  readonly turnFor: (prompt: string) => ScriptedTurn | ScriptedQuestion;
}

export class ScriptedDriver implements SessionDriver {
  readonly capabilities: ReadonlySet<DriverCapability> = new Set<DriverCapability>([
    'structured',
    'steer',
    'interrupt',
    'approvals',
  ]);
  readonly #options: ScriptedDriverOptions;
  #rung: DriverRung = 'structured';
  #activity: AgentActivity = 'idle';
  #turnId: string | undefined;
  #asking: { readonly approvalId: string; readonly item: AgentItem } | undefined;
  #turns = 0;
  #items = 0;

  constructor(options: ScriptedDriverOptions) {
    this.#options = options;
    this.#record({ kind: 'rung', rung: 'structured', why: 'the script is read' });
    this.#record({ kind: 'session', threadId: 'scripted', cwd: '' });
  }

  get rung(): DriverRung {
    return this.#rung;
  }

  get activity(): AgentActivity {
    return this.#activity;
  }

  get keepsOnDisk(): boolean {
    return this.#options.journal.keepsOnDisk;
  }

  promptState(promptId: string): PromptState | undefined {
    return this.#options.journal.promptState(promptId);
  }

  /** As if its protocol went away, or came back; while it is away prompts are refused. */
  become(rung: DriverRung, why: string): void {
    if (rung === this.#rung) return;
    this.#rung = rung;
    this.#record({ kind: 'rung', rung, why });
  }

  follow(after: number, listener: (event: NumberedEvent) => void): () => void {
    return this.#options.journal.follow(after, listener);
  }

  async submit(prompt: AgentPrompt): Promise<PromptResult> {
    if (this.#rung === 'typing') return refused('unreachable', 'the script is closed');
    if (this.#turnId !== undefined) return refused('busy', 'a turn runs');
    if (this.#isKnown(prompt)) return { kind: 'repeated' };
    this.#turns += 1;
    const turnId = `turn-${this.#turns}`;
    this.#turnId = turnId;
    this.#record({ kind: 'prompt', promptId: prompt.promptId, state: 'offered' });
    this.#become('busy');
    this.#record({ kind: 'turn-started', turnId });
    this.#take(prompt, turnId);
    this.#play(this.#options.turnFor(prompt.text), turnId);
    return { kind: 'taken', turnId };
  }

  async announce(_prompt: AgentPrompt): Promise<AnnounceResult> {
    return refused('unsupported', 'prompts are submitted to a script');
  }

  withdraw(_promptId: string): void {
    // Nothing is announced.
  }

  async steer(prompt: AgentPrompt): Promise<PromptResult> {
    const turnId = this.#turnId;
    if (turnId === undefined) return refused('no-turn', 'no turn runs');
    if (this.#isKnown(prompt)) return { kind: 'repeated' };
    this.#record({ kind: 'prompt', promptId: prompt.promptId, state: 'offered' });
    this.#take(prompt, turnId);
    this.#play(this.#options.turnFor(prompt.text), turnId);
    return { kind: 'taken', turnId };
  }

  async interrupt(): Promise<CommandResult> {
    const turnId = this.#turnId;
    if (turnId === undefined) return refused('no-turn', 'no turn runs');
    if (this.#asking !== undefined) {
      const { approvalId } = this.#asking;
      this.#asking = undefined;
      this.#record({ kind: 'approval-resolved', approvalId, by: 'lost' });
    }
    this.#end(turnId, 'interrupted');
    return { kind: 'done' };
  }

  async answer({ approvalId, decision, answers }: ApprovalAnswer): Promise<CommandResult> {
    const asking = this.#asking;
    const turnId = this.#turnId;
    if (asking?.approvalId !== approvalId || turnId === undefined) {
      return refused('settled', 'nothing with this id is open');
    }
    this.#asking = undefined;
    this.#record({ kind: 'approval-resolved', approvalId, by: 'here', decision });
    this.#become('busy');
    const ran = decision === 'accept' || decision === 'accept-for-session';
    const heard = answers === undefined ? 'completed, status 0' : JSON.stringify(answers);
    const outcome = ran ? heard : 'declined';
    this.#record({ kind: 'item-completed', turnId, item: { ...asking.item, outcome } });
    this.#end(turnId, decision === 'cancel' ? 'interrupted' : 'finished');
    return { kind: 'done' };
  }

  async fork(): Promise<CommandResult<{ readonly threadId: string }>> {
    return refused('unsupported', 'a script has one conversation');
  }

  async revert(): Promise<CommandResult> {
    return refused('unsupported', 'a script goes forward only');
  }

  async execute(): Promise<CommandResult<CommandOutput>> {
    return refused('unsupported', 'a script runs nothing');
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#turnId = undefined;
  }

  #isKnown({ promptId }: AgentPrompt): boolean {
    return this.#options.journal.promptState(promptId) !== undefined;
  }

  #take({ promptId, text }: AgentPrompt, turnId: string): void {
    const item = this.#item('user', text);
    this.#record({ kind: 'item-started', turnId, item: { ...item, promptId } });
    this.#record({ kind: 'prompt', promptId, state: 'taken' });
    this.#record({ kind: 'item-completed', turnId, item: { ...item, promptId } });
  }

  #play(turn: ScriptedTurn | ScriptedQuestion, turnId: string): void {
    switch (turn.kind) {
      case 'say': {
        const item = this.#item('agent', '');
        this.#record({ kind: 'item-started', turnId, item });
        this.#record({ kind: 'item-delta', turnId, itemId: item.itemId, delta: turn.text });
        this.#record({ kind: 'item-completed', turnId, item: { ...item, text: turn.text } });
        this.#end(turnId, 'finished');
        return;
      }
      case 'ask': {
        const decisions = ['accept', 'decline', 'cancel'] as const;
        const item = this.#item('command', turn.command);
        this.#ask(item, { turnId, subject: 'command', text: turn.command, decisions });
        return;
      }
      case 'question': {
        const { text, parts } = turn;
        const item = this.#item('tool', 'ask');
        this.#ask(item, { turnId, subject: 'question', text, parts, decisions: ['accept'] });
        return;
      }
      case 'fail':
        this.#turnId = undefined;
        this.#become('idle');
        this.#record({ kind: 'error', message: turn.message });
        this.#record({ kind: 'turn-failed', turnId, message: turn.message });
        return;
      case 'hold':
        return;
    }
  }

  #ask(item: AgentItem, asked: Omit<ApprovalRequest, 'approvalId'>): void {
    this.#record({ kind: 'item-started', turnId: asked.turnId, item });
    const approvalId = `${asked.turnId}/${item.itemId}`;
    this.#asking = { approvalId, item };
    this.#become('waiting');
    this.#record({ kind: 'approval-requested', approval: { approvalId, ...asked } });
  }

  #item(kind: AgentItem['kind'], text: string): AgentItem {
    this.#items += 1;
    return { itemId: `item-${this.#items}`, kind, text };
  }

  #end(turnId: string, how: 'finished' | 'interrupted'): void {
    this.#turnId = undefined;
    this.#become('idle');
    this.#record({ kind: 'turn-completed', turnId, how });
  }

  #become(activity: AgentActivity): void {
    if (activity === this.#activity) return;
    this.#activity = activity;
    this.#record({ kind: 'status', activity });
  }

  #record(event: NumberedEvent['event']): void {
    this.#options.journal.record(event);
  }
}

function refused(reason: Refusal['reason'], message: string): Refusal {
  return { kind: 'refused', reason, message };
}

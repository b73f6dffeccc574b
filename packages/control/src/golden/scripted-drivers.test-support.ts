// Drivers of the scripted agent, one for each way that real agents are driven: what they can do is what the
// real ones can, so that a session decides as it would with those.
import {
  ACP_CAPABILITIES,
  type AgentActivity,
  type AgentPrompt,
  type AnnounceResult,
  type ApprovalAnswer,
  type CommandResult,
  type DriverCapability,
  type EventJournal,
  type PromptResult,
  type PromptState,
  type Refusal,
  type SessionDriver,
} from '@codex-voice/drivers';
import type { GoldenDriver } from '@codex-voice/testing';
import type { AgentListener, ScriptedAgent } from './scripted-agent.test-support.ts';

/** Codex's protocol and Claude Code's hooks keep theirs to themselves: their system suites hold them to it. */
const CAPABILITIES: Readonly<Partial<Record<GoldenDriver, ReadonlySet<DriverCapability>>>> = {
  codex: new Set<DriverCapability>(['structured', 'steer', 'interrupt', 'approvals']),
  'claude-hooks': new Set<DriverCapability>(['confirms', 'approvals']),
  acp: ACP_CAPABILITIES,
};

/** Undefined: of this kind there is only a terminal. */
export function scriptedDriver(
  kind: GoldenDriver,
  parts: { readonly agent: ScriptedAgent; readonly journal: EventJournal },
): SessionDriver | undefined {
  const capabilities = CAPABILITIES[kind];
  return capabilities === undefined ? undefined : new AgentFollower(capabilities, parts);
}

class AgentFollower implements SessionDriver, AgentListener {
  readonly capabilities: ReadonlySet<DriverCapability>;
  readonly rung: 'structured' | 'typing';
  readonly #agent: ScriptedAgent;
  readonly #journal: EventJournal;
  readonly #announced = new Map<string, string>();
  #turns = 0;

  constructor(
    capabilities: ReadonlySet<DriverCapability>,
    { agent, journal }: { readonly agent: ScriptedAgent; readonly journal: EventJournal },
  ) {
    this.capabilities = capabilities;
    this.rung = capabilities.has('structured') ? 'structured' : 'typing';
    this.#agent = agent;
    this.#journal = journal;
    agent.listener = this;
  }

  get activity(): AgentActivity {
    if (this.#agent.asks) return 'waiting';
    return this.#agent.works ? 'busy' : 'idle';
  }

  get keepsOnDisk(): boolean {
    return this.#journal.keepsOnDisk;
  }

  promptState(promptId: string): PromptState | undefined {
    return this.#journal.promptState(promptId);
  }

  follow(...given: Parameters<SessionDriver['follow']>): () => void {
    return this.#journal.follow(...given);
  }

  async submit({ promptId, text }: AgentPrompt): Promise<PromptResult> {
    if (this.rung === 'typing') return refused('unsupported');
    if (this.activity !== 'idle') return refused('busy');
    if (this.promptState(promptId) !== undefined) return { kind: 'repeated' };
    this.#tell({ kind: 'prompt', promptId, state: 'offered' });
    this.#agent.take(text, promptId);
    return { kind: 'taken', turnId: this.#turnId };
  }

  async steer({ promptId, text }: AgentPrompt): Promise<PromptResult> {
    if (!this.capabilities.has('steer')) return refused('unsupported');
    if (this.activity === 'idle') return refused('no-turn');
    this.#tell({ kind: 'prompt', promptId, state: 'offered' });
    this.#agent.add(text, promptId);
    return { kind: 'taken', turnId: this.#turnId };
  }

  async announce({ promptId, text }: AgentPrompt): Promise<AnnounceResult> {
    const state = this.promptState(promptId);
    if (state === 'taken') return { kind: 'repeated' };
    this.#announced.set(promptId, text.trim());
    if (state !== 'offered') this.#tell({ kind: 'prompt', promptId, state: 'offered' });
    return { kind: 'done' };
  }

  withdraw(promptId: string): void {
    if (this.#announced.delete(promptId))
      this.#tell({ kind: 'prompt', promptId, state: 'refused' });
  }

  async interrupt(): Promise<CommandResult> {
    if (!this.capabilities.has('interrupt')) return refused('unsupported');
    if (this.activity === 'idle') return refused('no-turn');
    this.#agent.interrupt();
    return { kind: 'done' };
  }

  async answer({ decision }: ApprovalAnswer): Promise<CommandResult> {
    if (!this.#agent.asks || decision !== 'accept') return refused('settled');
    this.#agent.approve('here');
    return { kind: 'done' };
  }

  async fork(): Promise<Refusal> {
    return refused('unsupported');
  }

  async revert(): Promise<Refusal> {
    return refused('unsupported');
  }

  async execute(): Promise<Refusal> {
    return refused('unsupported');
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#agent.listener === this) this.#agent.listener = undefined;
  }

  started(prompt: string, promptId: string | undefined): void {
    this.#turns += 1;
    this.#tell({ kind: 'status', activity: 'busy' });
    this.#tell({ kind: 'turn-started', turnId: this.#turnId });
    const taken = promptId === undefined ? this.#announcedIn(prompt) : [promptId];
    for (const id of taken) this.#tell({ kind: 'prompt', promptId: id, state: 'taken' });
  }

  added(_prompt: string, promptId: string): void {
    this.#tell({ kind: 'prompt', promptId, state: 'taken' });
  }

  said(text: string): void {
    const item = { itemId: `item-${this.#turns}`, kind: 'agent', text } as const;
    this.#tell({ kind: 'item-completed', turnId: this.#turnId, item });
  }

  asked(command: string): void {
    this.#tell({ kind: 'status', activity: 'waiting' });
    const decisions = ['accept', 'decline'] as const;
    const asked = { subject: 'command', text: command, decisions } as const;
    const approval = { approvalId: this.#approvalId, turnId: this.#turnId, ...asked };
    this.#tell({ kind: 'approval-requested', approval });
  }

  answered(by: 'here' | 'elsewhere'): void {
    const approvalId = this.#approvalId;
    this.#tell({ kind: 'approval-resolved', approvalId, by, decision: 'accept' });
    this.#tell({ kind: 'status', activity: 'busy' });
  }

  ended(how: 'finished' | 'interrupted' | 'failed'): void {
    const turnId = this.#turnId;
    this.#tell({ kind: 'status', activity: 'idle' });
    if (how === 'failed') this.#tell({ kind: 'turn-failed', turnId, message: 'no network' });
    else this.#tell({ kind: 'turn-completed', turnId, how });
  }

  get #turnId(): string {
    return `turn-${this.#turns}`;
  }

  get #approvalId(): string {
    return `${this.#turnId}/asked`;
  }

  #announcedIn(prompt: string): readonly string[] {
    const found = [...this.#announced].flatMap(([id, text]) => (prompt.includes(text) ? [id] : []));
    for (const id of found) this.#announced.delete(id);
    return found;
  }

  #tell(event: Parameters<EventJournal['record']>[0]): void {
    this.#journal.record(event);
  }
}

function refused(reason: Refusal['reason']): Refusal {
  return { kind: 'refused', reason, message: reason };
}

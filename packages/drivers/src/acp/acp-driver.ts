// The driver of an agent that speaks the Agent Client Protocol: its process is ours, and its only client is
// this driver. Prompts, questions and turns go over its input and output.
import * as v from 'valibot';
import type {
  AgentPrompt,
  AnnounceResult,
  ApprovalAnswer,
  CommandResult,
  DriverCapability,
  PromptResult,
  Refusal,
  SessionDriver,
} from '../agent-driver.ts';
import type {
  AgentActivity,
  AgentEvent,
  DriverRung,
  NumberedEvent,
  PromptState,
} from '../agent-events.ts';
import type { EventJournal } from '../event-journal.ts';
import { AcpAgent, type AcpAgentOptions, type AgentOver, type OpenedSession } from './acp-agent.ts';
import { AcpApprovals, type OpenApproval } from './acp-approvals.ts';
import type { AcpRequestId } from './acp-connection.ts';
import { type AcpMode, knownUpdate, permissionAsked, type SessionUpdate } from './acp-messages.ts';
import { closingEvents } from './acp-predecessor.ts';
import { RunningTurn } from './acp-running-turn.ts';

export const ACP_CAPABILITIES: ReadonlySet<DriverCapability> = new Set<DriverCapability>([
  'structured',
  'alone',
  'interrupt',
  'approvals',
]);

/** An agent that has not ended its turn by then, in ms, may never. */
const INTERRUPTED_WITHIN_MS = 5_000;
/** Longest excerpt of what we do not know, in characters. */
const RAW_CHARACTERS = 4_096;

/** What the events have no word for, for whoever shows the conversation. */
export type AcpNotice =
  | { readonly kind: 'opened'; readonly opened: OpenedSession }
  | { readonly kind: 'mode'; readonly modeId: string }
  | { readonly kind: 'commands'; readonly names: readonly string[] }
  /** What the agent says while no turn runs. */
  | { readonly kind: 'aside'; readonly text: string }
  | { readonly kind: 'over'; readonly over: AgentOver };

export interface AcpDriverOptions extends AcpAgentOptions {
  /** Keeps the events; the caller's to dispose, after the driver. */
  readonly journal: EventJournal;
  readonly noticed?: (notice: AcpNotice) => void;
  readonly interruptedWithinMs?: number;
}

/** Dispose it: the agent is ended. */
export class AcpDriver implements SessionDriver {
  readonly capabilities = ACP_CAPABILITIES;
  readonly #options: AcpDriverOptions;
  readonly #journal: EventJournal;
  readonly #agent: AcpAgent;
  readonly #approvals = new AcpApprovals((event) => this.#tell(event));
  #modes: readonly AcpMode[] = [];
  #modeId: string | undefined;
  #running: RunningTurn | undefined;
  #rung: DriverRung = 'typing';
  #activity: AgentActivity = 'idle';
  readonly #saidOnce = new Set<string>();
  #isDisposed = false;

  constructor(options: AcpDriverOptions) {
    this.#options = options;
    this.#journal = options.journal;
    for (const event of closingEvents(options.journal)) this.#tell(event);
    this.#tell({ kind: 'rung', rung: 'typing', why: `${options.name} starts` });
    // What was open last goes before what was asked for at the first start.
    const resume = this.#journal.session?.event.threadId ?? options.resume;
    this.#agent = new AcpAgent(
      { ...options, resume },
      {
        ready: (opened) => this.#opened(opened),
        away: (why) => this.#away(why),
        over: (over) => options.noticed?.({ kind: 'over', over }),
        updated: (update) => this.#updated(update),
        asked: (id, params) => this.#asked(id, params),
        raw: (method, body) => this.#raw(method, body),
        garbled: (line) => this.#garbled(line),
      },
    );
  }

  get rung(): DriverRung {
    return this.#rung;
  }

  get activity(): AgentActivity {
    return this.#activity;
  }

  get keepsOnDisk(): boolean {
    return this.#journal.keepsOnDisk;
  }

  /** What is asked first, with the agent's own options. */
  get asked(): OpenApproval | undefined {
    return this.#approvals.first;
  }

  promptState(promptId: string): PromptState | undefined {
    return this.#journal.promptState(promptId);
  }

  follow(after: number, listener: (event: NumberedEvent) => void): () => void {
    return this.#journal.follow(after, listener);
  }

  async submit(prompt: AgentPrompt): Promise<PromptResult> {
    const { promptId } = prompt;
    const state = this.#journal.promptState(promptId);
    if (state === 'taken' || this.#running?.promptId === promptId) return { kind: 'repeated' };
    if (state === 'offered' || state === 'unconfirmed') {
      return { kind: 'unconfirmed', message: 'it was offered before, and no answer came' };
    }
    if (!this.#agent.isReady) return refusal('unreachable', `${this.#options.name} is away`);
    if (this.#running !== undefined) return refusal('busy', 'a turn runs');
    const { keepsOnDisk } = this.#journal;
    this.#tell({ kind: 'prompt', promptId, state: 'offered' });
    if (keepsOnDisk && !this.#journal.keepsOnDisk) {
      // A successor would find no trace of it, and offer it again.
      this.#tell({ kind: 'prompt', promptId, state: 'refused' });
      return refusal('unreachable', 'what is offered can not be kept on disk');
    }
    return await new Promise<PromptResult>((resolve) => this.#begin(prompt, resolve));
  }

  async announce(): Promise<AnnounceResult> {
    return refusal('unsupported', 'prompts are submitted to it');
  }

  withdraw(): void {
    // Nothing is announced.
  }

  async steer(): Promise<Refusal> {
    return refusal('unsupported', 'a turn takes no more words once it runs');
  }

  async interrupt(): Promise<CommandResult> {
    const running = this.#running;
    if (running === undefined) return refusal('no-turn', 'no turn runs');
    this.#agent.cancel();
    this.#approvals.cancelled();
    this.#feel();
    return await new Promise<CommandResult>((resolve) => {
      const message = `${this.#options.name} does not end its turn`;
      const late = (): void => resolve({ kind: 'unconfirmed', message });
      const { interruptedWithinMs = INTERRUPTED_WITHIN_MS } = this.#options;
      const timer = setTimeout(late, interruptedWithinMs);
      running.interrupted(() => {
        clearTimeout(timer);
        resolve({ kind: 'done' });
      });
    });
  }

  async answer(answer: ApprovalAnswer): Promise<CommandResult> {
    const result = this.#approvals.answer(answer);
    if (result === 'cancelled') return await this.interrupt();
    this.#feel();
    return result;
  }

  /** One of the agent's own options, chosen where they are shown. */
  async choose(approvalId: string, optionId: string): Promise<CommandResult> {
    const result = this.#approvals.choose(approvalId, optionId);
    this.#feel();
    return result;
  }

  /** The next of the agent's modes, as far as it has any. */
  async nextMode(): Promise<CommandResult> {
    const at = this.#modes.findIndex(({ id }) => id === this.#modeId);
    const next = this.#modes[(at + 1) % Math.max(1, this.#modes.length)];
    if (next === undefined || next.id === this.#modeId)
      return refusal('unsupported', `${this.#options.name} has no modes`);
    const reply = await this.#agent.setMode(next.id);
    if (reply.kind === 'result') {
      this.#inMode(next.id);
      return { kind: 'done' };
    }
    return refusal('agent', reply.kind === 'refused' ? reply.message : 'no answer');
  }

  async fork(): Promise<Refusal> {
    return refusal('unsupported', 'ACP has no such request');
  }

  async revert(): Promise<Refusal> {
    return refusal('unsupported', 'ACP has no such request');
  }

  async execute(): Promise<Refusal> {
    return refusal('unsupported', 'an agent of ACP runs commands only in a turn');
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#isDisposed = true;
    await this.#agent[Symbol.asyncDispose]();
    this.#running?.left();
  }

  #begin(prompt: AgentPrompt, settle: (result: PromptResult) => void): void {
    const tell = (event: AgentEvent): void => this.#tell(event);
    const running = new RunningTurn({
      prompt,
      offersSignIn: this.#agent.offersSignIn,
      tell,
      settle,
    });
    this.#running = running;
    this.#feel();
    void this.#agent.prompt(prompt.text).then((reply) => {
      if (this.#isDisposed) return;
      running.over(reply);
      this.#running = undefined;
      this.#approvals.lost();
      this.#feel();
      running.ended();
    });
  }

  #updated(update: { readonly sessionUpdate: string }): void {
    const known = knownUpdate(update);
    if (known === undefined) {
      this.#raw(update.sessionUpdate, update);
      return;
    }
    if (known.sessionUpdate === 'current_mode_update') this.#inMode(known.currentModeId);
    if (known.sessionUpdate === 'available_commands_update') {
      const names = known.availableCommands.map(({ name }) => name);
      this.#options.noticed?.({ kind: 'commands', names });
    }
    const running = this.#running;
    if (isOfTurn(known) && running !== undefined) {
      running.take();
      running.turn.update(known);
    } else {
      this.#aside(known);
      this.#raw(update.sessionUpdate, update);
    }
  }

  /** Words that belong to no turn. */
  #aside(known: SessionUpdate): void {
    if (known.sessionUpdate !== 'agent_message_chunk') return;
    const { text } = known.content;
    if (text) this.#options.noticed?.({ kind: 'aside', text });
  }

  #asked(id: AcpRequestId, params: unknown): void {
    const parsed = v.safeParse(permissionAsked, params);
    const running = this.#running;
    if (!parsed.success || running === undefined) {
      this.#raw('session/request_permission', params);
      if (parsed.success) this.#agent.permit(id, undefined);
      else {
        this.#agent.refuse(id, 'a question in another form');
        this.#once('it asks in a form that is not known here: that is refused, and it is told so');
      }
      return;
    }
    running.take();
    // It was on its way when the turn was interrupted, or is asked although it was.
    if (running.isInterrupted) {
      this.#agent.permit(id, undefined);
      return;
    }
    if (this.#approvals.isFull) {
      this.#agent.permit(id, undefined);
      this.#once('it asks more at once than can be answered: the rest is refused');
      return;
    }
    const { turn } = running;
    const { toolCall, options } = parsed.output;
    const call = turn.askedAbout(toolCall);
    const reply = (optionId: string | undefined): void => {
      const chosen = options.find((option) => option.optionId === optionId);
      if (chosen?.kind.startsWith('allow') !== true) turn.declined(toolCall.toolCallId);
      this.#agent.permit(id, optionId);
    };
    this.#approvals.asked({ turnId: turn.turnId, call, options, reply });
    this.#feel();
  }

  #opened(opened: OpenedSession): void {
    this.#modes = opened.modes;
    this.#modeId = opened.modeId;
    const { name, cwd } = this.#options;
    const threadId = opened.sessionId;
    this.#rung = 'structured';
    this.#tell({ kind: 'rung', rung: 'structured', why: `${name} takes prompts over ACP` });
    this.#tell({ kind: 'session', threadId, cwd });
    if (opened.how === 'anew') {
      const message = `the conversation could not be taken up (${opened.why}): a new one is begun`;
      this.#tell({ kind: 'error', message });
    }
    this.#options.noticed?.({ kind: 'opened', opened });
  }

  #away(why: string): void {
    if (this.#isDisposed) return;
    this.#saidOnce.clear();
    this.#approvals.lost();
    this.#feel();
    if (this.#rung === 'typing') return;
    this.#rung = 'typing';
    this.#tell({ kind: 'rung', rung: 'typing', why });
  }

  #inMode(modeId: string): void {
    if (modeId === this.#modeId) return;
    this.#modeId = modeId;
    this.#options.noticed?.({ kind: 'mode', modeId });
  }

  #feel(): void {
    const runs = this.#running !== undefined;
    const activity = this.#approvals.isOpen ? 'waiting' : runs ? 'busy' : 'idle';
    if (activity === this.#activity) return;
    this.#activity = activity;
    this.#tell({ kind: 'status', activity });
  }

  /** A line of the agent's that is no message. */
  #garbled(line: string): void {
    this.#raw('', line);
    this.#once('it writes lines that are no messages of ACP: they are passed over');
  }

  /** What an agent does wrong again and again is one line for the person, for each of its lives. */
  #once(what: string): void {
    if (this.#saidOnce.has(what)) return;
    this.#saidOnce.add(what);
    const message = `${this.#options.name}: ${what}`;
    this.#tell({ kind: 'error', message, isOurs: true });
  }

  #raw(method: string, body: unknown): void {
    const text = typeof body === 'string' ? body : (JSON.stringify(body) ?? '');
    this.#tell({ kind: 'raw', method, body: text.slice(0, RAW_CHARACTERS) });
  }

  #tell(event: AgentEvent): void {
    this.#journal.record(event);
  }
}

function isOfTurn({ sessionUpdate }: SessionUpdate): boolean {
  return sessionUpdate !== 'current_mode_update' && sessionUpdate !== 'available_commands_update';
}

function refusal(reason: Refusal['reason'], message: string): Refusal {
  return { kind: 'refused', reason, message };
}

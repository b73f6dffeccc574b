// The driver of Codex: a second client on the app-server that Codex's own TUI uses, on the thread
// that the person has open there. Starting the server and the TUI is left to their owner.
import { setTimeout as sleep } from 'node:timers/promises';
import * as v from 'valibot';
import type {
  AgentPrompt,
  AnnounceResult,
  ApprovalAnswer,
  CommandOutput,
  CommandResult,
  DriverCapability,
  PromptResult,
  Refusal,
  SandboxedCommand,
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
import * as messages from './codex-messages.ts';
import { parse } from './codex-replies.ts';
import { CodexSession } from './codex-session.ts';
import type { FollowedThread } from './followed-thread.ts';
import { leftOffers } from './left-offers.ts';
import { OfferedPrompts, type ReadConversation } from './offered-prompts.ts';
import { isOverload, listensSinceMs, type RpcReply } from './rpc-connection.ts';

const CAPABILITIES: ReadonlySet<DriverCapability> = new Set<DriverCapability>([
  'structured',
  'steer',
  'interrupt',
  'approvals',
  'fork',
  'revert',
  'sandboxed-exec',
]);

/** An answer later than this, in ms, is taken for none: the slowest measured took 0.1 s. */
const REQUEST_TIMEOUT_MS = 5_000;

/** A model may think for minutes; that the server lives is asked for this often meanwhile, in ms. */
const ALIVE_EVERY_MS = 5_000;

/** What a predecessor asked just before its end the server begins within 0.1 s or drops; a loaded machine gets this, in ms. */
const LEFT_MS = 3_000;

/** What a server says of a conversation that it has open and in which no turn runs: that the last one failed, too. */
const AT_REST: ReadonlySet<string> = new Set(['idle', 'systemError']);

export interface CodexDriverOptions {
  readonly socketPath: string;
  /** Keeps the events; the caller's to dispose, after the driver. */
  readonly journal: EventJournal;
  readonly requestTimeoutMs?: number;
  /** A server that is silent in a turn is asked for a word this often, in ms. */
  readonly aliveEveryMs?: number;
  /** How long what a predecessor offered may still begin, in ms. */
  readonly leftMs?: number;
}

/** Dispose it: the connection is closed, the agent goes on. */
export class CodexDriver implements SessionDriver {
  readonly capabilities = CAPABILITIES;
  readonly #journal: EventJournal;
  readonly #session: CodexSession;
  /** Ids between the offer and what became of it; who waits for the message is told whether it was seen. */
  readonly #underWay = new Map<string, (seen: 'seen' | 'away') => void>();
  readonly #offered = new OfferedPrompts();
  readonly #requestTimeoutMs: number;

  constructor(options: CodexDriverOptions) {
    this.#journal = options.journal;
    this.#requestTimeoutMs = options.requestTimeoutMs ?? REQUEST_TIMEOUT_MS;
    this.#loseApprovals();
    this.#session = new CodexSession({
      socketPath: options.socketPath,
      requestTimeoutMs: this.#requestTimeoutMs,
      aliveEveryMs: options.aliveEveryMs ?? ALIVE_EVERY_MS,
      read: (conversation) => this.#settleRead(conversation),
      tell: (event) => this.#tell(event),
      past: () => this.#past(),
      lastFollowed: () => this.#journal.session,
    });
    void this.#settleLeft(options);
  }

  /**
   * Resolves once what happened before this driver was told, which settles prompts of a predecessor;
   * not before the server is there.
   */
  get firstLook(): Promise<void> {
    return this.#session.firstLook;
  }

  get rung(): DriverRung {
    return this.#session.rung;
  }

  get activity(): AgentActivity {
    return this.#session.thread?.activity ?? 'idle';
  }

  get keepsOnDisk(): boolean {
    return this.#journal.keepsOnDisk;
  }

  promptState(promptId: string): PromptState | undefined {
    return this.#journal.promptState(promptId);
  }

  follow(after: number, listener: (event: NumberedEvent) => void): () => void {
    return this.#journal.follow(after, listener);
  }

  async submit(prompt: AgentPrompt): Promise<PromptResult> {
    const refused = this.#notNow() ?? (await this.#notYet());
    if (refused !== undefined) return this.#known(prompt.promptId) ?? refused;
    return await this.#offer(prompt, async (params) => {
      const { thread } = this.#session;
      const reply = await this.#session.begin(params);
      const result = taken(reply, messages.startedTurn, ({ turn }) => turn.id);
      if (result.kind === 'taken') thread?.begun(result.turnId);
      return result;
    });
  }

  async announce(): Promise<AnnounceResult> {
    return refusal('unsupported', 'prompts are submitted to Codex');
  }

  withdraw(): void {
    // Nothing is announced.
  }

  async steer(prompt: AgentPrompt): Promise<PromptResult> {
    const expectedTurnId = this.#session.thread?.runningTurnId;
    if (expectedTurnId === undefined) return refusal('no-turn', 'no turn runs');
    return await this.#offer(prompt, async (params) => {
      const reply = await this.#session.request('turn/steer', { ...params, expectedTurnId });
      return taken(reply, messages.steeredTurn, ({ turnId }) => turnId);
    });
  }

  async interrupt(): Promise<CommandResult> {
    const { thread } = this.#session;
    const turnId = thread?.runningTurnId;
    if (thread === undefined || turnId === undefined) return refusal('no-turn', 'no turn runs');
    return await this.#command('turn/interrupt', { threadId: thread.threadId, turnId });
  }

  async answer(answer: ApprovalAnswer): Promise<CommandResult> {
    return this.#session.answer(answer);
  }

  async fork(): Promise<CommandResult<{ readonly threadId: string }>> {
    const { thread } = this.#session;
    if (thread === undefined) return notReady();
    const params = { threadId: thread.threadId, excludeTurns: true };
    const reply = await this.#session.request('thread/fork', params);
    return done(reply, messages.forkedThread, (forked) => ({ threadId: forked.thread.id }));
  }

  async revert(beforeTurnId: string): Promise<CommandResult> {
    const { thread } = this.#session;
    if (thread === undefined) return notReady();
    return await this.#command('thread/revert', { threadId: thread.threadId, beforeTurnId });
  }

  async execute(command: SandboxedCommand): Promise<CommandResult<CommandOutput>> {
    const reply = await this.#session.request('command/exec', { ...command });
    return done(reply, messages.commandOutput, (output) => output);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#session.dispose();
  }

  async #command(method: string, params: object): Promise<CommandResult> {
    return done(await this.#session.request(method, params), v.looseObject({}), () => ({}));
  }

  /** Once for an id: the server itself takes the same id twice. */
  async #offer(
    { promptId, text }: AgentPrompt,
    send: (params: messages.TurnStart) => Promise<PromptResult>,
  ): Promise<PromptResult> {
    const known = this.#known(promptId);
    if (known !== undefined) return known;
    const { thread, rung } = this.#session;
    if (rung !== 'structured') return refusal('unreachable', 'the app-server is away');
    if (thread === undefined) return notReady();
    const { keepsOnDisk } = this.#journal;
    this.#journal.record({ kind: 'prompt', promptId, state: 'offered' });
    if (keepsOnDisk && !this.#journal.keepsOnDisk) {
      // A successor would find no trace of it, and offer it again.
      this.#tell({ kind: 'prompt', promptId, state: 'refused' });
      return refusal('unreachable', 'what is offered can not be kept on disk');
    }
    let tell: (seen: 'seen' | 'away') => void = () => undefined;
    const told = new Promise<'seen' | 'away'>((resolve) => {
      tell = resolve;
    });
    this.#underWay.set(promptId, tell);
    const { threadId, rollout } = thread;
    this.#offered.add(promptId, { server: this.#session.server, threadId, text, rollout });
    const answer = await send({
      threadId,
      clientUserMessageId: promptId,
      input: [{ type: 'text', text, text_elements: [] }],
    });
    const late = setTimeout(() => tell('seen'), this.#requestTimeoutMs);
    // The server says so before it writes the message down: killed in between it has lost it.
    const result = answer.kind === 'taken' && (await told) === 'away' ? LOST_SIGHT : answer;
    clearTimeout(late);
    this.#underWay.delete(promptId);
    if (result.kind === 'refused') this.#offered.refused(promptId);
    if (result.kind === 'taken') void this.#tellLeft(thread.threadId);
    this.#settle(promptId, result);
    return result;
  }

  /** A conversation may be left while a prompt is on its way to it. */
  async #tellLeft(threadId: string): Promise<void> {
    await this.#session.untilKnown();
    const open = this.#session.thread?.threadId;
    if (open !== undefined && open !== threadId)
      this.#tell({ kind: 'error', message: LEFT_BEHIND, isOurs: true });
  }

  /** What its conversation does not hold as another server read it is in none: it may be offered again. */
  async #settleRead(conversation: ReadConversation): Promise<void> {
    const { lost, written, isUnanswered } = this.#offered.read(conversation);
    for (const promptId of written) this.#tell({ kind: 'prompt', promptId, state: 'taken' });
    for (const promptId of lost) {
      const wasTaken = this.#journal.promptState(promptId) === 'taken';
      if (wasTaken) this.#tell({ kind: 'error', message: LOST_IN_SERVER, isOurs: true });
      else this.#tell({ kind: 'prompt', promptId, state: 'refused' });
    }
    if (isUnanswered) await this.#beginAgain(conversation.thread);
  }

  /** Nothing is said with it: what was said stands in the conversation, and its model may never have been asked. */
  async #beginAgain(thread: FollowedThread): Promise<void> {
    const reply = await this.#session.begin({ threadId: thread.threadId, input: [] });
    const begun = parse(messages.startedTurn, reply);
    if (begun === undefined) this.#tell({ kind: 'error', message: UNANSWERED, isOurs: true });
    else thread.begun(begun.turn.id);
  }

  /** Starting a turn while one runs would steer it, and the server does not say so. */
  #notNow(): Refusal | undefined {
    const activity = this.#session.thread?.activity ?? 'idle';
    if (activity !== 'idle') return refusal('busy', 'a turn runs');
    return this.#underWay.size === 0 ? undefined : refusal('busy', 'a turn begins');
  }

  async #notYet(): Promise<Refusal | undefined> {
    await this.#session.untilKnown();
    const { thread, rung } = this.#session;
    if (thread === undefined || rung !== 'structured' || thread.known) return this.#notNow();
    return refusal('not-ready', 'whether a turn runs is not known yet');
  }

  /** What is already known of a prompt that would have to be sent otherwise. */
  #known(promptId: string): PromptResult | undefined {
    const state = this.#journal.promptState(promptId);
    if (state === 'taken' || this.#underWay.has(promptId)) return { kind: 'repeated' };
    if (state !== 'offered' && state !== 'unconfirmed') return undefined;
    return { kind: 'unconfirmed', message: 'it was offered before, and no answer came' };
  }

  #past(): readonly NumberedEvent[] {
    const events: NumberedEvent[] = [];
    this.#journal.follow(0, (event) => events.push(event))();
    return events;
  }

  /**
   * What a predecessor offered to this very server and saw no end of: the server drops what it has not begun
   * when its client goes. Once it has said that its conversation rests, and again a while later, it is nowhere.
   */
  async #settleLeft({ socketPath, leftMs = LEFT_MS }: CodexDriverOptions): Promise<void> {
    const left = leftOffers(this.#past());
    if (left.length === 0) return;
    await this.firstLook;
    const { server, thread } = this.#session;
    const sinceMs = listensSinceMs(socketPath);
    await sleep(leftMs, undefined, { ref: false });
    if (thread === undefined) return;
    // A turn that began unheard, and of which nothing is written down yet, is told by this alone.
    const asked = { threadId: thread.threadId, includeTurns: false };
    const reply = await this.#session.request('thread/read', asked);
    const rests = AT_REST.has(parse(messages.threadMessage, reply)?.thread.status.type ?? '');
    const isSame = server === this.#session.server && thread === this.#session.thread;
    if (!rests || !isSame || !thread.known || this.activity !== 'idle') return;
    for (const { promptId, threadId, atMs } of left) {
      const isKnown = !['offered', 'unconfirmed'].includes(
        this.#journal.promptState(promptId) ?? '',
      );
      if (isKnown || threadId !== thread.threadId || sinceMs === undefined || atMs < sinceMs)
        continue;
      this.#tell({ kind: 'prompt', promptId, state: 'refused' });
    }
  }

  /** What a predecessor was asked and saw no end of: the server asks again what is still open. */
  #loseApprovals(): void {
    const open = new Set<string>();
    for (const { event } of this.#past()) {
      if (event.kind === 'approval-requested') open.add(event.approval.approvalId);
      else if (event.kind === 'approval-resolved') open.delete(event.approvalId);
    }
    for (const approvalId of open)
      this.#journal.record({ kind: 'approval-resolved', approvalId, by: 'lost' });
  }

  #settle(promptId: string, result: PromptResult): void {
    const known = this.#journal.promptState(promptId);
    if (result.kind === 'repeated' || known === 'taken' || known === result.kind) return;
    this.#journal.record({ kind: 'prompt', promptId, state: result.kind });
  }

  #tell(event: AgentEvent): void {
    if (event.kind === 'prompt') {
      const known = this.#journal.promptState(event.promptId);
      // Ids of other clients are none of ours. Reply and message both say that a prompt was taken; the
      // first is told, and nothing takes it back.
      if (event.state === 'taken') this.#underWay.get(event.promptId)?.('seen');
      if (event.state === 'taken') this.#offered.seen(event.promptId);
      if (known === undefined || known === 'taken' || known === event.state) return;
    }
    this.#journal.record(event);
    if (event.kind === 'rung' && event.rung === 'typing')
      for (const tell of this.#underWay.values()) tell('away');
  }
}

/** The server has no comparison that would refuse it. */
const LEFT_BEHIND =
  'a prompt went into the conversation that was left in that moment: /resume opens it again';

/** It said that it took it, and nothing of it for longer than is waited for: it is not offered again. */
const LOST_IN_SERVER = 'a prompt was lost with the app-server that took it: say it again';

const UNANSWERED =
  'a prompt stands in the conversation, and its answer was lost with the app-server: say how to go on';

const LOST_SIGHT: PromptResult = {
  kind: 'unconfirmed',
  message: 'the app-server went away before its message was seen',
};

function refusal(reason: Refusal['reason'], message: string): Refusal {
  return { kind: 'refused', reason, message };
}

function notReady(): Refusal {
  return refusal('not-ready', 'no conversation is open yet');
}

function taken<Schema extends v.GenericSchema>(
  reply: RpcReply,
  schema: Schema,
  turnOf: (result: v.InferOutput<Schema>) => string,
): PromptResult {
  const result = done(reply, schema, (value) => ({ turnId: turnOf(value) }));
  return result.kind === 'done' ? { kind: 'taken', turnId: result.turnId } : result;
}

function done<Schema extends v.GenericSchema, Value extends object>(
  reply: RpcReply,
  schema: Schema,
  use: (result: v.InferOutput<Schema>) => Value,
): CommandResult<Value> {
  switch (reply.kind) {
    case 'silent':
      return { kind: 'unconfirmed', message: 'the app-server does not answer' };
    case 'closed':
      return { kind: 'unconfirmed', message: 'the app-server went away before it answered' };
    case 'unsent':
      return refusal('unreachable', 'the app-server is away');
    case 'refused':
      return refusal(isOverload(reply.code) ? 'overloaded' : 'agent', reply.message);
    case 'result': {
      const parsed = v.safeParse(schema, reply.result);
      if (parsed.success) return { kind: 'done', ...use(parsed.output) };
      return { kind: 'unconfirmed', message: 'the app-server answered in another form' };
    }
  }
}

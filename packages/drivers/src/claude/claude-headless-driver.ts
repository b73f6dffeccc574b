// The driver of Claude Code without a screen, for work that nobody watches: prompts, questions and turns
// over the streams of a process that is ours.
import { createHash, randomUUID } from 'node:crypto';
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
import type { LineProcess } from '../line-process.ts';
import { ClaudeApprovals } from './claude-approvals.ts';
import { ClaudeConversation } from './claude-conversation.ts';
import * as messages from './headless-messages.ts';
import { type HeadlessMessage, type HeadlessStart, startHeadless } from './headless-process.ts';
import type { PermissionQuestion } from './hook-messages.ts';
import type { OpenQuestion } from './hook-socket.ts';
import { parseLine } from './transcript-entries.ts';

const CAPABILITIES: ReadonlySet<DriverCapability> = new Set<DriverCapability>([
  'structured',
  'interrupt',
  'approvals',
]);

/** A prompt that began no turn by then, in ms, is unconfirmed: starting takes 2 s on a loaded machine. */
const TAKEN_WITHIN_MS = 20_000;
/** So it is with an interruption, in ms: the slowest measured took 0.1 s. */
const REPLY_WITHIN_MS = 5_000;
/** Longest excerpt of what we do not know, in characters. */
const RAW_CHARACTERS = 4_096;
/** Told to the model where a form would be shown to a person. */
const NO_FORMS = 'Nobody sees forms here: ask in your answer.';

export interface ClaudeHeadlessOptions extends HeadlessStart {
  /** Keeps the events; the caller's to dispose, after the driver. */
  readonly journal: EventJournal;
  /** The conversation to go on with; absent: a new one. */
  readonly resume?: string;
}

interface OfferedPrompt {
  readonly prompt: AgentPrompt;
  readonly messageId: string;
  readonly settle: (result: PromptResult) => void;
}

/** Dispose it: Claude Code is ended. */
export class ClaudeHeadlessDriver implements SessionDriver {
  readonly capabilities = CAPABILITIES;
  readonly #journal: EventJournal;
  readonly #threadId: string;
  readonly #process: LineProcess;
  readonly #conversation: ClaudeConversation;
  readonly #approvals = new ClaudeApprovals((event) => this.#tell(event));
  /** What waits for a reply to a request of ours, by its id. */
  readonly #requests = new Map<string, (result: CommandResult) => void>();
  readonly #questions = new Map<string, OpenQuestion>();
  #offered: OfferedPrompt | undefined;
  #rung: DriverRung = 'structured';
  #activity: AgentActivity = 'idle';
  #interrupted = false;

  constructor(options: ClaudeHeadlessOptions) {
    const { journal, resume, args = [] } = options;
    this.#journal = journal;
    this.#threadId = resume ?? randomUUID();
    const conversation = resume === undefined ? ['--session-id'] : ['--resume'];
    this.#conversation = new ClaudeConversation({
      threadId: this.#threadId,
      sinceMs: 0,
      told: [],
      tell: (event) => this.#tell(event),
      resulted: ({ tool, input }) => this.#approvals.resulted(tool, input),
    });
    this.#tell({
      kind: 'rung',
      rung: 'structured',
      why: 'Claude Code takes prompts over its input',
    });
    this.#tell({ kind: 'session', threadId: this.#threadId, cwd: options.cwd });
    this.#process = startHeadless(
      { ...options, args: [...conversation, this.#threadId, ...args] },
      {
        said: (message) => this.#said(message),
        garbled: (line) => this.#raw('', line),
        ended: (why) => this.#ended(why),
      },
    );
    void this.#ask({ subtype: 'initialize' });
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

  promptState(promptId: string): PromptState | undefined {
    return this.#journal.promptState(promptId);
  }

  follow(after: number, listener: (event: NumberedEvent) => void): () => void {
    return this.#journal.follow(after, listener);
  }

  async submit(prompt: AgentPrompt): Promise<PromptResult> {
    const { promptId, text } = prompt;
    const state = this.#journal.promptState(promptId);
    if (state === 'taken' || this.#offered?.prompt.promptId === promptId)
      return { kind: 'repeated' };
    if (state === 'offered' || state === 'unconfirmed') {
      return { kind: 'unconfirmed', message: 'it was offered before, and no answer came' };
    }
    if (!this.#process.isThere) return refusal('unreachable', 'Claude Code has ended');
    if (this.#offered !== undefined || this.#activity !== 'idle') {
      return refusal('busy', 'a turn runs');
    }
    this.#tell({ kind: 'prompt', promptId, state: 'offered' });
    const messageId = uuidOf(promptId);
    const result = await new Promise<PromptResult>((resolve) => {
      const late = { kind: 'unconfirmed', message: 'Claude Code begins no turn' } as const;
      const timer = setTimeout(() => settle(late), TAKEN_WITHIN_MS);
      const settle = (settled: PromptResult): void => {
        clearTimeout(timer);
        this.#offered = undefined;
        resolve(settled);
      };
      this.#offered = { prompt, messageId, settle };
      const message = { role: 'user', content: text };
      const place = { parent_tool_use_id: null, session_id: this.#threadId, uuid: messageId };
      this.#process.say({ type: 'user', message, ...place });
    });
    if (result.kind === 'unconfirmed')
      this.#tell({ kind: 'prompt', promptId, state: 'unconfirmed' });
    return result;
  }

  async announce(): Promise<AnnounceResult> {
    return refusal('unsupported', 'prompts are submitted to it');
  }

  withdraw(): void {
    // Nothing is announced.
  }

  async steer(): Promise<Refusal> {
    return refusal('unsupported', 'what it is sent while it works it queues');
  }

  async interrupt(): Promise<CommandResult> {
    if (this.#conversation.runningTurnId === undefined) {
      return refusal('no-turn', 'no turn runs');
    }
    this.#interrupted = true;
    return await this.#ask({ subtype: 'interrupt' });
  }

  async answer(answer: ApprovalAnswer): Promise<CommandResult> {
    const result = this.#approvals.answer(answer);
    this.#feel();
    return result;
  }

  async fork(): Promise<Refusal> {
    return refusal('unsupported', 'Claude Code forks a conversation when it is started');
  }

  async revert(): Promise<Refusal> {
    return refusal('unsupported', 'Claude Code goes back only by its own menu');
  }

  async execute(): Promise<Refusal> {
    return refusal('unsupported', 'Claude Code runs commands only in a turn');
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#process[Symbol.asyncDispose]();
  }

  /** A request of ours, and what it was answered. */
  async #ask(request: object): Promise<CommandResult> {
    const id = randomUUID();
    return await new Promise((resolve) => {
      const late = { kind: 'unconfirmed', message: 'Claude Code does not answer' } as const;
      const timer = setTimeout(() => settle(late), REPLY_WITHIN_MS);
      const settle = (result: CommandResult): void => {
        clearTimeout(timer);
        this.#requests.delete(id);
        resolve(result);
      };
      this.#requests.set(id, settle);
      this.#process.say({ type: 'control_request', request_id: id, request });
    });
  }

  #said(message: HeadlessMessage): void {
    if (!this.#heard(message)) this.#raw(message.type, JSON.stringify(message));
    this.#feel();
  }

  /** Whether it is a message that we know. */
  #heard(message: HeadlessMessage): boolean {
    switch (message.type) {
      case 'control_response':
        return read(messages.controlReply, message, ({ response }) => {
          const { request_id: id, subtype, error } = response;
          const failed = refusal('agent', error ?? subtype);
          this.#requests.get(id)?.(subtype === 'success' ? { kind: 'done' } : failed);
        });
      case 'control_request':
        return read(messages.controlRequest, message, ({ request_id: id, request }) =>
          this.#asked(id, request),
        );
      case 'control_cancel_request':
        return read(messages.controlCancel, message, ({ request_id: id }) => {
          const open = this.#questions.get(id);
          if (open !== undefined) this.#approvals.gone(open);
        });
      case 'system':
        return read(messages.systemMessage, message, ({ subtype }) => {
          if (subtype === 'init') this.#begun();
        });
      case 'user':
      case 'assistant':
        return read(messages.spokenLine, message, (line) => this.#spoken(line));
      case 'result':
        return read(messages.turnResult, message, (result) => this.#over(result));
      default:
        return false;
    }
  }

  /** A turn begins: of what was offered, since nothing else is under way. */
  #begun(): void {
    const offered = this.#offered;
    if (offered === undefined) return;
    const { prompt, messageId, settle } = offered;
    this.#interrupted = false;
    const { text } = prompt;
    const atMs = Date.now();
    this.#conversation.entry({ kind: 'prompt', uuid: messageId, promptId: messageId, text, atMs });
    settle({ kind: 'taken', turnId: messageId });
  }

  #spoken(line: v.InferOutput<typeof messages.spokenLine>): void {
    // What it says in a subagent belongs to the call that began it; what we said is known.
    if (line.parent_tool_use_id || line.isReplay) return;
    const { tool_use_result: toolUseResult, ...rest } = line;
    const parsed = parseLine(JSON.stringify({ ...rest, toolUseResult }));
    if (parsed.kind === 'unknown') this.#raw(parsed.type, parsed.excerpt);
    else for (const entry of parsed.entries) this.#conversation.entry(entry);
  }

  #over(result: v.InferOutput<typeof messages.turnResult>): void {
    const promptId = undefined;
    if (!result.is_error) {
      this.#conversation.stopped({ promptId, lastMessage: result.result });
      this.#conversation.settle();
    } else if (this.#interrupted) this.#conversation.left();
    else {
      const message = result.result ?? result.errors?.join('\n') ?? result.subtype;
      this.#conversation.failed({ promptId, message });
    }
  }

  #asked(id: string, request: v.InferOutput<typeof messages.controlRequest>['request']): void {
    const asked = v.safeParse(messages.toolQuestion, request);
    const answer = (response: object): void =>
      this.#process.say({
        type: 'control_response',
        response: { subtype: 'success', request_id: id, response },
      });
    if (!asked.success || asked.output.tool_name === 'AskUserQuestion') {
      answer({ behavior: 'deny', message: NO_FORMS });
      return;
    }
    const { tool_name, input, permission_suggestions } = asked.output;
    const question: PermissionQuestion = {
      hook_event_name: 'PermissionRequest',
      session_id: this.#threadId,
      transcript_path: '',
      cwd: '',
      tool_name,
      tool_input: input,
      permission_suggestions: permission_suggestions ?? [],
    };
    const reply = (decision?: object): void => {
      this.#questions.delete(id);
      if (decision !== undefined) answer({ updatedInput: input, ...decision });
    };
    const open = { question, reply };
    this.#questions.set(id, open);
    this.#approvals.asked(open, this.#conversation.runningTurnId ?? this.#threadId);
  }

  #ended(why: string): void {
    this.#rung = 'typing';
    this.#offered?.settle({
      kind: 'unconfirmed',
      message: 'Claude Code ended before it began a turn',
    });
    for (const settle of [...this.#requests.values()]) {
      settle({ kind: 'unconfirmed', message: 'Claude Code ended before it answered' });
    }
    this.#approvals.lost();
    this.#conversation.failed({ promptId: undefined, message: why });
    this.#feel();
    this.#tell({ kind: 'rung', rung: 'typing', why });
  }

  #feel(): void {
    const runs = this.#conversation.runningTurnId !== undefined;
    if (!runs) this.#approvals.over();
    const activity = this.#approvals.isOpen ? 'waiting' : runs ? 'busy' : 'idle';
    if (activity === this.#activity) return;
    this.#activity = activity;
    this.#tell({ kind: 'status', activity });
  }

  #raw(method: string, text: string): void {
    this.#tell({ kind: 'raw', method, body: text.slice(0, RAW_CHARACTERS) });
  }

  #tell(event: AgentEvent): void {
    const offered = this.#offered;
    const isOurs = event.kind === 'item-started' && event.item.kind === 'user';
    if (offered === undefined || !isOurs) {
      this.#journal.record(event);
      return;
    }
    const { promptId } = offered.prompt;
    this.#journal.record({ ...event, item: { ...event.item, promptId } });
    this.#journal.record({ kind: 'prompt', promptId, state: 'taken' });
  }
}

/** The same for the same id: Claude Code takes a message once by it, also in a resumed conversation. */
function uuidOf(promptId: string): string {
  const hex = createHash('sha256').update(promptId).digest('hex');
  const variant = ((Number.parseInt(hex.slice(16, 17), 16) & 0x3) | 0x8).toString(16);
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `4${hex.slice(13, 16)}`,
    `${variant}${hex.slice(17, 20)}`,
    hex.slice(20, 32),
  ].join('-');
}

function refusal(reason: Refusal['reason'], message: string): Refusal {
  return { kind: 'refused', reason, message };
}

function read<Schema extends v.GenericSchema>(
  schema: Schema,
  message: unknown,
  use: (parsed: v.InferOutput<Schema>) => void,
): boolean {
  const parsed = v.safeParse(schema, message);
  if (parsed.success) use(parsed.output);
  return parsed.success;
}

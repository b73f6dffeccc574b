// The driver of Claude Code beside its own screen: what it tells through hooks and its transcript, in
// our events. Prompts are typed by the caller; that they were taken is confirmed.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as v from 'valibot';
import type {
  AgentPrompt,
  AnnounceResult,
  ApprovalAnswer,
  CommandResult,
  DriverCapability,
  Refusal,
  SessionDriver,
} from '../agent-driver.ts';
import type { AgentActivity, AgentEvent, NumberedEvent, PromptState } from '../agent-events.ts';
import type { EventJournal } from '../event-journal.ts';
import { AnnouncedPrompts } from './announced-prompts.ts';
import { ClaudeApprovals } from './claude-approvals.ts';
import { ClaudeConversation, lastWordsId } from './claude-conversation.ts';
import { type ConversationPlace, type HookEvent, placeSchema } from './hook-messages.ts';
import { HookSocket, type OpenQuestion } from './hook-socket.ts';
import { parseLine } from './transcript-entries.ts';
import { TranscriptTail } from './transcript-tail.ts';

const CAPABILITIES: ReadonlySet<DriverCapability> = new Set<DriverCapability>([
  'confirms',
  'approvals',
]);

/** Claude Code writes its transcript every 100 ms while it works. */
const LOOK_MS = 100;
/** While it rests a look costs one question to the system; hooks are heard at once anyway. */
const REST_LOOK_MS = 2_000;
/** The last words of a turn are in the transcript within this, in ms: ten times what it takes. */
const LAST_WORDS_MS = 1_000;
/** Longest excerpt of what we do not know, in characters. */
const RAW_CHARACTERS = 4_096;

export interface ClaudeDriverOptions {
  /** The private folder with which Claude Code was started (`claudeArgs`). */
  readonly folder: string;
  /** Keeps the events; the caller's to dispose, after the driver. */
  readonly journal: EventJournal;
}

/** Dispose it: nobody listens to the hooks any more, and the agent goes on. */
export class ClaudeDriver implements SessionDriver {
  readonly capabilities = CAPABILITIES;
  readonly rung = 'typing';
  readonly #journal: EventJournal;
  readonly #announced = new AnnouncedPrompts();
  readonly #approvals = new ClaudeApprovals((event) => this.#tell(event));
  readonly #socket: HookSocket;
  #conversation: ClaudeConversation | undefined;
  #tail: TranscriptTail | undefined;
  #activity: AgentActivity = 'idle';
  #timer: NodeJS.Timeout | undefined;
  #lastWords: NodeJS.Timeout | undefined;
  #disposed = false;

  /** Throws where the folder is not private, or was not prepared. */
  constructor(options: ClaudeDriverOptions) {
    this.#journal = options.journal;
    const why = 'Claude Code takes prompts from its keyboard alone, and says which it took';
    this.#tell({ kind: 'rung', rung: 'typing', why });
    this.#socket = new HookSocket(options.folder, {
      told: (event) => this.#hook(event),
      asked: (open) => this.#asked(open),
      gone: (open) => this.#approvals.gone(open),
      garbled: (text) => this.#raw('hook', text),
      failed: (why) =>
        this.#tell({ kind: 'error', message: `hooks are not heard: ${why}`, isOurs: true }),
    });
    this.#loseOpenApprovals();
    const place = readPlace(options.folder);
    if (place !== undefined) this.#follow(place);
    this.#look();
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

  async announce({ promptId, text }: AgentPrompt): Promise<AnnounceResult> {
    const state = this.#journal.promptState(promptId);
    if (state === 'taken') return { kind: 'repeated' };
    const wasTyped = state === 'offered' || state === 'unconfirmed';
    if (wasTyped && !this.#announced.has(promptId) && this.#announced.claim(text)) {
      this.#tell({ kind: 'prompt', promptId, state: 'taken' });
      return { kind: 'repeated' };
    }
    this.#announced.announce(promptId, text);
    if (state !== 'offered') this.#tell({ kind: 'prompt', promptId, state: 'offered' });
    return { kind: 'done' };
  }

  withdraw(promptId: string): void {
    if (!this.#announced.withdraw(promptId)) return;
    this.#tell({ kind: 'prompt', promptId, state: 'refused' });
  }

  async submit(): Promise<Refusal> {
    return unsupported('prompts are typed into Claude Code');
  }

  async steer(): Promise<Refusal> {
    return unsupported('what is typed into Claude Code while it works is its own to queue');
  }

  async interrupt(): Promise<Refusal> {
    return unsupported('Claude Code is interrupted by a key');
  }

  async answer(answer: ApprovalAnswer): Promise<CommandResult> {
    const result = this.#approvals.answer(answer);
    this.#feel();
    return result;
  }

  async fork(): Promise<Refusal> {
    return unsupported('Claude Code forks a conversation when it is started');
  }

  async revert(): Promise<Refusal> {
    return unsupported('Claude Code goes back only by its own menu');
  }

  async execute(): Promise<Refusal> {
    return unsupported('Claude Code runs commands only in a turn');
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#disposed = true;
    clearTimeout(this.#timer);
    clearTimeout(this.#lastWords);
    this.#socket[Symbol.dispose]();
  }

  #hook(event: HookEvent): void {
    // A subagent's events are part of the turn that asked for it.
    if (event.agent_id !== undefined || !this.#isFollowed(event)) return;
    this.#look();
    const conversation = this.#conversation;
    switch (event.hook_event_name) {
      case 'UserPromptSubmit':
        conversation?.submitted({ promptId: event.prompt_id, text: event.prompt });
        break;
      case 'Stop':
        conversation?.stopped({
          promptId: event.prompt_id,
          lastMessage: event.last_assistant_message ?? undefined,
        });
        break;
      case 'StopFailure': {
        const message = event.last_assistant_message ?? event.error_details ?? event.error;
        conversation?.failed({ promptId: event.prompt_id, message });
        break;
      }
      case 'SessionEnd':
        conversation?.left();
        break;
      case 'SessionStart':
      case 'PermissionRequest':
        break;
    }
    this.#look();
  }

  /** Hooks overtake each other: only a start or a prompt begins another conversation. */
  #isFollowed(event: HookEvent): boolean {
    const begins = ['SessionStart', 'UserPromptSubmit'].includes(event.hook_event_name);
    const { threadId } = this.#conversation ?? {};
    if (threadId !== undefined && !begins) return threadId === event.session_id;
    this.#follow(placeOf(event));
    return true;
  }

  /** A turn that says that it is over has this long for its last words. */
  #awaitLastWords(): void {
    const conversation = this.#conversation;
    if (conversation?.isEnding === true) {
      this.#lastWords ??= setTimeout(() => {
        this.#look();
        conversation.settle();
        this.#feel();
      }, LAST_WORDS_MS);
      return;
    }
    clearTimeout(this.#lastWords);
    this.#lastWords = undefined;
  }

  #asked(open: OpenQuestion): void {
    const { question } = open;
    // Nobody may sit before a subagent's dialog, and then Claude Code waits for its hooks first.
    if (this.#disposed || question.agent_id !== undefined) {
      open.reply();
      return;
    }
    if (!this.#isFollowed(question)) {
      open.reply();
      return;
    }
    this.#look();
    const turnId = this.#conversation?.runningTurnId ?? question.prompt_id ?? question.session_id;
    this.#approvals.asked(open, turnId);
    this.#feel();
  }

  #follow(place: ConversationPlace): void {
    const { sessionId: threadId, transcriptPath, cwd, atMs } = place;
    if (this.#tail?.path !== transcriptPath) this.#tail = new TranscriptTail(transcriptPath);
    if (this.#conversation?.threadId === threadId) return;
    this.#conversation?.left();
    this.#approvals.over();
    const { told, lastWords, isFollowed } = this.#past(threadId);
    this.#conversation = new ClaudeConversation({
      threadId,
      sinceMs: atMs,
      ...{ told, lastWords },
      tell: (event) => this.#tell(event),
      resulted: ({ tool, input }) => this.#approvals.resulted(tool, input),
    });
    if (!isFollowed) this.#tell({ kind: 'session', threadId, cwd });
  }

  /** What the journal says was told of this conversation, if it is the one that was followed last. */
  #past(threadId: string): {
    readonly told: readonly string[];
    readonly lastWords: ReadonlyMap<string, string>;
    readonly isFollowed: boolean;
  } {
    const told: string[] = [];
    const lastWords = new Map<string, string>();
    let followed = '';
    this.#journal.follow(0, ({ event }) => {
      if (event.kind === 'session') followed = event.threadId;
      told.push(...keysOf(event));
      if (event.kind === 'item-completed' && event.item.itemId === lastWordsId(event.turnId))
        lastWords.set(event.turnId, event.item.text);
    })();
    return { told, lastWords, isFollowed: followed === threadId };
  }

  /** Questions that an earlier driver was asked: their hooks have ended. */
  #loseOpenApprovals(): void {
    const open = new Set<string>();
    this.#journal.follow(0, ({ event }) => {
      if (event.kind === 'approval-requested') open.add(event.approval.approvalId);
      if (event.kind === 'approval-resolved') open.delete(event.approvalId);
    })();
    for (const approvalId of open) {
      this.#tell({ kind: 'approval-resolved', approvalId, by: 'lost' });
    }
  }

  /** Reads what is new in the transcript, and looks again later. */
  #look(): void {
    if (this.#disposed) return;
    for (const line of this.#tail?.read() ?? []) {
      const parsed = parseLine(line);
      if (parsed.kind === 'unknown') this.#raw(parsed.type, parsed.excerpt);
      else for (const entry of parsed.entries) this.#conversation?.entry(entry);
    }
    this.#feel();
    clearTimeout(this.#timer);
    const rests = this.#activity === 'idle';
    this.#timer = setTimeout(() => this.#look(), rests ? REST_LOOK_MS : LOOK_MS);
  }

  /** The activity that follows from the rest. */
  #feel(): void {
    this.#awaitLastWords();
    const runs = this.#conversation?.runningTurnId !== undefined;
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
    if (this.#disposed) return;
    if (event.kind !== 'item-started' || event.item.kind !== 'user') {
      this.#journal.record(event);
      return;
    }
    const taken = this.#announced.takenBy(event.item.text);
    const [promptId] = taken;
    const item = promptId === undefined ? event.item : { ...event.item, promptId };
    this.#journal.record({ ...event, item });
    for (const id of taken) this.#journal.record({ kind: 'prompt', promptId: id, state: 'taken' });
  }
}

function placeOf(event: HookEvent): ConversationPlace {
  const { session_id: sessionId, transcript_path: transcriptPath, cwd } = event;
  return { sessionId, transcriptPath, cwd, atMs: Date.now() };
}

function readPlace(folder: string): ConversationPlace | undefined {
  try {
    const text = readFileSync(join(folder, 'conversation.json'), 'utf8');
    const parsed = v.safeParse(placeSchema, JSON.parse(text));
    return parsed.success ? parsed.output : undefined;
  } catch {
    return undefined;
  }
}

function keysOf(event: AgentEvent): readonly string[] {
  switch (event.kind) {
    case 'turn-started':
      return [`turn ${event.turnId}`];
    case 'turn-completed':
    case 'turn-failed':
      return [`end ${event.turnId}`];
    case 'item-started':
      return [`item ${event.item.itemId}`];
    case 'item-completed':
      return [`done ${event.item.itemId}`];
    default:
      return [];
  }
}

function unsupported(message: string): Refusal {
  return { kind: 'refused', reason: 'unsupported', message };
}

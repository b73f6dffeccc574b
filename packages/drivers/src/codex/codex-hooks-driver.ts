// The driver of Codex beside its own screen where no app-server of ours stands behind it: hooks tell that a
// prompt was taken and that a person is asked, its own record of the conversation how a turn ended. Prompts
// are typed by the caller, and what Codex asks is answered in its own dialog.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as v from 'valibot';
import type {
  AgentPrompt,
  AnnounceResult,
  DriverCapability,
  Refusal,
  SessionDriver,
} from '../agent-driver.ts';
import type { AgentActivity, AgentEvent, NumberedEvent, PromptState } from '../agent-events.ts';
import { AnnouncedPrompts } from '../claude/announced-prompts.ts';
import { subjectOf, textOf } from '../claude/claude-tools.ts';
import {
  type ConversationPlace,
  type HookEvent,
  type PermissionQuestion,
  placeSchema,
} from '../claude/hook-messages.ts';
import { HookSocket } from '../claude/hook-socket.ts';
import { TranscriptTail } from '../claude/transcript-tail.ts';
import type { EventJournal } from '../event-journal.ts';
import { rolloutEntry } from './rollout-lines.ts';

const CAPABILITIES: ReadonlySet<DriverCapability> = new Set<DriverCapability>(['confirms']);
/** While it works its record is looked at this often, in ms; while it rests hooks say that it begins. */
const LOOK_MS = 100;
/** Longest excerpt of what we do not know, in characters. */
const RAW_CHARACTERS = 4_096;

export interface CodexHooksDriverOptions {
  /** The private folder with which Codex was started (`codexHookArgs`). */
  readonly folder: string;
  /** Keeps the events; the caller's to dispose, after the driver. */
  readonly journal: EventJournal;
}

/** Dispose it: nobody listens to the hooks any more, and Codex goes on. */
export class CodexHooksDriver implements SessionDriver {
  readonly capabilities = CAPABILITIES;
  readonly rung = 'typing';
  readonly #journal: EventJournal;
  readonly #announced = new AnnouncedPrompts();
  readonly #socket: HookSocket;
  #tail: TranscriptTail | undefined;
  #threadId: string | undefined;
  /** The turn that runs, and what is asked in it. */
  #turnId: string | undefined;
  #asked: string | undefined;
  #askedCount = 0;
  #activity: AgentActivity = 'idle';
  #timer: NodeJS.Timeout | undefined;
  #disposed = false;

  /** Throws where the folder is not private, or was not prepared. */
  constructor({ folder, journal }: CodexHooksDriverOptions) {
    this.#journal = journal;
    const why = 'its hooks say what it took; prompts are typed';
    this.#tell({ kind: 'rung', rung: 'typing', why });
    this.#socket = new HookSocket(folder, {
      told: (event) => this.#hook(event),
      asked: ({ question, reply }) => {
        // Codex shows its dialog only once its hooks have ended.
        reply();
        this.#asks(question);
      },
      gone: () => undefined,
      garbled: (text) => this.#raw(text),
      failed: (message) =>
        this.#tell({ kind: 'error', message: `hooks are not heard: ${message}`, isOurs: true }),
    });
    this.#takeUp();
    const place = readPlace(folder);
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
    this.#announced.announce(promptId, text);
    if (state !== 'offered') this.#tell({ kind: 'prompt', promptId, state: 'offered' });
    return { kind: 'done' };
  }

  withdraw(promptId: string): void {
    if (!this.#announced.withdraw(promptId)) return;
    this.#tell({ kind: 'prompt', promptId, state: 'refused' });
  }

  async submit(): Promise<Refusal> {
    return unsupported();
  }

  async steer(): Promise<Refusal> {
    return unsupported();
  }

  async interrupt(): Promise<Refusal> {
    return unsupported();
  }

  async answer(): Promise<Refusal> {
    return { ...unsupported(), message: 'it can only be answered in Codex itself' };
  }

  async fork(): Promise<Refusal> {
    return unsupported();
  }

  async revert(): Promise<Refusal> {
    return unsupported();
  }

  async execute(): Promise<Refusal> {
    return unsupported();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#disposed = true;
    clearTimeout(this.#timer);
    this.#socket[Symbol.dispose]();
  }

  #hook(event: HookEvent): void {
    // A subagent's events are part of the turn that asked for it.
    if (event.agent_id !== undefined) return;
    const { session_id: sessionId, transcript_path: transcriptPath, cwd } = event;
    switch (event.hook_event_name) {
      case 'SessionStart':
        this.#follow({ sessionId, transcriptPath, cwd, atMs: 0 });
        break;
      case 'UserPromptSubmit':
        this.#follow({ sessionId, transcriptPath, cwd, atMs: 0 });
        this.#look();
        this.#began(event.turn_id ?? sessionId, event.prompt);
        break;
      case 'Stop': {
        const message = event.last_assistant_message ?? undefined;
        this.#ended(event.turn_id ?? sessionId, { how: 'finished', message });
        break;
      }
      case 'PermissionRequest':
      case 'StopFailure':
      case 'SessionEnd':
        break;
    }
    this.#look();
  }

  #follow({ sessionId, transcriptPath, cwd }: ConversationPlace): void {
    if (this.#tail?.path !== transcriptPath) this.#tail = new TranscriptTail(transcriptPath);
    if (this.#threadId === sessionId) return;
    if (this.#turnId !== undefined) this.#ended(this.#turnId, { how: 'interrupted' });
    this.#threadId = sessionId;
    this.#tell({ kind: 'session', threadId: sessionId, cwd });
  }

  #began(turnId: string, text: string): void {
    // What is typed while a turn runs belongs to it.
    if (this.#turnId !== turnId) {
      if (this.#turnId !== undefined) this.#ended(this.#turnId, { how: 'interrupted' });
      this.#turnId = turnId;
      this.#tell({ kind: 'turn-started', turnId });
    }
    this.#askedCount += 1;
    const taken = this.#announced.takenBy(text);
    const [promptId] = taken;
    const itemId = `${turnId}/user/${this.#askedCount}`;
    const item = { itemId, kind: 'user' as const, text };
    const told = promptId === undefined ? item : { ...item, promptId };
    this.#tell({ kind: 'item-started', turnId, item: told });
    this.#tell({ kind: 'item-completed', turnId, item: told });
    for (const id of taken) this.#tell({ kind: 'prompt', promptId: id, state: 'taken' });
    this.#feel();
  }

  #asks(question: PermissionQuestion): void {
    const { tool_name: tool, tool_input: input, agent_id: agent } = question;
    const turnId = question.turn_id ?? this.#turnId;
    // Results of the tools before it are no answers.
    this.#look();
    if (agent !== undefined || turnId === undefined || turnId !== this.#turnId) return;
    this.#settle();
    this.#askedCount += 1;
    const approvalId = `${turnId}/${this.#askedCount}`;
    this.#asked = approvalId;
    const reason = typeof input.description === 'string' ? { reason: input.description } : {};
    const [subject, text] = [subjectOf(tool), textOf(tool, input)];
    const approval = { approvalId, turnId, subject, text, ...reason, decisions: [] };
    this.#tell({ kind: 'approval-requested', approval });
    this.#feel();
  }

  /** Answered in Codex's own dialog. */
  #settle(by: 'elsewhere' | 'lost' = 'elsewhere'): void {
    const approvalId = this.#asked;
    this.#asked = undefined;
    if (approvalId !== undefined) this.#tell({ kind: 'approval-resolved', approvalId, by });
  }

  #ended(
    turnId: string,
    end: {
      readonly how: 'finished' | 'interrupted';
      readonly message?: string | undefined;
      readonly failure?: string;
    },
  ): void {
    if (this.#turnId !== turnId) return;
    this.#settle();
    const { how, message = '', failure } = end;
    const item = { itemId: `${turnId}/agent`, kind: 'agent' as const, text: message };
    if (message !== '') this.#tell({ kind: 'item-completed', turnId, item });
    if (failure === undefined) this.#tell({ kind: 'turn-completed', turnId, how });
    else this.#tell({ kind: 'turn-failed', turnId, message: failure });
    this.#turnId = undefined;
    this.#feel();
  }

  /** Goes on where a driver before this one ended: its turn may still run. */
  #takeUp(): void {
    this.#journal.follow(0, ({ event }) => {
      if (event.kind === 'session') this.#threadId = event.threadId;
      if (event.kind === 'turn-started') this.#turnId = event.turnId;
      if (event.kind === 'turn-completed' || event.kind === 'turn-failed') this.#turnId = undefined;
      if (event.kind === 'approval-requested') this.#asked = event.approval.approvalId;
      if (event.kind === 'approval-resolved') this.#asked = undefined;
    })();
    this.#settle('lost');
  }

  /** Reads what is new in Codex's record, and looks again while a turn runs. */
  #look(): void {
    if (this.#disposed) return;
    for (const line of this.#tail?.read() ?? []) {
      const entry = rolloutEntry(line);
      if (entry?.kind === 'resulted') this.#settle();
      else if (entry?.kind === 'failed')
        this.#ended(entry.turnId, { how: 'finished', failure: entry.message });
      else if (entry?.kind === 'ended')
        this.#ended(entry.turnId, { how: entry.how, message: entry.lastMessage });
    }
    this.#feel();
    clearTimeout(this.#timer);
    if (this.#turnId !== undefined) this.#timer = setTimeout(() => this.#look(), LOOK_MS);
  }

  /** The activity that follows from the rest. */
  #feel(): void {
    const runs = this.#turnId !== undefined;
    const activity = this.#asked !== undefined ? 'waiting' : runs ? 'busy' : 'idle';
    if (activity === this.#activity) return;
    this.#activity = activity;
    this.#tell({ kind: 'status', activity });
  }

  #raw(text: string): void {
    this.#tell({ kind: 'raw', method: 'hook', body: text.slice(0, RAW_CHARACTERS) });
  }

  #tell(event: AgentEvent): void {
    if (!this.#disposed) this.#journal.record(event);
  }
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

function unsupported(): Refusal {
  const message =
    'with hooks alone Codex is typed into, and answered and interrupted by its own keys';
  return { kind: 'refused', reason: 'unsupported', message };
}

// A driver that lives in another process, spoken to at its desk: found when it is there, found again when it
// comes back. What it tells and what became of prompts is kept by that process.
import { connect, type Socket } from 'node:net';
import { join } from 'node:path';
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
import { JsonLines } from '../json-lines.ts';
import { KeptEvents, RememberedPrompts } from '../kept-events.ts';
import {
  DESK_SOCKET,
  type DeskAsked,
  type DeskSaid,
  type DeskState,
  parseSaid,
} from './desk-messages.ts';

/** Between two looks for the socket, in ms: whoever makes it starts at the same time. */
const LOOK_EVERY_MS = 50;
/** Of a desk that does not come, in ms. */
const LOOK_SELDOM_MS = 1_000;
/** So many looks are made in haste: 5 s. */
const HASTY_LOOKS = 100;
const AWAY: DeskState = { rung: 'typing', activity: 'idle', keepsOnDisk: false };

export interface DeskDriverOptions {
  /** The folder of its socket. */
  readonly folder: string;
  /** What the driver behind it can do. */
  readonly capabilities: ReadonlySet<DriverCapability>;
}

type Asked<Type extends DeskAsked['type']> = Omit<Extract<DeskAsked, { type: Type }>, 'id'>;
type DeskQuestion = Asked<'submit'> | Asked<'interrupt'> | Asked<'answer'>;
type DeskAnswer = Extract<DeskSaid, { type: 'answer' }>['result'];

/** Dispose it: the driver behind it goes on. */
export class DeskDriver implements SessionDriver {
  readonly capabilities: ReadonlySet<DriverCapability>;
  /** Everything that the desk had to tell was told. */
  readonly firstLook: Promise<void>;
  readonly #path: string;
  readonly #listeners = new Set<(event: NumberedEvent) => void>();
  readonly #prompts = new RememberedPrompts();
  readonly #awaited = new Map<number, (answer: DeskAnswer | undefined) => void>();
  #looked: () => void = () => undefined;
  readonly #kept = new KeptEvents();
  #last = 0;
  #state: DeskState = AWAY;
  #socket: Socket | undefined;
  #isOpen = false;
  /** Of what is told again, approvals with these names are asked still. */
  #openApprovals: ReadonlySet<string> = new Set();
  #isCaughtUp = false;
  #hasCaughtUp = false;
  #looks = 0;
  #lastId = 0;
  #timer: NodeJS.Timeout | undefined;
  #isDisposed = false;

  constructor({ folder, capabilities }: DeskDriverOptions) {
    this.capabilities = capabilities;
    this.#path = join(folder, DESK_SOCKET);
    this.firstLook = new Promise((resolve) => {
      this.#looked = resolve;
    });
    this.#look();
  }

  get rung(): DriverRung {
    return this.#state.rung;
  }

  get activity(): AgentActivity {
    return this.#state.activity;
  }

  get keepsOnDisk(): boolean {
    return this.#state.keepsOnDisk;
  }

  promptState(promptId: string): PromptState | undefined {
    return this.#prompts.get(promptId);
  }

  follow(after: number, listener: (event: NumberedEvent) => void): () => void {
    for (const told of this.#kept.after(after)) listener(told);
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  async submit(prompt: AgentPrompt): Promise<PromptResult> {
    const answer = await this.#ask({ type: 'submit', prompt });
    // The desk is ours: its answers are those of the same interface.
    return answer === undefined ? this.#unheard() : (answer as unknown as PromptResult);
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
    return await this.#command({ type: 'interrupt' });
  }

  async answer({ approvalId, decision }: ApprovalAnswer): Promise<CommandResult> {
    return await this.#command({ type: 'answer', approvalId, decision });
  }

  async fork(): Promise<Refusal> {
    return refusal('unsupported', 'it has no such request');
  }

  async revert(): Promise<Refusal> {
    return refusal('unsupported', 'it has no such request');
  }

  async execute(): Promise<Refusal> {
    return refusal('unsupported', 'it runs commands only in a turn');
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#isDisposed = true;
    clearTimeout(this.#timer);
    this.#looked();
    this.#socket?.destroy();
    this.#listeners.clear();
  }

  async #command(question: DeskQuestion): Promise<CommandResult> {
    const answer = await this.#ask(question);
    // As above.
    return answer === undefined ? this.#unheard() : (answer as unknown as CommandResult);
  }

  /** Undefined: it is not there, or went before it answered. */
  async #ask(question: DeskQuestion): Promise<DeskAnswer | undefined> {
    const socket = this.#socket;
    if (socket === undefined || !this.#isOpen) return { ...AWAY_REFUSAL };
    this.#lastId += 1;
    const id = this.#lastId;
    return await new Promise((resolve) => {
      this.#awaited.set(id, resolve);
      socket.write(`${JSON.stringify({ ...question, id })}\n`);
    });
  }

  #unheard(): { readonly kind: 'unconfirmed'; readonly message: string } {
    return { kind: 'unconfirmed', message: 'it went away before it answered' };
  }

  #look(): void {
    const socket = connect(this.#path);
    this.#socket = socket;
    const lines = new JsonLines({
      said: (message) => {
        const said = parseSaid(message);
        if (said !== undefined && !this.#isDisposed) this.#said(said);
      },
      garbled: () => socket.destroy(),
    });
    socket.setEncoding('utf8').on('data', (text: string) => lines.read(text));
    socket.on('connect', () => {
      const follow: DeskAsked = { type: 'follow', after: this.#last };
      socket.write(`${JSON.stringify(follow)}\n`);
    });
    socket.on('error', () => socket.destroy());
    socket.on('close', () => this.#lost());
  }

  #lost(): void {
    this.#socket = undefined;
    const wasOpen = this.#isOpen;
    this.#isOpen = false;
    for (const settle of [...this.#awaited.values()]) settle(undefined);
    this.#awaited.clear();
    if (this.#isDisposed) return;
    this.#looks = wasOpen ? 0 : this.#looks + 1;
    if (wasOpen) {
      const { keepsOnDisk } = this.#state;
      this.#state = { ...AWAY, keepsOnDisk };
    }
    const pauseMs = this.#looks < HASTY_LOOKS ? LOOK_EVERY_MS : LOOK_SELDOM_MS;
    this.#timer = setTimeout(() => this.#look(), pauseMs);
  }

  #said(said: DeskSaid): void {
    switch (said.type) {
      case 'opened':
        this.#isOpen = true;
        this.#isCaughtUp = false;
        this.#state = said.state;
        this.#openApprovals = new Set(said.open);
        for (const [promptId, state] of said.prompts) this.#prompts.set(promptId, state);
        return;
      case 'event':
        this.#state = said.state;
        this.#told(said.told);
        return;
      case 'caught-up':
        this.#isCaughtUp = true;
        this.#hasCaughtUp = true;
        this.#looked();
        return;
      case 'answer':
        this.#awaited.get(said.id)?.(said.result);
        this.#awaited.delete(said.id);
    }
  }

  #told({ number, atMs, event }: NumberedEvent): void {
    if (number <= this.#last) return;
    this.#last = number;
    if (event.kind === 'prompt') this.#prompts.set(event.promptId, event.state);
    const isPast = !this.#isCaughtUp && this.#isOld(event);
    const told = { number, atMs, ...(isPast ? { fromBefore: true as const } : {}), event };
    this.#kept.add(told, Buffer.byteLength(JSON.stringify(told)));
    for (const listener of [...this.#listeners]) listener(told);
  }

  /** What came while the desk was out of sight, after all was known once, is news but for settled questions. */
  #isOld(event: AgentEvent): boolean {
    if (event.kind !== 'approval-requested') return !this.#hasCaughtUp;
    return !this.#openApprovals.has(event.approval.approvalId);
  }
}

const AWAY_REFUSAL = refusal('unreachable', 'its front end is away');

function refusal(reason: Refusal['reason'], message: string): Refusal {
  return { kind: 'refused', reason, message };
}

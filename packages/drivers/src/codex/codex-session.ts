// The connection of a driver to Codex's app-server through its life: connected, lost and connected
// again, on the thread that the person has open. What prompts are, the driver knows.
import * as v from 'valibot';
import type { ApprovalAnswer, CommandResult } from '../agent-driver.ts';
import type { AgentEvent, DriverRung, NumberedEvent } from '../agent-events.ts';
import type { ToldSession } from '../event-journal.ts';
import { approvalSubject, CodexApprovals } from './codex-approvals.ts';
import { eventsOf, rawEvent } from './codex-events.ts';
import * as messages from './codex-messages.ts';
import { isMissing, parse, threadIdOf } from './codex-replies.ts';
import { FollowedThread, withKnownEnds } from './followed-thread.ts';
import { HeldNews } from './held-news.ts';
import type { ReadConversation } from './offered-prompts.ts';
import {
  isPersons,
  isShowable,
  OpenedThreads,
  threadOnScreen,
  untilStill,
} from './opened-threads.ts';
import { type RequestId, RpcConnection, type RpcReply, socketAt } from './rpc-connection.ts';

const CLIENT_INFO = { name: 'codex-voice', title: 'codex-voice', version: '0.1.0' };
const CONNECT_TIMEOUT_MS = 5_000;
/** Pauses between two tries to connect, in ms: a restarted server is back within 0.5 s. */
const RECONNECT_MS = { first: 50, longest: 2_000 };
/** A thread can be resumed from its first message on, a moment after it says that it works. */
const RESUME = { everyMs: 25, tries: 80 };
const SILENT = 'the app-server does not answer';
/** Threads looked at on one server; a person has a few. */
const LOOKED_AT = 32;

export interface CodexSessionOptions {
  readonly socketPath: string;
  readonly requestTimeoutMs: number;
  readonly aliveEveryMs: number;
  readonly tell: (event: AgentEvent) => void;
  /**
   * All that a server shows of a conversation was told, as it has read it from the disk, or it has no such.
   * Resolves once what follows from that is done.
   */
  readonly read: (conversation: ReadConversation) => Promise<void>;
  /** What was told so far, as far as it is kept. */
  readonly past: () => readonly NumberedEvent[];
  /** The conversation that was followed last, by a predecessor too. */
  readonly lastFollowed: () => ToldSession | undefined;
}

export class CodexSession {
  readonly #options: CodexSessionOptions;
  readonly #approvals = new CodexApprovals();
  #connection: RpcConnection | undefined;
  #thread: FollowedThread | undefined;
  #rung: DriverRung = 'typing';
  #rungTold = false;
  /** Why the server would not have us as its client, or said nothing to that. */
  #refusal = '';
  #pauseMs = RECONNECT_MS.first;
  #timer: NodeJS.Timeout | undefined;
  #alive: NodeJS.Timeout | undefined;
  #heardMs = 0;
  #resuming = false;
  #caughtUp: Promise<void> = Promise.resolve();
  #finding: Promise<void> = Promise.resolve();
  /** What is heard of a thread while it is taken up: it comes after what the answer tells of before. */
  #held: HeldNews | undefined;
  /** The conversation that the server said last to have nothing of on the disk. */
  #missing: string | undefined;
  readonly #opened = new OpenedThreads();
  /** Threads that may have come on the screen are counted: an older answer overrules no newer one. */
  #looks = 0;
  #newestLook = 0;
  #looking: Promise<void> = Promise.resolve();
  #looked: () => void = () => undefined;
  /** The server was spoken to, and what it knows of the conversation was told. */
  readonly firstLook = new Promise<void>((resolve) => {
    this.#looked = resolve;
  });
  #disposed = false;
  /** Which server is spoken to: another one makes its socket anew. */
  #server = '';

  constructor(options: CodexSessionOptions) {
    this.#options = options;
    void this.#connect();
  }

  get rung(): DriverRung {
    return this.#rung;
  }

  /** Another one after each death of the server. */
  get server(): string {
    return this.#server;
  }

  get thread(): FollowedThread | undefined {
    return this.#thread;
  }

  /** Resolves once the server has said which thread is open and how it stands, or did not say it. */
  async untilKnown(): Promise<void> {
    await untilStill(() => this.#looking);
    await this.#finding;
    if (this.#thread === undefined && this.#rung === 'structured') await this.#findThread();
    await this.#caughtUp;
  }

  /** Asks the server; its silence is a reason for the next rung. */
  async request(method: string, params: object): Promise<RpcReply> {
    const connection = this.#connection;
    if (connection === undefined) return { kind: 'unsent' };
    const reply = await connection.request(method, params);
    if (reply.kind === 'silent' && connection === this.#connection) {
      this.#toTyping(SILENT);
    } else if (reply.kind === 'result' || reply.kind === 'refused') this.#heard();
    return reply;
  }

  /** Begins a turn: it leads nobody back to a conversation that is left meanwhile. */
  async begin(turn: messages.TurnStart): Promise<RpcReply> {
    this.#opened.begunByUs(turn.threadId);
    const reply = await this.request('turn/start', turn);
    if (reply.kind !== 'result') this.#opened.notBegun(turn.threadId);
    return reply;
  }

  answer(answer: ApprovalAnswer): CommandResult {
    const reply = this.#approvals.answer(answer);
    if (reply.kind === 'refused') return reply;
    this.#connection?.answer(reply.requestId, reply.result);
    return { kind: 'done' };
  }

  dispose(): void {
    this.#disposed = true;
    clearTimeout(this.#timer);
    clearInterval(this.#alive);
    this.#connection?.close();
    this.#connection = undefined;
  }

  async #connect(): Promise<void> {
    const { socketPath, requestTimeoutMs } = this.#options;
    const server = socketAt(socketPath);
    const opened = await RpcConnection.connect(
      { socketPath, requestTimeoutMs, connectTimeoutMs: CONNECT_TIMEOUT_MS },
      {
        notified: (method, params) => this.#notified(method, params),
        asked: (request) => this.#asked(request),
        garbled: (excerpt) => this.#tell({ kind: 'raw', method: '', body: excerpt }),
        closed: (why) => this.#lost(why),
      },
    );
    if (typeof opened === 'string') {
      this.#away(opened);
      return;
    }
    if (this.#disposed) {
      opened.close();
      return;
    }
    this.#connection = opened;
    this.#server = server;
    const capabilities = { experimentalApi: true };
    const reply = await opened.request('initialize', { clientInfo: CLIENT_INFO, capabilities });
    if (reply.kind !== 'result') {
      if (reply.kind === 'refused') this.#refusal = reply.message;
      if (reply.kind === 'silent') this.#refusal = SILENT;
      opened.close();
      return;
    }
    opened.notify('initialized');
    const { aliveEveryMs } = this.#options;
    this.#alive = setInterval(() => void this.#lookAlive(aliveEveryMs), aliveEveryMs);
    this.#pauseMs = RECONNECT_MS.first;
    this.#heard();
    // What is open on another server is not what was open: nobody offers anything to that before.
    this.#finding = this.#findThread();
    await this.#finding;
    await this.#caughtUp;
    this.#looked();
  }

  /** A server that hangs in a turn is asked for nothing else. */
  async #lookAlive(silentMs: number): Promise<void> {
    const isAwaited = this.#thread?.activity === 'busy' || this.#rung === 'typing';
    if (!isAwaited || performance.now() - this.#heardMs < silentMs) return;
    await this.request('thread/loaded/list', {});
  }

  #lost(why: string): void {
    clearInterval(this.#alive);
    this.#connection = undefined;
    this.#thread?.lost();
    this.#opened.lost();
    this.#away(this.#refusal || why);
    for (const event of this.#approvals.lost()) this.#tell(event);
  }

  #away(why: string): void {
    if (this.#disposed) return;
    this.#toTyping(why);
    this.#timer = setTimeout(() => void this.#connect(), this.#pauseMs);
    this.#pauseMs = Math.min(this.#pauseMs * 2, RECONNECT_MS.longest);
  }

  #toTyping(why: string): void {
    if (this.#rung === 'typing' && this.#rungTold) return;
    this.#rung = 'typing';
    this.#rungTold = true;
    this.#tell({ kind: 'rung', rung: 'typing', why });
  }

  /** The server lives: it said something. */
  #heard(): void {
    this.#heardMs = performance.now();
    if (this.#rung === 'structured' || this.#connection === undefined) return;
    this.#rung = 'structured';
    this.#rungTold = true;
    this.#refusal = '';
    this.#tell({ kind: 'rung', rung: 'structured', why: 'the app-server answers' });
  }

  async #findThread(): Promise<void> {
    const open = this.#thread;
    if (open !== undefined) await this.#catchUp(open);
    if (open?.subscribed === true) return;
    const reply = await this.request('thread/loaded/list', {});
    const loaded = parse(messages.loadedThreads, reply)?.data;
    if (open !== undefined && open === this.#thread) {
      if (loaded === undefined || loaded.includes(open.threadId)) return;
      // It was lost with its server, before anything of it was written down; or it can't be read just now.
      this.#thread = undefined;
      const nothing = { record: undefined, unanswered: undefined };
      if (this.#missing === open.threadId)
        await this.#options.read({ server: this.#server, thread: open, ...nothing });
    }
    const threads = await Promise.all((loaded ?? []).slice(-LOOKED_AT).map((id) => this.#read(id)));
    const found = threadOnScreen(threads, this.#options.lastFollowed());
    if (found !== undefined && this.#thread === undefined) this.#followThread(found);
  }

  async #read(threadId: string): Promise<messages.CodexThread | undefined> {
    const reply = await this.request('thread/read', { threadId, includeTurns: false });
    return parse(messages.threadMessage, reply)?.thread;
  }

  /** Follows a thread that may just have come on the screen. */
  #look(threadId: string, accepts: (thread: messages.CodexThread) => boolean): void {
    this.#looks += 1;
    const look = this.#looks;
    const before = this.#looking;
    this.#looking = this.#read(threadId).then(async (thread) => {
      if (thread !== undefined && look > this.#newestLook && accepts(thread)) {
        this.#newestLook = look;
        this.#followThread(thread);
      }
      await before;
    });
  }

  #followThread(found: messages.CodexThread): void {
    if (this.#thread?.threadId === found.id) return;
    for (const event of this.#approvals.lost()) this.#tell(event);
    const { id: threadId, cwd, path } = found;
    const past = this.#options.past();
    const rollout = path ?? undefined;
    this.#thread = new FollowedThread({ threadId, cwd, rollout, nowMs: Date.now(), past });
    this.#tell({ kind: 'session', threadId, cwd });
    void this.#catchUp(this.#thread);
  }

  #catchUp(thread: FollowedThread): Promise<void> {
    if (!this.#resuming && !thread.subscribed) this.#caughtUp = this.#resume(thread);
    return this.#caughtUp;
  }

  /** Asks for the thread's events until it is granted or the thread rests without a message. */
  async #resume(thread: FollowedThread): Promise<void> {
    this.#resuming = true;
    for (let left = RESUME.tries; left > 0; left -= 1) {
      this.#opened.resumedByUs(thread.threadId);
      const held = new HeldNews(thread);
      this.#held = held;
      const { reply, resumed } = await this.#takeUp(thread);
      if (reply.kind === 'refused') this.#opened.notResumed(thread.threadId);
      this.#missing = isMissing(reply) ? thread.threadId : undefined;
      this.#held = undefined;
      if (thread !== this.#thread || this.#disposed) break;
      const unanswered = resumed && thread.unanswered(resumed);
      for (const event of resumed === undefined ? [] : thread.caughtUp(resumed)) this.#tell(event);
      // What a lost server said and asked is told by the next answer, or is gone with it.
      if (reply.kind !== 'closed') held.tell((event) => this.#followed(event));
      if (resumed !== undefined) {
        await this.#options.read({ server: this.#server, thread, record: resumed, unanswered });
        break;
      }
      // Nothing was said there yet, unless its status says that something is being said.
      if (reply.kind === 'refused') thread.known = true;
      if (reply.kind !== 'refused' || thread.activity === 'idle') break;
      await new Promise((resolve) => setTimeout(resolve, RESUME.everyMs));
    }
    this.#resuming = false;
    const next = this.#thread;
    if (next !== undefined && next !== thread && !next.subscribed) await this.#resume(next);
  }

  /** Subscribes to the thread; where the answer only guesses how a turn ended, that is asked for once more. */
  async #takeUp(
    thread: FollowedThread,
  ): Promise<{ reply: RpcReply; resumed?: messages.CodexThread | undefined }> {
    const { threadId } = thread;
    const reply = await this.request('thread/resume', { threadId });
    const resumed = parse(messages.threadMessage, reply)?.thread;
    if (resumed === undefined || !thread.guessesAnEnd(resumed)) return { reply, resumed };
    const later = await this.request('thread/read', { threadId, includeTurns: true });
    // Nothing was taken up from a server that is gone.
    if (later.kind === 'closed' || later.kind === 'unsent') return { reply: { kind: 'closed' } };
    return { reply, resumed: withKnownEnds(resumed, parse(messages.threadMessage, later)?.thread) };
  }

  #notified(method: string, params: unknown): void {
    this.#heard();
    if (method === 'thread/started') {
      const started = v.safeParse(messages.threadMessage, params);
      if (started.success && isPersons(started.output.thread)) {
        this.#looks += 1;
        this.#newestLook = this.#looks;
        this.#followThread(started.output.thread);
      }
      return;
    }
    if (method === 'serverRequest/resolved') {
      if (this.#isHeld(() => this.#notified(method, params))) return;
      const resolved = v.safeParse(messages.resolvedMessage, params);
      if (!resolved.success) return;
      for (const event of this.#approvals.resolved(resolved.output.requestId)) this.#tell(event);
      return;
    }
    const threadId = threadIdOf(params);
    const told = threadId && this.#opened.told(threadId, method, params);
    if (threadId !== undefined && threadId !== this.#thread?.threadId) {
      const isFirst = this.#thread === undefined && method === 'thread/status/changed';
      if (told || isFirst) this.#look(threadId, told === 'opened' ? isShowable : isPersons);
      return;
    }
    for (const event of eventsOf(method, params)) this.#followed(event);
  }

  #followed(event: AgentEvent): void {
    const thread = this.#thread;
    if (thread === undefined) {
      if (event.kind === 'raw') this.#tell(event);
      return;
    }
    if (event.kind === 'status') this.#held?.status(thread, event);
    else if (this.#isHeld(() => this.#followed(event))) return;
    for (const news of thread.news(event)) {
      if (news.kind === 'turn-completed' || news.kind === 'turn-failed') {
        for (const lost of this.#approvals.lost(news.turnId)) this.#tell(lost);
      }
      this.#tell(news);
    }
    if (event.kind === 'status') void this.#catchUp(thread);
  }

  /** Whether it has to wait until the thread is taken up. */
  #isHeld(call: () => void): boolean {
    return this.#held?.keeps(this.#thread, call) ?? false;
  }

  #asked(request: {
    readonly id: RequestId;
    readonly method: string;
    readonly params: unknown;
  }): void {
    this.#heard();
    const subject = approvalSubject(request.method);
    const parsed = v.safeParse(messages.approvalMessage, request.params);
    if (subject === undefined || !parsed.success) {
      // The TUI is asked as well, and knows what to say.
      this.#tell(rawEvent(request.method, request.params));
      return;
    }
    const message = parsed.output;
    if (message.threadId !== this.#thread?.threadId) return;
    if (this.#isHeld(() => this.#asked(request))) return;
    const item = this.#thread.item(message.itemId);
    const events = this.#approvals.asked({ requestId: request.id, subject, message, item });
    for (const event of events) this.#tell(event);
  }

  #tell(event: AgentEvent): void {
    if (!this.#disposed) this.#options.tell(event);
  }
}

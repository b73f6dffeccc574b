// The life of an agent that speaks ACP: started, greeted, its conversation begun or taken up again, and
// started again when it crashes. What is said in the conversation is its listener's business.
import { setTimeout as sleep } from 'node:timers/promises';
import * as v from 'valibot';
import type { LineProcessStart, ProcessEnd } from '../line-process.ts';
import { AcpConnection, type AcpReply, type AcpRequestId } from './acp-connection.ts';
import {
  ACP_VERSION,
  type AcpMode,
  initialized,
  REFUSAL_CODES,
  sessionBegun,
  sessionLoaded,
  updated,
} from './acp-messages.ts';

/** An agent that is fetched first, as by npx, may take long to say its first word, in ms. */
const HELLO_WITHIN_MS = 60_000;
/** A conversation begins once its tool servers are up, in ms. */
const SESSION_WITHIN_MS = 60_000;
/** What a conversation that is taken up again repeats has ended when nothing came for so long, in ms. */
const REPEATED_REST_MS = 150;
/** It is not waited for longer, in ms. */
const REPEATED_PATIENCE_MS = 5_000;
const LOOK_EVERY_MS = 25;
/** Crashes in a row that are answered by a new start; the next one is the end. */
const RESTARTS_IN_A_ROW = 3;
/** An agent that lived this long, in ms, was not part of a row. */
const ROW_MS = 60_000;
/** Before each start of a row, in ms, doubled each time. */
const RESTART_PAUSE_MS = 250;

/** Files and terminals are the agent's own: we take no part in them. */
const HELLO = {
  protocolVersion: ACP_VERSION,
  clientCapabilities: { fs: { readTextFile: false, writeTextFile: false }, terminal: false },
  clientInfo: { name: 'codex-voice', title: 'codex-voice', version: '0.1.0' },
};

export interface AcpAgentOptions extends LineProcessStart {
  /** As a person calls it. */
  readonly name: string;
  /** The conversation to take up, if the agent can. */
  readonly resume?: string | undefined;
  readonly helloWithinMs?: number;
  /** Before the first start of a row. */
  readonly restartPauseMs?: number;
}

export interface OpenedSession {
  readonly sessionId: string;
  /** `anew`: there was an earlier one, and it could not be taken up; `why` says what stood in the way. */
  readonly how: 'new' | 'taken-up' | 'anew';
  readonly why?: string;
  /** Name and version, as the agent tells them. */
  readonly agent: string | undefined;
  readonly modes: readonly AcpMode[];
  readonly modeId: string | undefined;
}

/** For ever. `status`: as a shell would have it. */
export interface AgentOver {
  readonly why: string;
  readonly status: number;
}

export interface AcpAgentListener {
  readonly ready: (opened: OpenedSession) => void;
  /** It can't be spoken to from now on; perhaps it is started again. */
  readonly away: (why: string) => void;
  readonly over: (end: AgentOver) => void;
  /** Something new in the conversation. */
  readonly updated: (update: { readonly sessionUpdate: string }) => void;
  readonly asked: (id: AcpRequestId, params: unknown) => void;
  readonly raw: (method: string, body: unknown) => void;
  /** A line that is no message, or answers nothing. */
  readonly garbled: (line: string) => void;
}

/** Dispose it: the agent is ended. */
export class AcpAgent implements AsyncDisposable {
  readonly #options: AcpAgentOptions;
  readonly #listener: AcpAgentListener;
  #connection: AcpConnection | undefined;
  #sessionId: string | undefined;
  #stage: 'starting' | 'ready' | 'over' = 'starting';
  /** A conversation was open once. */
  #wasReady = false;
  #repeats = false;
  #offersSignIn = false;
  #lastUpdateMs = 0;
  #row = 0;
  #startedMs = 0;

  constructor(options: AcpAgentOptions, listener: AcpAgentListener) {
    this.#options = options;
    this.#listener = listener;
    this.#sessionId = options.resume;
    this.#start();
  }

  /** What is said reaches the agent. */
  get isReady(): boolean {
    return this.#stage === 'ready';
  }

  /** It has ways to sign in, and may ask for one instead of an answer. */
  get offersSignIn(): boolean {
    return this.#offersSignIn;
  }

  /** Resolves when the turn is over. */
  async prompt(text: string): Promise<AcpReply> {
    const params = { sessionId: this.#sessionId, prompt: [{ type: 'text', text }] };
    return await this.#ask('session/prompt', params);
  }

  cancel(): void {
    this.#connection?.notify('session/cancel', { sessionId: this.#sessionId });
  }

  async setMode(modeId: string): Promise<AcpReply> {
    return await this.#ask('session/set_mode', { sessionId: this.#sessionId, modeId });
  }

  /** The answer to a question of the agent's; without an option: the turn was cancelled. */
  permit(id: AcpRequestId, optionId: string | undefined): void {
    const outcome =
      optionId === undefined ? { outcome: 'cancelled' } : { outcome: 'selected', optionId };
    this.#connection?.answer(id, { outcome });
  }

  refuse(id: AcpRequestId, message: string): void {
    this.#connection?.refuse(id, { code: REFUSAL_CODES.unfitParameters, message });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#stage = 'over';
    await this.#connection?.[Symbol.asyncDispose]();
  }

  async #ask(method: string, params: object): Promise<AcpReply> {
    const gone = { kind: 'ended', why: 'it is not there' } as const;
    return (await this.#connection?.request({ method, params })) ?? gone;
  }

  #start(): void {
    this.#startedMs = performance.now();
    const connection = new AcpConnection(this.#options, {
      notified: (method, params) => this.#notified(method, params),
      asked: (request) => this.#asked(connection, request),
      garbled: (line) => this.#listener.garbled(line),
      ended: (end) => this.#ended(connection, end),
    });
    this.#connection = connection;
    void this.#open(connection).then((opened) => this.#opened(connection, opened));
  }

  #opened(connection: AcpConnection, opened: OpenedSession | string): void {
    if (this.#stage !== 'starting' || connection !== this.#connection) return;
    if (typeof opened === 'string') {
      // It may still be there, and speak when nobody listens any more.
      connection.kill();
      this.#gone(opened, undefined);
      return;
    }
    if (!connection.isThere) {
      // It died while what it repeats was awaited.
      this.#gone(connection.endedWhy, undefined);
      return;
    }
    this.#sessionId = opened.sessionId;
    this.#stage = 'ready';
    this.#wasReady = true;
    this.#listener.ready(opened);
  }

  async #open(connection: AcpConnection): Promise<OpenedSession | string> {
    const { helloWithinMs: withinMs = HELLO_WITHIN_MS } = this.#options;
    const reply = await connection.request({ method: 'initialize', params: HELLO, withinMs });
    const hello = v.safeParse(initialized, reply.kind === 'result' ? reply.result : undefined);
    if (!hello.success) return this.#noHello(connection, reply, withinMs);
    const { protocolVersion, agentCapabilities, agentInfo, authMethods } = hello.output;
    if (protocolVersion !== ACP_VERSION) {
      return `it speaks version ${protocolVersion} of ACP, and we speak ${ACP_VERSION}`;
    }
    this.#offersSignIn = (authMethods ?? []).length > 0;
    const agent = [agentInfo?.name, agentInfo?.version].filter(Boolean).join(' ') || undefined;
    const canLoad = agentCapabilities?.loadSession === true;
    const before = this.#sessionId;
    let why = 'it does not take up conversations';
    if (before !== undefined && canLoad) {
      const loaded = await this.#load(connection, before);
      if (typeof loaded !== 'string') return { ...loaded, agent };
      why = loaded;
    }
    const begun = await connection.request({
      method: 'session/new',
      params: { cwd: this.#options.cwd, mcpServers: [] },
      withinMs: SESSION_WITHIN_MS,
    });
    const session = v.safeParse(sessionBegun, begun.kind === 'result' ? begun.result : undefined);
    if (!session.success) return noSession(begun, authMethods ?? []);
    const { sessionId, modes } = session.output;
    const how = before === undefined ? { how: 'new' as const } : { how: 'anew' as const, why };
    return { sessionId, agent, ...how, ...modesOf(modes) };
  }

  #noHello(connection: AcpConnection, reply: AcpReply, withinMs: number): string {
    if (reply.kind === 'ended') return reply.why;
    const said = connection.lastWords;
    const words = said === '' ? '' : ` It says: ${said}`;
    if (reply.kind === 'silent') {
      return `it has not answered "initialize" within ${withinMs / 1_000} s: does it speak ACP?${words}`;
    }
    const why = reply.kind === 'refused' ? reply.message : 'in another form';
    return `it does not answer "initialize" as ACP has it (${why}).${words}`;
  }

  async #load(
    connection: AcpConnection,
    sessionId: string,
  ): Promise<Omit<OpenedSession, 'agent'> | string> {
    this.#repeats = true;
    const reply = await connection.request({
      method: 'session/load',
      params: { sessionId, cwd: this.#options.cwd, mcpServers: [] },
      withinMs: SESSION_WITHIN_MS,
    });
    if (reply.kind === 'result') await this.#untilRepeated();
    this.#repeats = false;
    if (reply.kind !== 'result') return wordsOf(reply);
    const loaded = v.safeParse(sessionLoaded, reply.result);
    return {
      sessionId,
      how: 'taken-up',
      ...modesOf(loaded.success ? loaded.output?.modes : undefined),
    };
  }

  /** Some repeat the conversation before they answer, others after it. */
  async #untilRepeated(): Promise<void> {
    const sinceMs = performance.now();
    this.#lastUpdateMs = sinceMs;
    for (;;) {
      const nowMs = performance.now();
      const rests = nowMs - this.#lastUpdateMs >= REPEATED_REST_MS;
      if (rests || nowMs - sinceMs >= REPEATED_PATIENCE_MS) return;
      await sleep(LOOK_EVERY_MS);
    }
  }

  #notified(method: string, params: unknown): void {
    const parsed = v.safeParse(updated, params);
    if (method !== 'session/update' || !parsed.success) {
      this.#listener.raw(method, params);
      return;
    }
    this.#lastUpdateMs = performance.now();
    const { sessionId, update } = parsed.output;
    // What is repeated was told when it happened.
    if (this.#repeats) return;
    if (this.#sessionId !== undefined && sessionId !== this.#sessionId)
      this.#listener.raw(method, params);
    else this.#listener.updated(update);
  }

  #asked(
    connection: AcpConnection,
    request: { readonly id: AcpRequestId; readonly method: string; readonly params: unknown },
  ): void {
    const { id, method, params } = request;
    if (method === 'session/request_permission' && this.isReady) {
      this.#listener.asked(id, params);
      return;
    }
    this.#listener.raw(method, params);
    const message = `"${method}" is nothing that this client offers`;
    connection.refuse(id, { code: REFUSAL_CODES.unknownMethod, message });
  }

  #ended(connection: AcpConnection, end: ProcessEnd): void {
    if (connection !== this.#connection) return;
    // While it is being opened, whoever opens it is told.
    if (this.#stage === 'ready') this.#gone(end.why, end);
  }

  #gone(why: string, end: ProcessEnd | undefined): void {
    const livedMs = performance.now() - this.#startedMs;
    this.#stage = 'starting';
    this.#connection = undefined;
    this.#listener.away(why);
    const status = end?.exitCode ?? 1;
    this.#row = livedMs < ROW_MS ? this.#row + 1 : 1;
    const isLast = !this.#wasReady || end?.exitCode === 0 || this.#row > RESTARTS_IN_A_ROW;
    if (isLast) {
      this.#stage = 'over';
      this.#listener.over({ why, status });
      return;
    }
    const again = (): void => {
      if (this.#stage === 'starting') this.#start();
    };
    const { restartPauseMs = RESTART_PAUSE_MS } = this.#options;
    setTimeout(again, restartPauseMs * 2 ** (this.#row - 1));
  }
}

function noSession(
  reply: AcpReply,
  methods: readonly { readonly name?: string | null | undefined }[],
): string {
  if (reply.kind !== 'refused' || reply.code !== REFUSAL_CODES.signInFirst)
    return `it begins no conversation: ${wordsOf(reply)}`;
  const names = methods.map(({ name }) => name ?? '').filter((name) => name !== '');
  const ways = names.length === 0 ? '' : ` Its ways: ${names.join(', ')}.`;
  return `it wants you to sign in (${reply.message}): start it by itself, sign in there, and come again.${ways}`;
}

function wordsOf(reply: AcpReply): string {
  switch (reply.kind) {
    case 'refused':
      return reply.message;
    case 'ended':
      return reply.why;
    case 'silent':
      return `no answer within ${SESSION_WITHIN_MS / 1_000} s`;
    case 'result':
      return 'an answer in another form';
  }
}

function modesOf(
  modes: v.InferOutput<typeof sessionBegun>['modes'],
): Pick<OpenedSession, 'modes' | 'modeId'> {
  return { modes: modes?.availableModes ?? [], modeId: modes?.currentModeId };
}

// Codex's JSON-RPC over a WebSocket on a unix socket: requests with time limits and back-off, what
// the server says on its own handed on. It knows no method by name.
import { lstatSync } from 'node:fs';
import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import * as v from 'valibot';
import { WebSocket } from 'ws';

/** The server's word for "too much at once". */
const OVERLOADED_CODE = -32001;
/** First pause after an overload, in ms; doubled each time, with up to as much again by chance. */
const BACK_OFF_MS = 50;
/** Together under two seconds of pauses; then the caller is told. */
const OVERLOAD_TRIES = 5;
/** One message may hold a whole diff or a 1 MB prompt; more is no answer but a fault. */
const MESSAGE_BYTES = 67_108_864;

const messageSchema = v.looseObject({
  id: v.optional(v.union([v.number(), v.string()])),
  method: v.optional(v.string()),
  params: v.optional(v.unknown()),
  result: v.optional(v.unknown()),
  error: v.optional(v.looseObject({ code: v.number(), message: v.string() })),
});

export type RequestId = number | string;

export type RpcReply =
  | { readonly kind: 'result'; readonly result: unknown }
  | { readonly kind: 'refused'; readonly code: number; readonly message: string }
  /** No answer in time; it may still come. */
  | { readonly kind: 'silent' }
  /** The connection ended; whether the request arrived is not known. */
  | { readonly kind: 'closed' }
  /** There was no connection to ask on: it certainly did not arrive. */
  | { readonly kind: 'unsent' };

export interface RpcListener {
  notified(method: string, params: unknown): void;
  asked(request: {
    readonly id: RequestId;
    readonly method: string;
    readonly params: unknown;
  }): void;
  /** A message that is none. */
  garbled(excerpt: string): void;
  closed(why: string): void;
}

export interface RpcConnectionOptions {
  readonly socketPath: string;
  readonly connectTimeoutMs: number;
  readonly requestTimeoutMs: number;
}

/** An open connection; `listener.closed` is called once when it ends. */
export class RpcConnection {
  readonly #socket: WebSocket;
  readonly #requestTimeoutMs: number;
  readonly #listener: RpcListener;
  readonly #awaited = new Map<RequestId, (reply: RpcReply) => void>();
  #lastId = 0;
  #open = true;

  private constructor(socket: WebSocket, listener: RpcListener, requestTimeoutMs: number) {
    this.#socket = socket;
    this.#listener = listener;
    this.#requestTimeoutMs = requestTimeoutMs;
    let why = 'the connection was closed';
    socket.on('message', (data, isBinary) => this.#receive(isBinary ? '' : String(data)));
    socket.on('error', (error) => {
      why = error.message;
    });
    socket.on('close', () => {
      this.#open = false;
      for (const settle of this.#awaited.values()) settle({ kind: 'closed' });
      this.#awaited.clear();
      listener.closed(why);
    });
  }

  /** Resolves with the connection, or with why there is none. */
  static async connect(
    options: RpcConnectionOptions,
    listener: RpcListener,
  ): Promise<RpcConnection | string> {
    // A path in the address would be read as one: colons, spaces and % change it.
    const socket = new WebSocket('ws://localhost/', {
      createConnection: () => connect(options.socketPath),
      perMessageDeflate: false,
      maxPayload: MESSAGE_BYTES,
      handshakeTimeout: options.connectTimeoutMs,
    });
    return await new Promise((resolve) => {
      const failed = (error: Error) => resolve(error.message);
      socket.once('error', failed);
      socket.once('open', () => {
        socket.off('error', failed);
        resolve(new RpcConnection(socket, listener, options.requestTimeoutMs));
      });
    });
  }

  /** Asks; an overloaded server is asked again after a pause, anything else only once. */
  async request(method: string, params: object): Promise<RpcReply> {
    for (let attempt = 0; ; attempt += 1) {
      const reply = await this.#ask(method, params);
      const overloaded = reply.kind === 'refused' && reply.code === OVERLOADED_CODE;
      if (!overloaded || attempt + 1 >= OVERLOAD_TRIES) return reply;
      await sleep(BACK_OFF_MS * 2 ** attempt * (1 + Math.random()));
    }
  }

  notify(method: string): void {
    this.#send({ method });
  }

  answer(id: RequestId, result: object): void {
    this.#send({ id, result });
  }

  close(): void {
    this.#socket.terminate();
  }

  async #ask(method: string, params: object): Promise<RpcReply> {
    if (!this.#open) return { kind: 'unsent' };
    this.#lastId += 1;
    const id = this.#lastId;
    return await new Promise((resolve) => {
      const timer = setTimeout(() => settle({ kind: 'silent' }), this.#requestTimeoutMs);
      const settle = (reply: RpcReply) => {
        clearTimeout(timer);
        this.#awaited.delete(id);
        resolve(reply);
      };
      this.#awaited.set(id, settle);
      this.#send({ id, method, params });
    });
  }

  #send(message: object): void {
    if (this.#open) this.#socket.send(JSON.stringify(message));
  }

  #receive(text: string): void {
    const message = parseMessage(text);
    if (message === undefined) {
      this.#listener.garbled(text.slice(0, 200));
      return;
    }
    const { id, method, params } = message;
    if (method !== undefined) {
      if (id === undefined) this.#listener.notified(method, params);
      else this.#listener.asked({ id, method, params });
      return;
    }
    if (id === undefined) return;
    const { error } = message;
    this.#awaited.get(id)?.(
      error === undefined
        ? { kind: 'result', result: message.result }
        : { kind: 'refused', code: error.code, message: error.message },
    );
  }
}

/** Tells a server from another one that listens at the same path. */
export function socketAt(path: string): string {
  const found = lstatSync(path, { throwIfNoEntry: false });
  return found === undefined ? '' : `${found.ino} ${found.ctimeMs}`;
}

/** Since when a server listens there, in ms since 1970. */
export function listensSinceMs(path: string): number | undefined {
  return lstatSync(path, { throwIfNoEntry: false })?.ctimeMs;
}

/** Whether a refusal says that the server has too much to do. */
export function isOverload(code: number): boolean {
  return code === OVERLOADED_CODE;
}

function parseMessage(text: string): v.InferOutput<typeof messageSchema> | undefined {
  try {
    const parsed = v.safeParse(messageSchema, JSON.parse(text));
    if (!parsed.success) return undefined;
    const { id, method } = parsed.output;
    return id === undefined && method === undefined ? undefined : parsed.output;
  } catch {
    return undefined;
  }
}

// JSON-RPC 2.0 with a program that speaks in lines: requests and their answers, both ways. It knows no
// method by name.
import * as v from 'valibot';
import { WORDS_BYTES } from '../bounded-event.ts';
import { cutText } from '../bounded-text.ts';
import { LineProcess, type LineProcessStart, type ProcessEnd } from '../line-process.ts';

const messageSchema = v.looseObject({
  id: v.nullish(v.union([v.number(), v.string()])),
  method: v.optional(v.string()),
  params: v.optional(v.unknown()),
  result: v.optional(v.unknown()),
  error: v.nullish(
    v.looseObject({ code: v.number(), message: v.string(), data: v.optional(v.unknown()) }),
  ),
});

export type AcpRequestId = number | string;

export type AcpReply =
  | { readonly kind: 'result'; readonly result: unknown }
  | { readonly kind: 'refused'; readonly code: number; readonly message: string }
  /** No answer in time; it may still come, and is passed over. */
  | { readonly kind: 'silent' }
  /** The agent has ended; whether it heard the request is not known. */
  | { readonly kind: 'ended'; readonly why: string };

export interface AcpListener {
  notified(method: string, params: unknown): void;
  asked(request: {
    readonly id: AcpRequestId;
    readonly method: string;
    readonly params: unknown;
  }): void;
  /** A line that is no message, or an answer to nothing that was asked. */
  garbled(line: string): void;
  ended(end: ProcessEnd): void;
}

export interface AcpQuestion {
  readonly method: string;
  readonly params: object;
  /** In ms; absent: it is waited for as long as the agent lives. */
  readonly withinMs?: number;
}

/** Dispose it: the agent is ended. */
export class AcpConnection implements AsyncDisposable {
  readonly #listener: AcpListener;
  readonly #process: LineProcess;
  readonly #awaited = new Map<AcpRequestId, (reply: AcpReply) => void>();
  #lastId = 0;
  #endedWhy = 'it has ended';

  constructor(start: LineProcessStart, listener: AcpListener) {
    this.#listener = listener;
    this.#process = new LineProcess(start, {
      said: (message) => this.#said(message),
      garbled: (line) => listener.garbled(line),
      ended: (end) => {
        const { why } = end;
        this.#endedWhy = why;
        for (const settle of [...this.#awaited.values()]) settle({ kind: 'ended', why });
        listener.ended(end);
      },
    });
  }

  get isThere(): boolean {
    return this.#process.isThere;
  }

  /** Once it is not there. */
  get endedWhy(): string {
    return this.#endedWhy;
  }

  /** What the agent wrote to its terminal last. */
  get lastWords(): string {
    return this.#process.lastWords;
  }

  async request({ method, params, withinMs }: AcpQuestion): Promise<AcpReply> {
    if (!this.#process.isThere) return { kind: 'ended', why: this.#endedWhy };
    this.#lastId += 1;
    const id = this.#lastId;
    return await new Promise((resolve) => {
      const late = (): void => settle({ kind: 'silent' });
      const timer = withinMs === undefined ? undefined : setTimeout(late, withinMs);
      const settle = (reply: AcpReply): void => {
        clearTimeout(timer);
        this.#awaited.delete(id);
        resolve(reply);
      };
      this.#awaited.set(id, settle);
      this.#say({ id, method, params });
    });
  }

  notify(method: string, params: object): void {
    this.#say({ method, params });
  }

  answer(id: AcpRequestId, result: object): void {
    this.#say({ id, result });
  }

  refuse(id: AcpRequestId, error: { readonly code: number; readonly message: string }): void {
    this.#say({ id, error });
  }

  kill(): void {
    this.#process.kill();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#process[Symbol.asyncDispose]();
  }

  #say(message: object): void {
    if (this.#process.isThere) this.#process.say({ jsonrpc: '2.0', ...message });
  }

  #said(said: unknown): void {
    const parsed = v.safeParse(messageSchema, said);
    const { id, method, params, error, result } = parsed.success ? parsed.output : {};
    const isKnown = id !== undefined && id !== null;
    if (method !== undefined) {
      if (isKnown) this.#listener.asked({ id, method, params });
      else this.#listener.notified(method, params);
      return;
    }
    if (!isKnown) {
      this.#listener.garbled(JSON.stringify(said));
      return;
    }
    const settle = this.#awaited.get(id);
    if (settle === undefined) this.#listener.garbled(JSON.stringify(said));
    else if (error) settle({ kind: 'refused', code: error.code, message: wordsOf(error) });
    else settle({ kind: 'result', result });
  }
}

/** "Internal error" says nothing; agents put the reason beside it. */
function wordsOf(error: { readonly message: string; readonly data?: unknown }): string {
  return cutText(allWordsOf(error), WORDS_BYTES);
}

function allWordsOf({
  message,
  data,
}: {
  readonly message: string;
  readonly data?: unknown;
}): string {
  if (typeof data === 'string' && data !== '') return `${message}: ${data}`;
  const details = v.safeParse(v.object({ details: v.pipe(v.string(), v.nonEmpty()) }), data);
  return details.success ? `${message}: ${details.output.details}` : message;
}

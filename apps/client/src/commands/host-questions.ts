// Questions to a host and their answers, each within a bound. Finding or starting the host is
// `host-link.ts`'s task; what follows from an answer is each command's own.
import { connectHost } from '@codex-voice/ipc';
import type { HostAnswer, HostEvent, HostRequest, SessionRow } from '@codex-voice/protocol';
import { ensureHost, type HostPlace, type HostRefusal } from '../host-link.ts';
import { UserError, visible } from '../user-error.ts';

/** A host answers in some ms; one that adopts many sessions at its start takes its time, in ms. */
const ANSWER_PATIENCE_MS = 5_000;

/** `silent`: nothing within our patience. `gone`: the connection ended first. */
export type HostReply = HostAnswer | { readonly kind: 'silent' } | { readonly kind: 'gone' };

/** The questions that are open on one connection. */
export class HostQuestions {
  readonly #send: (request: HostRequest) => void;
  readonly #patienceMs: number;
  readonly #open = new Map<string, (reply: HostReply) => void>();
  #asked = 0;
  #isClosed = false;

  constructor(send: (request: HostRequest) => void, patienceMs: number = ANSWER_PATIENCE_MS) {
    this.#send = send;
    this.#patienceMs = patienceMs;
  }

  async ask(question: (requestId: string) => HostRequest): Promise<HostReply> {
    if (this.#isClosed) return { kind: 'gone' };
    this.#asked += 1;
    const requestId = `q${this.#asked}`;
    return await new Promise((resolve) => {
      const settle = (reply: HostReply): void => {
        clearTimeout(timer);
        this.#open.delete(requestId);
        resolve(reply);
      };
      const timer = setTimeout(() => settle({ kind: 'silent' }), this.#patienceMs);
      this.#open.set(requestId, settle);
      this.#send(question(requestId));
    });
  }

  /** Whether it is an answer to one of them. */
  accept(event: HostEvent): boolean {
    const settle = event.type === 'answer' ? this.#open.get(event.requestId) : undefined;
    if (settle === undefined || event.type !== 'answer') return false;
    settle(event.answer);
    return true;
  }

  closed(): void {
    this.#isClosed = true;
    for (const settle of [...this.#open.values()]) settle({ kind: 'gone' });
  }
}

/** A host that can be asked. */
export interface AskedHost {
  ask(question: (requestId: string) => HostRequest): Promise<HostReply>;
  /** What has no answer. */
  tell(request: HostRequest): void;
  /** Resolves when the connection has ended, whoever ended it. */
  readonly ended: Promise<void>;
  close(): void;
}

export type HostFound = { readonly kind: 'connected'; readonly host: AskedHost } | HostRefusal;

/** Connects to the host that runs, or, with `start`, to one that is started where none runs. */
export async function findHost(
  place: HostPlace,
  absent: 'start' | 'leave',
  patienceMs: number = ANSWER_PATIENCE_MS,
): Promise<HostFound> {
  let end = (): void => undefined;
  const ended = new Promise<void>((resolve) => {
    end = resolve;
  });
  let send = (_: HostRequest): void => undefined;
  const questions = new HostQuestions((request) => send(request), patienceMs);
  const listening = {
    onEvent: (event: HostEvent) => questions.accept(event),
    onClosed: () => {
      questions.closed();
      end();
    },
  };
  const { runtimeDirectory } = place;
  const found =
    absent === 'start'
      ? await ensureHost(place, listening)
      : await connectHost({ runtimeDirectory, ...listening });
  if (found.kind === 'refused') return found;
  const { host } = found;
  send = (request) => host.request(request);
  return {
    kind: 'connected',
    host: {
      ask: async (question) => await questions.ask(question),
      tell: (request) => host.request(request),
      ended,
      close: () => {
        questions.closed();
        host.close();
      },
    },
  };
}

/** Why there is no host to be asked, as one line with the way out. */
export function hostProblem({ code, message }: HostRefusal): UserError {
  const mend = code === 'lost' ? ': end its process, and the next one goes on where it was' : '';
  return new UserError(`${visible(message)}${mend}`);
}

/** The sessions as a host has them; undefined where it does not answer. */
export async function rowsOf(host: AskedHost): Promise<readonly SessionRow[] | undefined> {
  const reply = await host.ask((requestId) => ({ type: 'sessions', requestId }));
  return reply.kind === 'sessions' ? reply.sessions : undefined;
}

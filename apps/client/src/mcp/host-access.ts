// The way from a tool to the session it is called in, by the variable that sessions give their programs,
// and to the host. What a person would be told as an error is thrown as one.
import type { HostAnswer, HostRequest, SessionRow } from '@codex-voice/protocol';
import { type AskedHost, type HostReply, rowsOf } from '../commands/host-questions.ts';
import type { CommandGiven } from '../commands/session-access.ts';
import { startedHost } from '../commands/started-host.ts';
import { SESSION_VARIABLE, UNREACHED_SESSION } from '../host-link.ts';
import { UserError } from '../user-error.ts';

export class HostAccess implements Disposable {
  readonly #given: CommandGiven;
  readonly #open = new Set<AskedHost>();

  constructor(given: CommandGiven) {
    this.#given = given;
  }

  /** The name that is handed to us; undefined: none, and we may run outside of any. */
  get namedSession(): string | undefined {
    const own = process.env[SESSION_VARIABLE];
    return own === '' ? undefined : own;
  }

  /** The session we run in. Throws `UserError` where that is none, or none that can be reached. */
  get ownSession(): string {
    const own = this.namedSession;
    if (own === UNREACHED_SESSION)
      throw new UserError('nothing reaches a session started with --no-host: start it without');
    if (own !== undefined) return own;
    throw new UserError(
      `this agent runs in no session of codex-voice (${SESSION_VARIABLE} is not set): start it by codex-voice, and hand the variable on to this server`,
    );
  }

  async rows(): Promise<readonly SessionRow[]> {
    return await this.#withHost(async (host) => {
      const rows = await rowsOf(host);
      if (rows === undefined) throw new UserError('the host does not answer: try again');
      return rows;
    });
  }

  /** By its name, or the beginning of it; unnamed: our own. Throws `UserError`. */
  async row(name: string | undefined): Promise<SessionRow> {
    const wanted = name ?? this.ownSession;
    const rows = await this.rows();
    const exact = rows.find(({ sessionId }) => sessionId === wanted);
    const [only, second] = rows.filter(({ sessionId }) => sessionId.startsWith(wanted));
    const row = exact ?? (second === undefined ? only : undefined);
    if (row === undefined)
      throw new UserError(`${wanted} names no session that runs: list_sessions tells them`);
    return row;
  }

  /**
   * What the host answers, on a connection of its own: what was asked of a person ends with it. Throws
   * `UserError` for a refusal, and for no answer within `patienceMs` or before `signal` aborts.
   */
  async ask(
    question: (requestId: string) => HostRequest,
    how: { readonly patienceMs?: number; readonly signal?: AbortSignal } = {},
  ): Promise<HostAnswer> {
    return await this.#withHost(async (host) => {
      const close = (): void => host.close();
      how.signal?.addEventListener('abort', close);
      try {
        if (how.signal?.aborted === true)
          throw new UserError('it was cancelled: nothing was asked');
        return answerOf(await host.ask(question));
      } finally {
        how.signal?.removeEventListener('abort', close);
      }
    }, how.patienceMs);
  }

  [Symbol.dispose](): void {
    for (const host of this.#open) host.close();
  }

  async #withHost<Value>(
    use: (host: AskedHost) => Promise<Value>,
    patienceMs?: number,
  ): Promise<Value> {
    const host = await startedHost(this.#given, patienceMs);
    this.#open.add(host);
    try {
      return await use(host);
    } finally {
      this.#open.delete(host);
      host.close();
    }
  }
}

function answerOf(reply: HostReply): HostAnswer {
  switch (reply.kind) {
    case 'refused':
      throw new UserError(reply.message);
    case 'silent':
      throw new UserError('the host does not answer: codex-voice host stop, then try again');
    case 'gone':
      throw new UserError('the host has gone, or it was cancelled: try again');
    default:
      return reply;
  }
}

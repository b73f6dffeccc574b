// Questions to the host about prompts that no session has any more; what follows from an answer is each
// command's own.
import type { SpoolRequest } from '@codex-voice/protocol';
import { UserError, visible } from '../user-error.ts';
import type { AskedHost, HostReply } from './host-questions.ts';
import type { CommandGiven } from './session-access.ts';
import { startedHost } from './started-host.ts';

/** A host that goes away while it is asked is asked again; more often helps nobody. */
export const ATTEMPTS = 3;

type Listed = Extract<HostReply, { kind: 'kept' }>;

/** The host, found again where it has gone. */
export class KeptQuestions {
  readonly #given: CommandGiven;
  #host: AskedHost | undefined;

  constructor(given: CommandGiven) {
    this.#given = given;
  }

  /** `gone`: it went away while it was asked, and the next one can be. */
  async ask(what: SpoolRequest['what']): Promise<HostReply> {
    const host = await this.host();
    const reply = await host.ask((requestId) => ({ type: 'spool', requestId, what }));
    if (reply.kind === 'gone') this.close();
    return reply;
  }

  /** Of what may be asked twice. Throws `UserError`. */
  async answer(what: SpoolRequest['what']): Promise<HostReply> {
    for (let attempt = 1; ; attempt += 1) {
      const reply = await this.ask(what);
      if (reply.kind === 'gone' && attempt < ATTEMPTS) continue;
      if (reply.kind === 'done' || reply.kind === 'kept') return reply;
      throw keptProblem(reply);
    }
  }

  async list(what: SpoolRequest['what'] = { do: 'list' }): Promise<Listed> {
    const reply = await this.answer(what);
    if (reply.kind === 'kept') return reply;
    throw keptProblem(reply);
  }

  async host(): Promise<AskedHost> {
    if (this.#host !== undefined) return this.#host;
    this.#host = await startedHost(this.#given);
    return this.#host;
  }

  close(): void {
    this.#host?.close();
    this.#host = undefined;
  }
}

/** Why a question was not answered as it was meant. */
export function keptProblem(reply: HostReply): UserError {
  switch (reply.kind) {
    case 'refused':
      return new UserError(visible(reply.message));
    case 'gone':
      return new UserError('the host ended while it was asked: codex-voice host logs tells why');
    default:
      return new UserError('the host does not answer: codex-voice host stop, then ask again');
  }
}

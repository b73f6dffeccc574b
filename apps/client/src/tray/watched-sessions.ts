// The sessions that run, looked at again and again over one connection to the host: none is started for it,
// and where no session runs none is kept from ending.
import type { SessionRow } from '@codex-voice/protocol';
import { type AskedHost, findHost, rowsOf } from '../commands/host-questions.ts';
import type { SessionAccess } from '../commands/session-access.ts';

export class WatchedSessions {
  readonly #access: SessionAccess;
  #host: AskedHost | undefined;
  #rows: readonly SessionRow[] = [];

  constructor(access: SessionAccess) {
    this.#access = access;
  }

  /** As they are now; where a host does not answer, as they were last. */
  async look(): Promise<readonly SessionRow[]> {
    if (this.#access.sources().keepers().length === 0) {
      this.close();
      this.#rows = [];
      return this.#rows;
    }
    const host = await this.#reached();
    const rows = host === undefined ? undefined : await rowsOf(host);
    if (host !== undefined && rows === undefined) this.close();
    this.#rows = rows ?? this.#rows;
    return this.#rows;
  }

  /** Closes the microphone of every session that listens. */
  async stopListening(): Promise<void> {
    const heard = (await this.look()).filter(({ listening }) => listening === true);
    for (const { sessionId } of heard) {
      // A connection of its own: whoever opens a session is told all that goes on in it.
      const found = await findHost(this.#access.place, 'leave');
      if (found.kind === 'refused') return;
      const { host } = found;
      host.tell({ type: 'open', sessionId });
      host.tell({ type: 'talk', do: 'stop' });
      // What is asked is carried out in its order: with this answer the rest is done.
      await rowsOf(host);
      host.close();
    }
  }

  close(): void {
    this.#host?.close();
    this.#host = undefined;
  }

  async #reached(): Promise<AskedHost | undefined> {
    if (this.#host !== undefined) return this.#host;
    const found = await findHost(this.#access.place, 'leave');
    if (found.kind === 'refused') return undefined;
    const { host } = found;
    this.#host = host;
    void host.ended.then(() => {
      if (this.#host === host) this.#host = undefined;
    });
    return host;
  }
}

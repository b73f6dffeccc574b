// Stands in for a session that is not put together yet: keeps what it is told until then. Output comes
// in later turns of the event loop only, when the session is there.
import type { KeeperEvent } from '@codex-voice/protocol';
import type { KeeperListener } from './session-backend.ts';

export class DeferredListener implements KeeperListener {
  #session: KeeperListener | undefined;
  #early: ((session: KeeperListener) => void)[] = [];

  bind(session: KeeperListener): void {
    this.#session = session;
    for (const tell of this.#early.splice(0)) tell(session);
  }

  event(event: KeeperEvent): void {
    this.#tell((session) => session.event(event));
  }

  output(offset: number, bytes: Uint8Array): void {
    if (this.#session !== undefined) this.#session.output(offset, bytes);
    else this.#keep(bytes, (session, kept) => session.output(offset, kept));
  }

  snapshot(bytes: Uint8Array): void {
    if (this.#session !== undefined) this.#session.snapshot(bytes);
    else this.#keep(bytes, (session, kept) => session.snapshot(kept));
  }

  picture(bytes: Uint8Array): void {
    if (this.#session !== undefined) this.#session.picture(bytes);
    else this.#keep(bytes, (session, kept) => session.picture(kept));
  }

  lost(): void {
    this.#tell((session) => session.lost());
  }

  #tell(tell: (session: KeeperListener) => void): void {
    if (this.#session === undefined) this.#early.push(tell);
    else tell(this.#session);
  }

  #keep(bytes: Uint8Array, tell: (session: KeeperListener, kept: Uint8Array) => void): void {
    // Not `slice`: a Buffer’s shares its memory.
    const kept = new Uint8Array(bytes);
    this.#early.push((session) => tell(session, kept));
  }
}

// One running session in the host: its control, and the connection to its keeper, which is asked for
// facts, made again when it breaks, and whose end is told.
import { setTimeout as sleep } from 'node:timers/promises';
import type { SessionControl } from '@codex-voice/control';
import type { KeeperConnection, KeeperEvent, KeeperPeer, SessionInfo } from '@codex-voice/protocol';
import type { DriverLink } from './driver-link.ts';

/** A keeper that says nothing of itself for this long, in ms, is shown as lost. */
const STATUS_PATIENCE_MS = 1_000;
/** A broken connection is made again this often, with a pause before each, in ms. */
const RECONNECTS = 5;
const RECONNECT_PAUSE_MS = 100;

export type OpenedKeeper =
  | { readonly kind: 'connected'; readonly peer: KeeperPeer & { close(): void } }
  | { readonly kind: 'refused'; readonly code: string; readonly message: string };

export interface AdoptedSessionParts {
  readonly sessionId: string;
  readonly control: SessionControl;
  readonly driver: Pick<DriverLink, 'placed' | 'close'>;
  readonly openKeeper: (
    connection: KeeperConnection,
    onClosed: (why: string) => void,
  ) => Promise<OpenedKeeper>;
  readonly onEnded: (how: EndedHow, why: string) => void;
}

/** `quit`: the agent has ended with status 0; `exited`: otherwise. `lost`: its keeper is gone, and says why no more. */
export type EndedHow = 'quit' | 'exited' | 'lost';

export class AdoptedSession {
  readonly sessionId: string;
  readonly control: SessionControl;
  readonly #parts: AdoptedSessionParts;
  #peer: (KeeperPeer & { close(): void }) | undefined;
  readonly #questions = new Map<string, (session: SessionInfo | undefined) => void>();
  #asked = 0;
  #ended = false;

  constructor(parts: AdoptedSessionParts) {
    this.#parts = parts;
    this.sessionId = parts.sessionId;
    this.control = parts.control;
  }

  /** Connects for the first time. The answer is undefined when that succeeded. */
  async connect(): Promise<Extract<OpenedKeeper, { kind: 'refused' }> | undefined> {
    const opened = await this.#parts.openKeeper(
      { ...this.control.keeperConnection, event: (event) => this.#event(event) },
      (why) => void this.#closed(why),
    );
    if (opened.kind === 'refused') return opened;
    if (this.#ended) opened.peer.close();
    else {
      this.#peer = opened.peer;
      this.control.connected(opened.peer);
    }
    return undefined;
  }

  /**
   * What its keeper says of it; undefined when it says nothing. `taken`: with what it measured, which it
   * then forgets.
   */
  async status(measured?: 'taken'): Promise<SessionInfo | undefined> {
    const peer = this.#peer;
    if (peer === undefined) return undefined;
    this.#asked += 1;
    const requestId = `host-${this.#asked}`;
    return await new Promise((resolve) => {
      const settle = (session: SessionInfo | undefined): void => {
        clearTimeout(timer);
        this.#questions.delete(requestId);
        resolve(session);
      };
      const timer = setTimeout(() => settle(undefined), STATUS_PATIENCE_MS);
      this.#questions.set(requestId, settle);
      peer.request({ type: 'status', requestId, ...(measured ? { measured } : {}) });
    });
  }

  /** Lets go of the session, which lives on. */
  dispose(): void {
    this.#ended = true;
    for (const settle of this.#questions.values()) settle(undefined);
    this.#parts.driver.close();
    this.control.dispose();
    this.#peer?.close();
    this.#peer = undefined;
  }

  #event(event: KeeperEvent): void {
    if (this.#ended) return;
    if (event.type === 'status') this.#questions.get(event.requestId)?.(event.session);
    if (event.type === 'facts') this.#parts.driver.placed(event.driver);
    this.control.keeperConnection.event(event);
    if (event.type !== 'exited') return;
    const isQuit = event.exitCode === 0 && event.signal === 0;
    this.#end(isQuit ? 'quit' : 'exited', 'the agent has ended');
  }

  async #closed(why: string): Promise<void> {
    this.#peer = undefined;
    if (this.#ended) return;
    this.control.disconnected();
    for (let attempt = 0; attempt < RECONNECTS; attempt += 1) {
      await sleep(RECONNECT_PAUSE_MS);
      if (this.#ended) return;
      const refused = await this.connect();
      if (refused === undefined) return;
      if (refused.code === 'absent') break;
    }
    this.#end('lost', why);
  }

  #end(how: EndedHow, why: string): void {
    if (this.#ended) return;
    this.#ended = true;
    this.#parts.onEnded(how, why);
  }
}

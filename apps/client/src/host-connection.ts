// Keeps one terminal connected to the host: finds or starts it, opens the session there, and does so
// again whenever it is gone. What the host says is passed on.
import type { HostEvent, HostRequest, OwnMicrophone, SessionSettings } from '@codex-voice/protocol';
import type { HostListener, HostPort } from './session-backend.ts';

/** Before a lost host is looked for again, in ms; doubled for each further failure up to the bound. */
const FIRST_RETRY_MS = 100;
const LONGEST_RETRY_MS = 5_000;

/** A host that can be spoken with. */
export interface ConnectedHost {
  request(request: HostRequest): void;
  close(): void;
}

export type FoundHost =
  | { readonly kind: 'connected'; readonly host: ConnectedHost }
  | { readonly kind: 'refused'; readonly message: string };

export interface HostConnectionParts {
  readonly sessionId: string;
  readonly settings: SessionSettings | undefined;
  /** This terminal's own is to be heard; absent: that of the machine the session runs on. */
  readonly microphone?: () => OwnMicrophone | undefined;
  readonly listener: HostListener;
  /** Finds a host or starts one. */
  readonly find: (handlers: {
    readonly onEvent: (event: HostEvent) => void;
    readonly onClosed: (why: string) => void;
  }) => Promise<FoundHost>;
}

export class HostConnection implements HostPort {
  readonly #parts: HostConnectionParts;
  #host: ConnectedHost | undefined;
  #retryMs = FIRST_RETRY_MS;
  #timer: NodeJS.Timeout | undefined;
  #closed = false;

  constructor(parts: HostConnectionParts) {
    this.#parts = parts;
    void this.#connect();
  }

  request(request: HostRequest): 'sent' | 'away' {
    if (this.#host === undefined) return 'away';
    this.#host.request(request);
    return 'sent';
  }

  close(): Promise<void> {
    this.#closed = true;
    clearTimeout(this.#timer);
    this.#host?.close();
    this.#host = undefined;
    return Promise.resolve();
  }

  async #connect(): Promise<void> {
    const { find, listener, sessionId, settings } = this.#parts;
    const found = await find({
      onEvent: (event) => {
        if (event.type === 'opened') this.#retryMs = FIRST_RETRY_MS;
        listener.event(event);
      },
      onClosed: (why) => this.#lost(why),
    });
    if (found.kind === 'refused') {
      if (!this.#closed) this.#lost(found.message);
      return;
    }
    if (this.#closed) {
      found.host.close();
      return;
    }
    this.#host = found.host;
    const microphone = this.#parts.microphone?.();
    found.host.request({
      type: 'open',
      sessionId,
      ...(settings === undefined ? {} : { settings }),
      ...(microphone === undefined ? {} : { microphone }),
    });
  }

  #lost(why: string): void {
    this.#host = undefined;
    if (this.#closed) return;
    this.#parts.listener.lost(why);
    this.#timer = setTimeout(() => void this.#connect(), this.#retryMs);
    this.#retryMs = Math.min(2 * this.#retryMs, LONGEST_RETRY_MS);
  }
}

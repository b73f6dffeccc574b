// A session of another machine as this terminal has it: one link that is made again when it breaks, the
// keeper and the host behind it, and the voice process of this terminal. Showing it is another's task.
import type { NearLink } from '@codex-voice/ipc';
import type {
  CellSize,
  HostEvent,
  KeeperConnection,
  KeeperEvent,
  KeeperPeer,
  KeeperRequest,
  LinkEvent,
  LinkHello,
} from '@codex-voice/protocol';
import { SPOKEN_VERSIONS } from '@codex-voice/protocol';
import {
  addressText,
  ClockOffset,
  machineText,
  Reconnection,
  type RemoteAddress,
} from '@codex-voice/remote';
import { DeferredListener } from '../deferred-listener.ts';
import type { ConnectedHost, FoundHost } from '../host-connection.ts';
import type { Attach } from '../session-backend.ts';
import { UserError } from '../user-error.ts';
import type { OpenLink } from './ssh-link.ts';

/** Between two signs that we are here, in ms. */
export const ALIVE_EVERY_MS = 5_000;
/** A link on which nothing has come for this long, in ms, is dead: three signs were not answered. */
export const SILENT_MS = 15_000;

export interface RemoteSessionParts {
  readonly address: RemoteAddress;
  /** The codex-voice there. */
  readonly program: string;
  readonly open: OpenLink;
  readonly nowMs: () => number;
  /** Calls back later; the answer takes it back. */
  readonly after: (delayMs: number, call: () => void) => () => void;
  /** The link is down, told before each try, or up again. */
  readonly onLink: (state: 'down' | 'up') => void;
}

interface HostHandlers {
  readonly onEvent: (event: HostEvent) => void;
  readonly onClosed: (why: string) => void;
}

interface Up {
  readonly link: NearLink;
  readonly keeper: KeeperPeer;
  readonly version: number;
}

export class RemoteSession {
  /** Keeps what was told until it is bound. */
  readonly listener = new DeferredListener();
  /** What the rest of the terminal speaks with; what is said while the link is down is dropped. */
  readonly keeper: KeeperPeer;
  readonly #parts: RemoteSessionParts;
  readonly #reconnection = new Reconnection();
  #up: Up | undefined;
  #clock = new ClockOffset();
  #session: string | undefined;
  #hold: Attach['hold'] = 'if-free';
  #size: CellSize = { columns: 1, rows: 1 };
  #role: 'holder' | 'viewer' | undefined;
  /** What stands on this terminal reaches up to here; undefined: it must be drawn anew. */
  #after: number | undefined;
  #host: HostHandlers | undefined;
  #hostAnswered: ((found: FoundHost) => void) | undefined;
  readonly #waiting: (() => void)[] = [];
  #heardMs = 0;
  #cancelAlive: () => void = () => undefined;
  #cancelTry: () => void = () => undefined;
  #isOver = false;
  #gaveUp: string | undefined;

  constructor(parts: RemoteSessionParts) {
    this.#parts = parts;
    this.#session = parts.address.session;
    const keeper = (): KeeperPeer | undefined => this.#up?.keeper;
    this.keeper = {
      request: (request) => this.#request(request),
      input: (bytes, state) => keeper()?.input(bytes, state),
      acknowledge: (offset) => keeper()?.acknowledge(offset),
      deliver: (header, bytes) => keeper()?.deliver(header, bytes),
      closed: () => this.close(),
    };
  }

  /** Its name there. */
  get sessionId(): string {
    return this.#session ?? '';
  }

  /** Its name here. */
  get name(): string {
    return addressText({ ...this.#parts.address, session: this.sessionId });
  }

  /** Of the link that is up: across a break either machine may have slept, and its clock with it. */
  get clock(): ClockOffset {
    return this.#clock;
  }

  get isUp(): boolean {
    return this.#up !== undefined;
  }

  /** Why it is not looked for any more; undefined while it is. */
  get gaveUp(): string | undefined {
    return this.#gaveUp;
  }

  /** The first time; ssh may ask its questions. Throws `UserError`. */
  async reach(given: { readonly hold: Attach['hold']; readonly size: CellSize }): Promise<void> {
    this.#hold = given.hold;
    this.#size = given.size;
    const refusal = await this.#try('may');
    if (refusal !== undefined) throw new UserError(refusal.message);
  }

  /** Finds or starts the host there, once the link is up. */
  async findHost(handlers: HostHandlers): Promise<FoundHost> {
    if (this.#up === undefined) await new Promise<void>((resolve) => this.#waiting.push(resolve));
    if (this.#isOver) return { kind: 'refused', message: 'this terminal has left' };
    this.#hostAnswered?.({ kind: 'refused', message: 'asked anew' });
    this.#host = handlers;
    return await new Promise((resolve) => {
      this.#hostAnswered = resolve;
      this.#up?.link.say({ type: 'host' });
    });
  }

  /** Leaves; the session goes on. */
  close(): void {
    this.#isOver = true;
    this.#cancelTry();
    this.#cancelAlive();
    for (const wake of this.#waiting.splice(0)) wake();
    this.#up?.link.close();
    this.#up = undefined;
  }

  #request(request: KeeperRequest): void {
    if (request.type === 'attach' || request.type === 'resize') this.#size = request.size;
    this.#up?.keeper.request(request);
  }

  async #try(asks: 'may' | 'never'): Promise<{ message: string; kind: string } | undefined> {
    const { address, program, open } = this.#parts;
    const outcome = await open({
      address,
      program,
      asks,
      hello: this.#hello(),
      events: {
        connection: this.#connection,
        onHost: (event) => this.#host?.onEvent(event),
        onLink: (event) => this.#link(event),
        onEnded: (why) => this.#down(why),
      },
    });
    if (outcome.kind === 'refused') return outcome.refusal;
    const { link, reached } = outcome;
    if (this.#isOver) {
      link.close();
      return undefined;
    }
    const { version } = reached;
    this.#session = reached.sessionId;
    this.#up = { link, keeper: link.keeper(version), version };
    this.#clock = new ClockOffset();
    this.#reconnection.back(this.#parts.nowMs());
    this.#heardMs = this.#parts.nowMs();
    this.#alive();
    for (const wake of this.#waiting.splice(0)) wake();
    return undefined;
  }

  #hello(): LinkHello {
    const session = this.#session;
    const after = this.#role === 'holder' ? this.#after : undefined;
    return {
      type: 'hello',
      versions: SPOKEN_VERSIONS,
      ...(session === undefined ? {} : { session }),
      hold: this.#holdNow(),
      size: this.#size,
      ...(after === undefined ? {} : { after }),
    };
  }

  /** What was held before a break is held after it; what another has taken meanwhile stays theirs. */
  #holdNow(): Attach['hold'] {
    if (this.#role === undefined || this.#hold === 'never') return this.#hold;
    return this.#role === 'holder' ? 'take' : 'if-free';
  }

  readonly #connection: KeeperConnection = {
    event: (event) => this.#event(event),
    output: (offset, bytes) => {
      this.#heard();
      this.#after = offset + bytes.length;
      this.listener.output(offset, bytes);
    },
    snapshot: (bytes) => {
      this.#heard();
      this.listener.snapshot(bytes);
    },
    picture: (bytes) => {
      this.#heard();
      this.listener.picture(bytes);
    },
  };

  #event(event: KeeperEvent): void {
    this.#heard();
    if (event.type === 'role') this.#role = event.role;
    // Until output follows it, a snapshot may not be whole.
    if (event.type === 'snapshot' && event.requestId === undefined && event.basis !== 'resumed')
      this.#after = undefined;
    if (event.type === 'exited') this.#isOver = true;
    this.listener.event(event);
  }

  #link(event: LinkEvent): void {
    this.#heard();
    switch (event.type) {
      case 'host':
        this.#hostIs(event.state);
        return;
      case 'alive': {
        const { echoMs: sentMs, nowMs: theirMs } = event;
        this.#clock.answered({ sentMs, theirMs, receivedMs: this.#parts.nowMs() });
        return;
      }
      case 'keeper-gone':
        if (this.#isOver) return;
        this.#isOver = true;
        this.listener.lost();
        return;
      case 'reached':
      case 'refused':
    }
  }

  #hostIs(state: Extract<LinkEvent, { type: 'host' }>['state']): void {
    const answered = this.#hostAnswered;
    this.#hostAnswered = undefined;
    if (state.kind === 'found') answered?.({ kind: 'connected', host: this.#hostOver() });
    else if (answered !== undefined) answered({ kind: 'refused', message: state.why });
    else this.#hostGone(state.why);
  }

  #hostOver(): ConnectedHost {
    return {
      request: (request) => {
        const up = this.#up;
        if (up !== undefined) up.link.host(request, up.version);
      },
      close: () => {
        this.#host = undefined;
      },
    };
  }

  #hostGone(why: string): void {
    const host = this.#host;
    this.#host = undefined;
    host?.onClosed(why);
  }

  #heard(): void {
    this.#heardMs = this.#parts.nowMs();
  }

  /** Says that we are here, and ends a link on which nothing comes any more. */
  #alive(): void {
    const { nowMs, after } = this.#parts;
    const up = this.#up;
    if (up === undefined) return;
    if (nowMs() - this.#heardMs > SILENT_MS) {
      up.link.close();
      this.#down('nothing comes any more');
      return;
    }
    up.link.say({ type: 'alive', nowMs: nowMs() });
    this.#cancelAlive = after(ALIVE_EVERY_MS, () => this.#alive());
  }

  #down(why: string): void {
    if (this.#up === undefined) return;
    this.#up = undefined;
    this.#cancelAlive();
    const answered = this.#hostAnswered;
    this.#hostAnswered = undefined;
    answered?.({ kind: 'refused', message: why });
    if (this.#isOver) return;
    if (answered === undefined) this.#hostGone(why);
    this.#tryLater(`${machineText(this.#parts.address)} is not reached any more (${why})`);
  }

  #tryLater(why: string): void {
    const { nowMs, after } = this.#parts;
    const next = this.#reconnection.failed(nowMs());
    if (next.kind === 'give-up') {
      this.#giveUp(why);
      return;
    }
    this.#parts.onLink('down');
    this.#cancelTry = after(next.afterMs, () => void this.#tryAgain());
  }

  async #tryAgain(): Promise<void> {
    const refusal = await this.#try('never');
    if (this.#isOver) return;
    if (refusal === undefined) this.#parts.onLink('up');
    else if (refusal.kind === 'lasting') this.#giveUp(refusal.message);
    else this.#tryLater(refusal.message);
  }

  #giveUp(why: string): void {
    this.#gaveUp = why;
    this.close();
    this.listener.lost();
  }
}

// The end of a link where the session runs: what the terminal says goes to the session's keeper and to the
// host, what they say goes to the terminal. Finding both, and who may come in, is left to others.
import { Buffer } from 'node:buffer';
import type { Duplex } from 'node:stream';
import {
  type Capability,
  type HostEvent,
  type HostRequest,
  hostEventAs,
  isOfUnknownType,
  type KeeperPeer,
  LINK_PREAMBLE,
  type LinkEvent,
  type LinkHello,
  type LinkRequest,
  parseHostRequest,
  parseLinkRequest,
  readMessage,
} from '@codex-voice/protocol';
import { FramedStream } from './framed-stream.ts';
import { KeeperFrames, keeperConnectionOver, type OwnedKeeperConnection } from './keeper-server.ts';

export interface FarLinkEvents {
  /** Told once, before anything else. */
  readonly onHello: (hello: LinkHello) => void;
  readonly onLink: (request: Exclude<LinkRequest, LinkHello>) => void;
  readonly onHost: (request: HostRequest) => void;
  /** The terminal is gone. Not told after our own `close`. */
  readonly onEnded: (why: string) => void;
}

interface HowReached {
  readonly sessionId: string;
  readonly version: number;
  /** Of the codex-voice here. */
  readonly program: string;
  readonly capability: Capability;
}

type LinkRefusal = Omit<Extract<LinkEvent, { type: 'refused' }>, 'type'>;

export interface FarLink {
  /** To be told what the keeper says. */
  readonly connection: OwnedKeeperConnection;
  say(event: LinkEvent): void;
  /** As the version has it. */
  host(event: HostEvent, version: number): void;
  /** What the terminal says is the keeper's from now on. */
  reached(peer: KeeperPeer, how: HowReached): void;
  /** One line for a person, and the end. */
  refuse(refusal: LinkRefusal): void;
  close(): void;
}

/** Writes the preamble at once. */
export function openFarLink(duplex: Duplex, events: FarLinkEvents): FarLink {
  duplex.write(Buffer.from(LINK_PREAMBLE));
  return new FarEnd(duplex, events);
}

class FarEnd implements FarLink {
  readonly connection: OwnedKeeperConnection;
  readonly #events: FarLinkEvents;
  readonly #stream: FramedStream;
  #greeted = false;
  #frames: KeeperFrames | undefined;

  constructor(duplex: Duplex, events: FarLinkEvents) {
    this.#events = events;
    this.#stream = new FramedStream(duplex, {
      onFrame: (kind, payload) => {
        if (kind === 'link') this.#link(payload);
        else if (kind === 'host') this.#host(payload);
        else if (this.#frames === undefined) this.#outOfOrder(kind);
        else this.#frames.accept(kind, payload);
      },
      onEnded: events.onEnded,
    });
    this.connection = keeperConnectionOver(this.#stream);
    this.#stream.listen();
  }

  say(event: LinkEvent): void {
    this.#stream.say((encoder) => encoder.onLink('link', event));
  }

  host(said: HostEvent, version: number): void {
    const event = hostEventAs(version, said);
    if (event !== undefined) this.#sayHost(event);
  }

  reached(peer: KeeperPeer, { capability, ...reached }: HowReached): void {
    this.say({ type: 'reached', ...reached });
    const { connection } = this;
    const { version } = reached;
    this.#frames = new KeeperFrames({ peer, connection, capability, version });
  }

  refuse(refusal: LinkRefusal): void {
    this.say({ type: 'refused', ...refusal });
    this.#stream.finish(refusal.message);
  }

  close(): void {
    this.#stream.close();
  }

  #link(payload: Uint8Array): void {
    const value = jsonOf(payload);
    const parsed = parseLinkRequest(value);
    if (parsed.kind === 'refused') {
      if (isOfUnknownType(value, parseLinkRequest)) return;
      this.refuse({ code: 'failed', message: `a message was refused: ${parsed.reason}` });
    } else if (parsed.message.type !== 'hello') {
      if (this.#greeted) this.#events.onLink(parsed.message);
      else this.#outOfOrder(parsed.message.type);
    } else if (this.#greeted) this.refuse({ code: 'failed', message: 'hello came twice' });
    else {
      this.#greeted = true;
      this.#events.onHello(parsed.message);
    }
  }

  #host(payload: Uint8Array): void {
    const value = jsonOf(payload);
    const parsed = parseHostRequest(value);
    if (!this.#greeted) this.#outOfOrder('a request');
    else if (parsed.kind === 'message') this.#events.onHost(parsed.message);
    else if (!isOfUnknownType(value, parseHostRequest)) {
      const text = `a message was refused: ${parsed.reason}`;
      this.#sayHost({ type: 'notice', severity: 'error', text });
    }
  }

  #sayHost(event: HostEvent): void {
    try {
      this.#stream.say((encoder) => encoder.onLink('host', event));
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      const text = `${event.type} is too long to be shown`;
      this.#sayHost({ type: 'notice', severity: 'error', text });
    }
  }

  #outOfOrder(what: string): void {
    this.refuse({ code: 'failed', message: `${what} came before a session was reached` });
  }
}

function jsonOf(payload: Uint8Array): unknown {
  const json = readMessage(payload);
  return json.kind === 'message' ? json.message : undefined;
}

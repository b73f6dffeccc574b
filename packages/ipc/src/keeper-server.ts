// The keeper's end of one connection: frames that come are held against the schemas, the version and
// the capability, and what fits is told to the keeper. How the connection opened is left to others.
import {
  type Capability,
  type FrameKind,
  isOfUnknownType,
  type KeeperConnection,
  type KeeperEvent,
  type KeeperPeer,
  keeperRequestIsIn,
  type Parsed,
  parseKeeperRequest,
  readAcknowledge,
  readDeliver,
  readInput,
  readMessage,
  viewMayAsk,
} from '@codex-voice/protocol';
import type { FramedStream } from './framed-stream.ts';

/** A connection that the keeper may end. */
export type OwnedKeeperConnection = KeeperConnection & { close(): void };

/** What the keeper says, as frames. */
export function keeperConnectionOver(stream: FramedStream): OwnedKeeperConnection {
  return {
    get waitingBytes() {
      return stream.waitingBytes;
    },
    event: (event) => {
      if (event.type === 'snapshot') stream.allow(event.bytes);
      stream.say((encoder) => encoder.message(event));
    },
    output: (offset, bytes) => stream.sayAtOnce((encoder) => encoder.output(offset, bytes)),
    snapshot: (bytes) => stream.say((encoder) => encoder.snapshot(bytes)),
    picture: (bytes) => stream.say((encoder) => encoder.picture(bytes)),
    close: () => stream.finish('the keeper has ended the connection'),
  };
}

/** Tells the keeper what one connection says. */
export class KeeperFrames {
  readonly #peer: KeeperPeer;
  readonly #connection: KeeperConnection;
  readonly #capability: Capability;
  readonly #version: number;

  constructor(options: {
    readonly peer: KeeperPeer;
    readonly connection: KeeperConnection;
    readonly capability: Capability;
    readonly version: number;
  }) {
    this.#peer = options.peer;
    this.#connection = options.connection;
    this.#capability = options.capability;
    this.#version = options.version;
  }

  accept(kind: FrameKind, payload: Uint8Array): void {
    switch (kind) {
      case 'message':
        this.#message(payload);
        return;
      case 'input':
        this.#input(payload);
        return;
      case 'acknowledge':
        this.#fitting(readAcknowledge(payload), (offset) => this.#peer.acknowledge(offset));
        return;
      case 'deliver':
        this.#deliver(payload);
        return;
      case 'output':
      case 'snapshot':
      case 'picture':
        this.#refuse('malformed', `only a keeper sends ${kind}`);
        return;
      case 'host':
      case 'link':
        this.#refuse('malformed', `a keeper takes no ${kind}`);
        return;
    }
  }

  #message(payload: Uint8Array): void {
    this.#fitting(readMessage(payload), (value) => {
      const parsed = parseKeeperRequest(value);
      if (parsed.kind === 'refused' && isOfUnknownType(value, parseKeeperRequest)) return;
      this.#fitting(parsed, (request) => {
        if (!keeperRequestIsIn(this.#version, request.type)) {
          this.#refuse('malformed', `version ${this.#version} has no ${request.type}`);
        } else if (this.#capability === 'view' && !viewMayAsk(request)) {
          this.#refuseViewer(request.type);
        } else this.#peer.request(request);
      });
    });
  }

  #input(payload: Uint8Array): void {
    if (this.#capability === 'view') {
      this.#refuseViewer('input');
      return;
    }
    this.#fitting(readInput(payload), ({ bytes, state }) => {
      // The receiver keeps what it is given, and the payload, perhaps a Buffer, lives during this call only.
      this.#peer.input(new Uint8Array(bytes), state);
    });
  }

  #deliver(payload: Uint8Array): void {
    if (this.#capability === 'view') {
      this.#refuseViewer('deliver');
      return;
    }
    this.#fitting(readDeliver(payload), ({ header, bytes }) => {
      this.#peer.deliver(header, new Uint8Array(bytes));
    });
  }

  #fitting<Message>(parsed: Parsed<Message>, take: (message: Message) => void): void {
    if (parsed.kind === 'message') take(parsed.message);
    else this.#refuse('malformed', `a message was refused: ${parsed.reason}`);
  }

  #refuseViewer(what: string): void {
    this.#refuse('capability', `${what} was refused: this connection may only watch`);
  }

  #refuse(code: string, message: string): void {
    const problem: KeeperEvent = { type: 'problem', code, message };
    this.#connection.event(problem);
  }
}

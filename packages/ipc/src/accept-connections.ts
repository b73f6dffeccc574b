// Takes connections on a server's socket and goes through the handshake with each: strangers get little
// time, little memory and one line. What is said afterwards is left to others.
import type { Socket } from 'node:net';
import {
  type Capability,
  type FrameKind,
  type RefusalCode,
  readMessage,
  ServerHandshake,
  type Welcome,
  type WireVersions,
} from '@codex-voice/protocol';
import { FramedStream } from './framed-stream.ts';
import { nodeCrypto, type Tokens } from './token-file.ts';

/** Longest frame of someone who has not shown a token, in bytes. */
const STRANGER_FRAME_BYTES = 4096;
/** Time for a handshake, in ms. */
const HANDSHAKE_MS = 5000;
/** Connections that may be in their handshake at once; one more is told to come later. */
const MAXIMUM_STRANGERS = 32;

/** What an accepted connection says, and that it is gone. */
export interface AcceptedEvents {
  readonly onFrame: (kind: FrameKind, payload: Uint8Array) => void;
  readonly onClosed: () => void;
  /** Says why what came can't be read; the connection ends after it. */
  readonly onFault: (why: string) => void;
}

export interface AcceptOptions {
  readonly role: 'keeper' | 'host';
  /** Absent for the host. */
  readonly sessionId?: string;
  readonly tokens: Tokens;
  /** Spoken by us; absent: all this release speaks. */
  readonly versions?: WireVersions;
  readonly onAccepted: (
    stream: FramedStream,
    granted: { readonly capability: Capability; readonly version: number },
  ) => AcceptedEvents;
}

/** The connections of one server. */
export class AcceptedConnections {
  readonly #options: AcceptOptions;
  readonly #strangers = new Set<FramedStream>();
  readonly #accepted = new Set<FramedStream>();

  constructor(options: AcceptOptions) {
    this.#options = options;
  }

  take(socket: Socket): void {
    const stream: FramedStream = new FramedStream(socket, {
      maximumBytes: STRANGER_FRAME_BYTES,
      onFrame: (kind, payload) => events.onFrame(kind, payload),
      onFault: (why) => events.onFault(why),
      onEnded: () => events.onClosed(),
    });
    let events = this.#stranger(stream, (accepted) => {
      events = accepted;
    });
    stream.listen();
  }

  /** Goes through the handshake, and then hands over to what the server made of the connection. */
  #stranger(stream: FramedStream, become: (accepted: AcceptedEvents) => void): AcceptedEvents {
    const refuse = (code: RefusalCode, message: string): void => {
      forget();
      const refused: Welcome = { type: 'refused', code, message };
      stream.say((encoder) => encoder.message(refused));
      stream.close();
    };
    const forget = this.#watch(stream, () => refuse('malformed', 'no hello came in time'));
    const handshake = this.#handshake();
    if (this.#strangers.size > MAXIMUM_STRANGERS) {
      refuse('busy', 'too many connections at once: try again');
    } else stream.say((encoder) => encoder.message(handshake.challenge));
    return {
      onFrame: (kind, payload) => {
        const parsed = kind === 'message' ? readMessage(payload) : undefined;
        const step = handshake.answered(parsed?.kind === 'message' ? parsed.message : undefined);
        if (step.kind === 'refused') {
          refuse(step.code, step.message);
          return;
        }
        forget();
        stream.trust();
        stream.say((encoder) => encoder.message(step.reply));
        become(this.#accept(stream, step));
      },
      onFault: (why) => refuse('malformed', why),
      onClosed: forget,
    };
  }

  #accept(
    stream: FramedStream,
    granted: { readonly capability: Capability; readonly version: number },
  ): AcceptedEvents {
    this.#accepted.add(stream);
    const events = this.#options.onAccepted(stream, granted);
    return {
      ...events,
      onClosed: () => {
        if (this.#accepted.delete(stream)) events.onClosed();
      },
    };
  }

  /** Ends every connection; each is told closed. */
  close(): void {
    for (const stream of this.#strangers) stream.close();
    this.#strangers.clear();
    for (const stream of this.#accepted) stream.finish('the server ends');
  }

  #handshake(): ServerHandshake {
    const { role, sessionId, tokens, versions } = this.#options;
    return new ServerHandshake({
      role,
      tokens,
      crypto: nodeCrypto,
      ...(sessionId === undefined ? {} : { sessionId }),
      ...(versions === undefined ? {} : { versions }),
    });
  }

  /** Counts a stranger until the returned function is called; `tooLate` is called if that takes long. */
  #watch(stream: FramedStream, tooLate: () => void): () => void {
    this.#strangers.add(stream);
    const timer = setTimeout(() => {
      // What arrived while we were busy ourselves is read before it is judged to be late.
      setImmediate(() => {
        if (this.#strangers.has(stream)) tooLate();
      });
    }, HANDSHAKE_MS);
    return () => {
      clearTimeout(timer);
      this.#strangers.delete(stream);
    };
  }
}

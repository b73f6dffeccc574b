// Connects to a server in the runtime folder and goes through the handshake: afterwards the connection
// may be spoken on. What is said on it is left to others.
import { connect, type Socket } from 'node:net';
import {
  type Capability,
  ClientHandshake,
  type FrameKind,
  type RefusalCode,
  readMessage,
  type WireVersions,
} from '@codex-voice/protocol';
import { FramedStream } from './framed-stream.ts';
import { isErrno, reasonOf, type ServerFiles } from './runtime-directory.ts';
import { nodeCrypto, readTokenFile } from './token-file.ts';

/** Longest frame that is read from a server that has not proved who it is, in bytes. */
const UNPROVED_FRAME_BYTES = 4096;
/** One read of the socket, in bytes: as much as a socket holds of a flood, in few reads. */
const READ_BYTES = 64 << 10;
/** Time for the whole handshake where nobody says otherwise, in ms: longer than a busy machine makes a server wait for its turn. */
const ANSWER_MS = 5000;

/** `absent`: nobody answers there. `lost`: someone did, and then no more. */
export type ConnectRefusalCode = RefusalCode | 'absent' | 'lost';
export interface ConnectRefusal {
  readonly kind: 'refused';
  readonly code: ConnectRefusalCode;
  /** One line for a person. */
  readonly message: string;
}

/** What a connection is told, from its handshake on. */
export interface OpenedEvents {
  readonly onFrame: (kind: FrameKind, payload: Uint8Array) => void;
  readonly onClosed: (why: string) => void;
}

export interface OpenOptions {
  readonly role: 'keeper' | 'host';
  /** Absent for the host. */
  readonly sessionId?: string;
  readonly files: ServerFiles;
  readonly capability: Capability;
  /** Spoken by us; absent: all this release speaks. */
  readonly versions?: WireVersions;
  /** Time for the whole handshake, in ms; absent: 5 s. */
  readonly patienceMs?: number | undefined;
  /** Makes what listens to an opened connection, before its first frame is handed on. */
  readonly onOpened: (stream: FramedStream, version: number) => OpenedEvents;
}

/** Never throws. Nothing is told on a connection that was refused. */
export async function openConnection(
  options: OpenOptions,
): Promise<{ readonly kind: 'opened' } | ConnectRefusal> {
  return new Promise((resolve) => {
    const attempt = new OpeningConnection(options, resolve);
    attempt.start();
  });
}

class OpeningConnection {
  readonly #options: OpenOptions;
  readonly #resolve: (outcome: { readonly kind: 'opened' } | ConnectRefusal) => void;
  readonly #handshake: ClientHandshake;
  readonly #stream: FramedStream;
  readonly #socket: Socket;
  readonly #deadline: NodeJS.Timeout;
  #challenged = false;
  #settled = false;
  #connected = false;
  #events: OpenedEvents | undefined;

  constructor(
    options: OpenOptions,
    resolve: (outcome: { readonly kind: 'opened' } | ConnectRefusal) => void,
  ) {
    this.#options = options;
    this.#resolve = resolve;
    this.#handshake = new ClientHandshake({
      role: options.role,
      capability: options.capability,
      crypto: nodeCrypto,
      ...(options.sessionId === undefined ? {} : { sessionId: options.sessionId }),
      ...(options.versions === undefined ? {} : { versions: options.versions }),
    });
    const callback = (bytesRead: number, buffer: Uint8Array): boolean => {
      this.#stream.accept(buffer.subarray(0, bytesRead));
      return true;
    };
    // No Buffer: `slice` of one is a view, and receivers copy what they keep with it.
    const buffer = new Uint8Array(READ_BYTES);
    this.#socket = connect({ path: options.files.socket, onread: { buffer, callback } });
    const patienceMs = options.patienceMs ?? ANSWER_MS;
    this.#deadline = setTimeout(() => this.#fail('lost', 'does not answer'), patienceMs);
    this.#stream = new FramedStream(this.#socket, {
      maximumBytes: UNPROVED_FRAME_BYTES,
      onFrame: (kind, payload) => this.#frame(kind, payload),
      onEnded: (why) => {
        if (this.#events === undefined) this.#fail('lost', `broke off: ${why}`);
        else this.#events.onClosed(why);
      },
    });
  }

  start(): void {
    this.#socket.prependListener('error', (error) => {
      if (this.#connected) return;
      const absent = ['ENOENT', 'ECONNREFUSED', 'ENOTSOCK'].some((code) => isErrno(error, code));
      if (absent) this.#fail('absent', 'is not running');
      else this.#fail('lost', `can't be reached: ${reasonOf(error)}`);
    });
    this.#socket.once('connect', () => {
      this.#connected = true;
    });
  }

  #frame(kind: FrameKind, payload: Uint8Array): void {
    if (this.#events !== undefined) {
      this.#events.onFrame(kind, payload);
      return;
    }
    const parsed = kind === 'message' ? readMessage(payload) : undefined;
    const value = parsed?.kind === 'message' ? parsed.message : undefined;
    if (this.#challenged) this.#welcomed(value);
    else this.#challenge(value);
  }

  #challenge(value: unknown): void {
    this.#challenged = true;
    // Read only now: a server writes its tokens before it says anything.
    const read = readTokenFile(this.#options.files.token);
    if (read.kind === 'refused') {
      this.#refuse('token', read.message);
      return;
    }
    const token = read.kind === 'tokens' ? read.tokens[this.#options.capability] : undefined;
    const step = this.#handshake.challenged(value, token ?? '');
    if (step.kind === 'refused') {
      this.#refuse(step.code, step.message);
      return;
    }
    if (token === undefined) {
      this.#fail('token', 'has left no token');
      return;
    }
    this.#stream.say((encoder) => encoder.message(step.hello));
  }

  #welcomed(value: unknown): void {
    const step = this.#handshake.welcomed(value);
    if (step.kind === 'refused') {
      this.#refuse(step.code, step.message);
      return;
    }
    this.#settle({ kind: 'opened' });
    this.#stream.trust();
    this.#events = this.#options.onOpened(this.#stream, step.version);
  }

  /** Refuses with what the server did, or did not. */
  #fail(code: ConnectRefusalCode, predicate: string): void {
    const { role, sessionId } = this.#options;
    const name = role === 'host' ? 'the codex-voice host' : `session ${sessionId ?? ''}`;
    this.#refuse(code, `${name} ${predicate}`);
  }

  #refuse(code: ConnectRefusalCode, message: string): void {
    this.#settle({ kind: 'refused', code, message });
    this.#stream.close();
    this.#socket.destroy();
  }

  #settle(outcome: { readonly kind: 'opened' } | ConnectRefusal): void {
    clearTimeout(this.#deadline);
    if (this.#settled) return;
    this.#settled = true;
    this.#resolve(outcome);
  }
}

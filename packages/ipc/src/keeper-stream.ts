// A keeper over the descriptor that it was started with: whoever started it needs no handshake. The same
// frames as on a socket; the first is `start`.
import { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import {
  type Capability,
  type KeeperConnection,
  type KeeperPeer,
  type KeeperStart,
  keeperStartSchema,
  parseWith,
  readMessage,
  WIRE_VERSION,
} from '@codex-voice/protocol';
import { FramedStream } from './framed-stream.ts';
import { acceptKeeperFrame, type ConnectedKeeper, keeperPeerOver } from './keeper-client.ts';
import { KeeperFrames, keeperConnectionOver, type OwnedKeeperConnection } from './keeper-server.ts';

/** Room for one read: a person's keys, or a large part of a paste. */
const READ_BYTES = 64 * 1024;

/**
 * Speaks with a keeper that was started with the other end of this stream; `start` comes first.
 * `onClosed` is told of every ending but our own `close`.
 */
export function keeperOverStream(
  duplex: Duplex,
  connection: KeeperConnection,
  onClosed: (why: string) => void = () => undefined,
): ConnectedKeeper & { start(start: KeeperStart): void } {
  const stream = new FramedStream(duplex, {
    onFrame: (kind, payload) => acceptKeeperFrame(connection, { kind, payload }),
    onEnded: onClosed,
  });
  stream.listen();
  const peer = keeperPeerOver(stream, { connection, version: WIRE_VERSION });
  return { ...peer, start: (start) => stream.sayAtOnce((encoder) => encoder.message(start)) };
}

/**
 * The keeper's end: `onStart` is told what to start, then `accept` is asked for who is told the rest.
 * A first frame that is no `start` ends the stream; `onLost` is told of a stream that ends before one.
 */
export function serveKeeperOverStream(duplex: Duplex, options: KeeperStreamOptions): void {
  served(duplex, options).listen();
}

/**
 * As `serveKeeperOverStream`, over a descriptor of this process: what comes goes straight from the read
 * to the keeper, without the queue and the memory of a general stream.
 */
export function serveKeeperOverDescriptor(fd: number, options: KeeperStreamOptions): void {
  const buffer = new Uint8Array(READ_BYTES);
  const socket = new Socket({
    fd,
    onread: {
      buffer,
      callback: (length) => {
        stream.accept(buffer.subarray(0, length));
        return true;
      },
    },
  });
  const stream = served(socket, options);
}

export interface KeeperStreamOptions {
  readonly onStart: (start: KeeperStart) => void;
  readonly accept: (connection: OwnedKeeperConnection, capability: Capability) => KeeperPeer;
  readonly onLost?: (why: string) => void;
}

function served(duplex: Duplex, options: KeeperStreamOptions): FramedStream {
  let peer: KeeperPeer | undefined;
  let frames: KeeperFrames | undefined;
  const stream: FramedStream = new FramedStream(duplex, {
    onFrame: (kind, payload) => {
      if (frames !== undefined) return frames.accept(kind, payload);
      const json = kind === 'message' ? readMessage(payload) : undefined;
      const value = json?.kind === 'message' ? json.message : undefined;
      const start = parseWith(keeperStartSchema, value);
      if (start.kind === 'refused') {
        stream.end(`the first message is no start: ${start.reason}`);
        return;
      }
      options.onStart(start.message);
      const connection = keeperConnectionOver(stream);
      peer = options.accept(connection, 'control');
      frames = new KeeperFrames({ peer, connection, capability: 'control', version: WIRE_VERSION });
    },
    onEnded: (why) => {
      if (peer === undefined) options.onLost?.(why);
      else peer.closed();
    },
  });
  return stream;
}

// A keeper as it is spoken with when no transport is looked at: the same two halves join a keeper in
// this process and one at the other end of a socket.
import type { DeliverHeader, KeeperEvent, KeeperRequest } from './keeper.ts';

/** The state of the person's input after some bytes of it. */
export interface InputState {
  /** Outside a paste and an escape sequence. */
  readonly atRest: boolean;
  /** Inside a bracketed paste. */
  readonly insidePaste: boolean;
  /** The bytes are the terminal's own (answers, mouse, focus): the person has typed none of them. */
  readonly report?: true;
}

/** What a connection tells the keeper. Nothing is called after `closed`. */
export interface KeeperPeer {
  request(request: KeeperRequest): void;
  /** The person's bytes for the agent; taken only from the holder. The bytes are the receiver's to keep. */
  input(bytes: Uint8Array, state: InputState): void;
  /** All output before this offset, in bytes, is on the screen: the keeper may send that much more. */
  acknowledge(outputOffset: number): void;
  /** Bytes of ours for the agent, written at most once. Answered by the event `delivered`. */
  deliver(header: DeliverHeader, bytes: Uint8Array): void;
  /** The connection is gone. */
  closed(): void;
}

/** What a keeper tells a connection, in this order. Byte arrays are valid during the call only. */
export interface KeeperConnection {
  /** Bytes it was given and has not passed on yet; absent where all are taken at once. */
  readonly waitingBytes?: number;
  event(event: KeeperEvent): void;
  /** The agent's output from `offset` on, in bytes since the session's start, without gaps or repeats. */
  output(offset: number, bytes: Uint8Array): void;
  /** A part of the snapshot announced last. */
  snapshot(bytes: Uint8Array): void;
  /** Bytes that bring a viewer's picture up to date. */
  picture(bytes: Uint8Array): void;
}

// The terminal's (or the host's) end of one connection to a keeper: calls become frames, frames become
// calls. How the connection opened is left to others.
import {
  type FrameKind,
  isOfUnknownType,
  type KeeperConnection,
  type KeeperPeer,
  keeperRequestIsIn,
  type Parsed,
  parseKeeperEvent,
  readMessage,
  readOutput,
} from '@codex-voice/protocol';
import type { FramedStream } from './framed-stream.ts';

/** A keeper at the other end; `close` ends the connection, the session lives on. */
export type ConnectedKeeper = KeeperPeer & { close(): void };

/**
 * What we say to the keeper, as frames. A request that the connection's version lacks is answered
 * here, with the problem `version`.
 */
export function keeperPeerOver(
  stream: FramedStream,
  { connection, version }: { readonly connection: KeeperConnection; readonly version: number },
): ConnectedKeeper {
  return {
    request: (request) => {
      if (keeperRequestIsIn(version, request.type)) {
        stream.sayAtOnce((encoder) => encoder.message(request));
        return;
      }
      const message = `the session's keeper is older than this codex-voice: it has no ${request.type}`;
      queueMicrotask(() => connection.event({ type: 'problem', code: 'version', message }));
    },
    input: (bytes, state) => stream.sayAtOnce((encoder) => encoder.input(bytes, state)),
    acknowledge: (outputOffset) => stream.say((encoder) => encoder.acknowledge(outputOffset)),
    deliver: (header, bytes) => stream.say((encoder) => encoder.deliver(header, bytes)),
    closed: () => stream.close(),
    close: () => stream.close(),
  };
}

/** Tells a connection what the keeper says. What does not fit is told as the problem `malformed`. */
export function acceptKeeperFrame(
  connection: KeeperConnection,
  { kind, payload }: { readonly kind: FrameKind; readonly payload: Uint8Array },
): void {
  const fitting = <Message>(parsed: Parsed<Message>, take: (message: Message) => void): void => {
    if (parsed.kind === 'message') {
      take(parsed.message);
      return;
    }
    const message = `the session's keeper is not understood: ${parsed.reason}`;
    connection.event({ type: 'problem', code: 'malformed', message });
  };
  switch (kind) {
    case 'output':
      fitting(readOutput(payload), ({ offset, bytes }) => connection.output(offset, bytes));
      return;
    case 'snapshot':
      connection.snapshot(payload);
      return;
    case 'picture':
      connection.picture(payload);
      return;
    case 'message':
      fitting(readMessage(payload), (value) => {
        const parsed = parseKeeperEvent(value);
        if (parsed.kind === 'refused' && isOfUnknownType(value, parseKeeperEvent)) return;
        fitting(parsed, (event) => connection.event(event));
      });
      return;
    case 'input':
    case 'acknowledge':
    case 'deliver':
    case 'host':
    case 'link':
      fitting({ kind: 'refused', reason: `a keeper sends no ${kind}` }, () => undefined);
      return;
  }
}

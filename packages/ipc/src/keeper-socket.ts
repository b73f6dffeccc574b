// A keeper's socket, from both sides: who listens for a session, and who connects to it.
import { rmSync } from 'node:fs';
import type { Capability, KeeperConnection, KeeperPeer, WireVersions } from '@codex-voice/protocol';
import { AcceptedConnections } from './accept-connections.ts';
import { holdPlace } from './held-place.ts';
import { acceptKeeperFrame, type ConnectedKeeper, keeperPeerOver } from './keeper-client.ts';
import { KeeperFrames, keeperConnectionOver, type OwnedKeeperConnection } from './keeper-server.ts';
import { type ConnectRefusal, openConnection } from './open-connection.ts';
import { keeperFiles, reasonOf, type ServerFiles } from './runtime-directory.ts';
import { removeTokenFile, type Tokens } from './token-file.ts';

/**
 * Answers for a session until closed; `accept` is called for each connection that has shown a token.
 * Throws one line where the session has a keeper already or the socket can't be made.
 */
export async function listenKeeper(options: {
  readonly runtimeDirectory: string;
  readonly sessionId: string;
  readonly tokens: Tokens;
  readonly accept: (connection: OwnedKeeperConnection, capability: Capability) => KeeperPeer;
  /** Spoken by us; absent: all this release speaks. */
  readonly versions?: WireVersions;
}): Promise<{ close(): Promise<void> }> {
  const { sessionId, tokens, versions } = options;
  const files = keeperFiles(options.runtimeDirectory, sessionId);
  const connections = new AcceptedConnections({
    role: 'keeper',
    sessionId,
    tokens,
    ...(versions === undefined ? {} : { versions }),
    onAccepted: (stream, { capability, version }) => {
      const connection = keeperConnectionOver(stream);
      const peer = options.accept(connection, capability);
      const frames = new KeeperFrames({ peer, connection, capability, version });
      return {
        onFrame: (kind, payload) => frames.accept(kind, payload),
        onFault: (why) => connection.event({ type: 'problem', code: 'malformed', message: why }),
        onClosed: () => peer.closed(),
      };
    },
  });
  const onSocket = connections.take.bind(connections);
  const place = await holdPlace({ files, tokens, onSocket });
  if (place === undefined) throw new Error(`session ${sessionId} has a keeper already`);
  return {
    close: async () => {
      connections.close();
      await place.close();
    },
  };
}

/**
 * Connects to a session's keeper. Never throws. Events may come before the promise is kept;
 * `onClosed` is told of every ending but our own `close`.
 */
export async function connectKeeper(options: {
  readonly runtimeDirectory: string;
  readonly sessionId: string;
  readonly capability: Capability;
  readonly connection: KeeperConnection;
  readonly onClosed: (why: string) => void;
  /** Time for the handshake, in ms; absent: 5 s. */
  readonly patienceMs?: number | undefined;
  /** Spoken by us; absent: all this release speaks. */
  readonly versions?: WireVersions;
}): Promise<
  | { readonly kind: 'connected'; readonly peer: ConnectedKeeper; readonly version: number }
  | ConnectRefusal
> {
  const { sessionId, capability, connection, onClosed, patienceMs, versions } = options;
  let files: ServerFiles;
  try {
    files = keeperFiles(options.runtimeDirectory, sessionId);
  } catch (error) {
    return { kind: 'refused', code: 'absent', message: reasonOf(error) };
  }
  let found: { readonly peer: ConnectedKeeper; readonly version: number } | undefined;
  const outcome = await openConnection({
    role: 'keeper',
    sessionId,
    files,
    capability,
    patienceMs,
    ...(versions === undefined ? {} : { versions }),
    onOpened: (stream, version) => {
      found = { peer: keeperPeerOver(stream, { connection, version }), version };
      return {
        onFrame: (kind, payload) => acceptKeeperFrame(connection, { kind, payload }),
        onClosed,
      };
    },
  });
  if (outcome.kind === 'refused') {
    // No keeper comes back under a dead one's id, so nothing of a living one can be removed.
    if (outcome.code === 'absent') removeDead(files);
    return outcome;
  }
  if (found === undefined) throw new TypeError('a connection opened without its peer');
  return { kind: 'connected', ...found };
}

function removeDead(files: ServerFiles): void {
  try {
    rmSync(files.socket, { force: true });
    removeTokenFile(files.token);
  } catch {
    // What can't be removed does no harm: the next who looks finds it dead again.
  }
}

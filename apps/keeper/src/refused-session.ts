// A session whose agent could not be started: whoever asked is told why, and that is all.
import type { OwnedKeeperConnection } from '@codex-voice/ipc';
import type { KeeperPeer } from '@codex-voice/protocol';
import type { RunningSession } from './running-session.ts';

/** Says in one line why there is no agent, with the status a shell would exit with. */
export function refuseSession(
  failure: { readonly status: number; readonly message: string },
  leave: () => void,
): RunningSession {
  return {
    accept: (connection) => refuse(connection, failure, leave),
    end: () => undefined,
  };
}

function refuse(
  connection: OwnedKeeperConnection,
  { status, message }: { readonly status: number; readonly message: string },
  leave: () => void,
): KeeperPeer {
  connection.event({ type: 'problem', code: 'not-started', message });
  connection.event({ type: 'exited', exitCode: status, signal: 0 });
  connection.close();
  return {
    request: ignore,
    input: ignore,
    acknowledge: ignore,
    deliver: ignore,
    closed: leave,
  };
}

function ignore(): void {}

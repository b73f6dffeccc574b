// What a session is to the composition root, whether its agent runs or could not be started.
import type { OwnedKeeperConnection } from '@codex-voice/ipc';
import type { Capability, KeeperPeer } from '@codex-voice/protocol';

export interface RunningSession {
  accept(connection: OwnedKeeperConnection, capability: Capability): KeeperPeer;
  /** Ends the agent: hang up, then kill. */
  end(): void;
}

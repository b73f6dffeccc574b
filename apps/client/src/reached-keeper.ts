// A session that runs, reached and asked for its screen: what it tells is kept until this terminal is
// ready for it. Showing it is another's task.
import { type ConnectedKeeper, connectKeeper, runtimeDirectory } from '@codex-voice/ipc';
import type { CellSize } from '@codex-voice/protocol';
import { DeferredListener } from './deferred-listener.ts';
import type { Attach } from './session-backend.ts';
import { tellError } from './told-lines.ts';
import { UserError } from './user-error.ts';

/** A keeper answers in a few ms; that it does not is said after this, in ms, and it is waited for on. */
const SAID_LATE_MS = 1_000;

export interface KeeperToReach {
  readonly sessionId: string;
  /** `take`: hold the session, whoever has it. `if-free`: unless someone has. `never`: only watch. */
  readonly hold: Attach['hold'];
  /** What the agent is to have of this terminal. */
  readonly size: CellSize;
  /** It does not answer yet; absent: the person is told. */
  readonly onLate?: () => void;
}

type KeeperRefusal = Extract<Awaited<ReturnType<typeof connectKeeper>>, { kind: 'refused' }>;

export interface ReachedKeeper {
  readonly sessionId: string;
  readonly hold: Attach['hold'];
  readonly peer: ConnectedKeeper;
  /** Keeps what was told since. */
  readonly listener: DeferredListener;
  /** The size that this terminal was attached with. */
  readonly size: CellSize;
}

/** Throws `UserError` where there are no sessions, or when the keeper does not answer. */
export async function reachKeeper(wanted: KeeperToReach): Promise<ReachedKeeper> {
  const found = await tryKeeper(wanted);
  if ('kind' in found) throw new UserError(`${wanted.sessionId}: ${found.message}`);
  return found;
}

/** As `reachKeeper`; what the keeper refuses, or that it does not answer, is told. */
export async function tryKeeper(wanted: KeeperToReach): Promise<ReachedKeeper | KeeperRefusal> {
  const { sessionId, hold, size, onLate = () => tellLate(sessionId) } = wanted;
  const listener = new DeferredListener();
  const late = setTimeout(onLate, SAID_LATE_MS);
  const connected = await connectKeeper({
    runtimeDirectory: runtimeFolder(),
    sessionId,
    capability: hold === 'never' ? 'view' : 'control',
    connection: listener,
    onClosed: () => listener.lost(),
  });
  clearTimeout(late);
  if (connected.kind === 'refused') return connected;
  const { peer } = connected;
  // At once: the keeper writes its screen down while the rest of us is loaded.
  peer.request({ type: 'attach', size, hold });
  return { sessionId, hold, size, peer, listener };
}

export function tellLate(sessionId: string): void {
  tellError(`${sessionId} does not answer yet: its keeper may be stopped`);
}

/** Throws `UserError` where there are no sessions. */
export function runtimeFolder(): string {
  const runtime = runtimeDirectory(process.env);
  if (runtime.kind === 'refused') throw new UserError(runtime.message);
  return runtime.path;
}

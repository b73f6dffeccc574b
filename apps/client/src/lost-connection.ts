// What a terminal shows next when it has left a session or lost its connection to it, whose keeper may live on. How
// the end of a session is told is left to others.
import { setTimeout as sleep } from 'node:timers/promises';
import { exitStatus } from '@codex-voice/pty';
import { sessionsDirectory } from './places.ts';
import {
  type KeeperToReach,
  type ReachedKeeper,
  reachKeeper,
  tryKeeper,
} from './reached-keeper.ts';
import type { SessionEnd } from './session-end.ts';

/** A connection that breaks again and again is given up: more often than this within the time, in ms. */
const BREAKS_AT_MOST = 8;
const BREAKS_WITHIN_MS = 10_000;
/** What broke the one may still go on while the next is made, in ms. */
const AGAIN_MS = 100;

/** How often connections of this terminal have broken lately. */
export class BrokenConnections {
  readonly #nowMs: () => number;
  #atMs: readonly number[] = [];

  constructor(nowMs: () => number) {
    this.#nowMs = nowMs;
  }

  /** Notes one more; false: it has come to more than can be mended. */
  isWorthAnother(): boolean {
    const nowMs = this.#nowMs();
    this.#atMs = [...this.#atMs.filter((atMs) => nowMs - atMs < BREAKS_WITHIN_MS), nowMs];
    return this.#atMs.length <= BREAKS_AT_MOST;
  }
}

export interface EndedShowing {
  /** Absent where nothing reaches the session but the terminal that it was started in. */
  readonly sessionId: string | undefined;
  readonly size: KeeperToReach['size'];
  readonly broken: BrokenConnections;
}

/**
 * The session to be shown next: the one switched to, or again the one whose connection broke; undefined: none.
 * Throws `UserError` where another session was asked for and does not answer.
 */
export async function nextReached(
  end: SessionEnd,
  { sessionId, size, broken }: EndedShowing,
): Promise<ReachedKeeper | undefined> {
  if (end.kind === 'switched')
    return await reachKeeper({ sessionId: end.sessionId, hold: end.hold, size });
  if (end.kind !== 'lost' || sessionId === undefined) return undefined;
  while (broken.isWorthAnother()) {
    // The keeper may not know yet that our old connection, which held the session, is gone.
    const found = await tryKeeper({ sessionId, size, hold: end.hold });
    if (!('kind' in found)) return found;
    if (found.code === 'absent') return undefined;
    await sleep(AGAIN_MS);
  }
  return undefined;
}

/** The end that is told: an agent that ended while nothing reached us has left its status in the record. */
export async function knownEnd(
  end: SessionEnd,
  sessionId: string | undefined,
  folder?: string,
): Promise<SessionEnd> {
  if (end.kind !== 'lost' || sessionId === undefined) return end;
  // Needed by hardly any terminal.
  const { readSessionRecord } = await import('./commands/session-record.ts');
  const ended = readSessionRecord(folder ?? sessionsDirectory(), sessionId)?.ended;
  return ended === undefined ? end : { kind: 'exited', status: exitStatus(ended), why: 'itself' };
}

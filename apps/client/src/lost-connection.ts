// What a terminal shows next when it has left a session or lost its connection to it, whose keeper may live on. How
// the end of a session is told is left to others.
import { setTimeout as sleep } from 'node:timers/promises';
import { processIsAlive } from '@codex-voice/folders';
import { exitStatus } from '@codex-voice/pty';
import { sessionsDirectory } from './places.ts';
import {
  type KeeperToReach,
  type ReachedKeeper,
  reachKeeper,
  tellLate,
  tryKeeper,
} from './reached-keeper.ts';
import type { SessionEnd } from './session-end.ts';

/** A connection that breaks again and again is given up: more often than this within the time, in ms. */
const BREAKS_AT_MOST = 8;
const BREAKS_WITHIN_MS = 10_000;
/** A keeper that refuses or does not answer is asked again for this long, in ms; the last answer may come later. */
const COMING_BACK_MS = 15_000;
/** What broke the one may still go on while the next is made, in ms. */
const AGAIN_MS = 100;

/** How often connections of this terminal have broken lately. */
export class BrokenConnections {
  readonly nowMs: () => number;
  #atMs: readonly number[] = [];

  constructor(nowMs: () => number) {
    this.nowMs = nowMs;
  }

  /** Notes one more; false: it has come to more than can be mended. */
  isWorthAnother(): boolean {
    const nowMs = this.nowMs();
    this.#atMs = [...this.#atMs.filter((atMs) => nowMs - atMs < BREAKS_WITHIN_MS), nowMs];
    return this.#atMs.length <= BREAKS_AT_MOST;
  }
}

export interface EndedShowing {
  /** Absent where nothing reaches the session but the terminal that it was started in. */
  readonly sessionId: string | undefined;
  readonly size: KeeperToReach['size'];
  readonly broken: BrokenConnections;
  /** Asks the keeper once; absent: as everybody does. */
  readonly reach?: typeof tryKeeper;
}

/** As what a terminal comes back: as what it was told to be, else as what it was about to be. */
export function holdAgain(
  start: 'new' | KeeperToReach['hold'],
  told: 'holder' | 'viewer' | undefined,
): KeeperToReach['hold'] {
  if (start === 'never') return 'never';
  if (told === undefined) return start === 'new' ? 'take' : start;
  return told === 'holder' ? 'take' : 'if-free';
}

/**
 * The session to be shown next: the one switched to, or again the one whose connection broke; else the end to be told.
 * Throws `UserError` where another session was asked for and does not answer.
 */
export async function nextReached(
  end: SessionEnd,
  { sessionId, size, broken, reach = tryKeeper }: EndedShowing,
): Promise<ReachedKeeper | SessionEnd> {
  if (end.kind === 'switched')
    return await reachKeeper({ sessionId: end.sessionId, hold: end.hold, size });
  if (end.kind !== 'lost' || sessionId === undefined) return end;
  if (!broken.isWorthAnother()) return { ...end, goesOn: true };
  let isLateTold = false;
  const onLate = (): void => {
    if (!isLateTold) tellLate(sessionId);
    isLateTold = true;
  };
  const untilMs = broken.nowMs() + COMING_BACK_MS;
  do {
    // The keeper may not know yet that our old connection, which held the session, is gone.
    const found = await reach({ sessionId, size, hold: end.hold, onLate });
    if (!('kind' in found)) return found;
    if (found.code === 'absent') return end;
    await sleep(AGAIN_MS);
  } while (broken.nowMs() < untilMs);
  return { ...end, goesOn: true };
}

/**
 * The end that is told: an agent that ended while nothing reached us has left its status in the record, and a session
 * goes on only where the keeper that it names lives.
 */
export async function knownEnd(
  end: SessionEnd,
  sessionId: string | undefined,
  folder?: string,
): Promise<SessionEnd> {
  if (end.kind !== 'lost' || sessionId === undefined) return end;
  // Needed by hardly any terminal.
  const { readSessionRecord } = await import('./commands/session-record.ts');
  const record = readSessionRecord(folder ?? sessionsDirectory(), sessionId);
  if (record?.ended !== undefined)
    return { kind: 'exited', status: exitStatus(record.ended), why: 'itself' };
  const isDead = record !== undefined && !processIsAlive(record.keeperPid);
  return isDead && end.goesOn === true ? { kind: 'lost', hold: end.hold } : end;
}

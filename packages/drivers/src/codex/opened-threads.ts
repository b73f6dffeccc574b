// What the server tells of threads that may have come on the screen: who opens one that is there
// already is told nothing but its goal, or that a turn begins there. It asks nobody.
import * as v from 'valibot';
import type { ToldSession } from '../event-journal.ts';
import { type CodexThread, statusChanged } from './codex-messages.ts';

/** A thread's goal, or that it has none, is told to every client when one of them resumes it. */
const NO_GOAL = 'thread/goal/cleared';
/** It is told as well while a turn works on it. */
const GOAL = 'thread/goal/updated';

/** Nobody opens more conversations one upon the other; what comes after these is not waited for. */
const LOOKS_IN_A_ROW = 8;

export const OPENED_METHODS: readonly string[] = [NO_GOAL, GOAL];

export class OpenedThreads {
  /** Where a turn runs: its other states are no news. */
  readonly #busy = new Set<string>();
  /** Resumed by us: the next word of their goal is about that. */
  readonly #ours = new Set<string>();
  /** Where we begin a turn: the next word that one runs there is about that. */
  readonly #begun = new Set<string>();

  /** We ask for a thread's events. */
  resumedByUs(threadId: string): void {
    this.#ours.add(threadId);
  }

  /** We were not granted them. */
  notResumed(threadId: string): void {
    this.#ours.delete(threadId);
  }

  /** We begin a turn there. */
  begunByUs(threadId: string): void {
    this.#begun.add(threadId);
  }

  /** We were not granted it. */
  notBegun(threadId: string): void {
    this.#begun.delete(threadId);
  }

  /** What somebody else did with the thread, by this message: opened it, or began a turn there. */
  told(threadId: string, method: string, params: unknown): 'opened' | 'begun' | undefined {
    if (method === NO_GOAL || method === GOAL) {
      if (this.#ours.delete(threadId)) return undefined;
      return method === GOAL && this.#busy.has(threadId) ? undefined : 'opened';
    }
    if (method !== 'thread/status/changed') return undefined;
    const changed = v.safeParse(statusChanged, params);
    if (!changed.success) return undefined;
    const wasBusy = this.#busy.delete(threadId);
    if (changed.output.status.type !== 'active') return undefined;
    this.#busy.add(threadId);
    const isOurs = this.#begun.delete(threadId);
    return wasBusy || isOurs ? undefined : 'begun';
  }

  /** The connection is gone: what was told on it holds no more. */
  lost(): void {
    this.#busy.clear();
    this.#ours.clear();
    this.#begun.clear();
  }
}

/** A conversation that a person opened: no title-maker, no subagent, no fork. */
export function isPersons(thread: CodexThread): boolean {
  return isShowable(thread) && thread.threadSource === 'user';
}

/** What somebody opened is a conversation of that person, a fork too. */
export function isShowable(thread: CodexThread): boolean {
  return !thread.ephemeral && !thread.parentThreadId;
}

/** Resolves once the newest look is over, those too that are begun meanwhile. */
export async function untilStill(newest: () => Promise<void>): Promise<void> {
  for (let left = LOOKS_IN_A_ROW; left > 0; left -= 1) {
    const look = newest();
    await look;
    if (look === newest()) return;
  }
}

/** Which of the threads that a server has open is the one that the person sees, as far as can be told. */
export function threadOnScreen(
  threads: readonly (CodexThread | undefined)[],
  last: ToldSession | undefined,
): CodexThread | undefined {
  const newest = threads
    .filter((thread) => thread !== undefined && isPersons(thread))
    .sort((one, other) => (one?.createdAt ?? 0) - (other?.createdAt ?? 0))
    .at(-1);
  const followed = threads.find((thread) => thread?.id === last?.event.threadId);
  // One that was opened since is on the screen; an older one may have been opened again.
  const isNewer = (newest?.createdAt ?? 0) * 1_000 > (last?.atMs ?? 0);
  return isNewer ? newest : (followed ?? newest);
}

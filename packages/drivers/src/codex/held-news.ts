// What is heard of a thread while it is taken up. The answer to that tells of what was before, so all of
// this is told behind it; how the thread stands is told at once, and once more in the end.
import type { AgentEvent } from '../agent-events.ts';
import type { FollowedThread } from './followed-thread.ts';

/** Messages of a thread that are held: many times what comes in the 0.1 s that the slowest answer took. */
const HELD = 4_096;

export class HeldNews {
  readonly #thread: FollowedThread;
  #calls: (() => void)[] = [];
  #isFull = false;
  #status: AgentEvent | undefined;

  constructor(thread: FollowedThread) {
    this.#thread = thread;
  }

  /** Whether it is kept until `tell`: where it is of this thread. */
  keeps(thread: FollowedThread | undefined, call: () => void): boolean {
    if (thread !== this.#thread || this.#isFull) return false;
    if (this.#calls.length < HELD) {
      this.#calls.push(call);
      return true;
    }
    // Told out of its order rather than lost.
    this.#isFull = true;
    this.#tellCalls();
    return false;
  }

  status(thread: FollowedThread, event: AgentEvent): void {
    if (thread === this.#thread) this.#status = event;
  }

  /** In order; the last word of how the thread stands may be newer than the answer. */
  tell(followed: (event: AgentEvent) => void): void {
    this.#tellCalls();
    if (this.#status !== undefined) followed(this.#status);
  }

  #tellCalls(): void {
    const calls = this.#calls;
    this.#calls = [];
    for (const call of calls) call();
  }
}

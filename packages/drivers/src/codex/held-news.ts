// What is heard of a thread while it is taken up. The answer to that tells of what was before, so all of
// this is told behind it; how the thread stands is told at once, and once more in the end.
import type { AgentEvent } from '../agent-events.ts';
import type { FollowedThread } from './followed-thread.ts';

export class HeldNews {
  readonly #thread: FollowedThread;
  readonly #calls: (() => void)[] = [];
  #status: AgentEvent | undefined;

  constructor(thread: FollowedThread) {
    this.#thread = thread;
  }

  /** Whether it is kept until `tell`: where it is of this thread. */
  keeps(thread: FollowedThread | undefined, call: () => void): boolean {
    if (thread !== this.#thread) return false;
    this.#calls.push(call);
    return true;
  }

  status(thread: FollowedThread, event: AgentEvent): void {
    if (thread === this.#thread) this.#status = event;
  }

  /** In order; the last word of how the thread stands may be newer than the answer. */
  tell(followed: (event: AgentEvent) => void): void {
    for (const call of this.#calls) call();
    if (this.#status !== undefined) followed(this.#status);
  }
}

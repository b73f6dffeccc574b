// How many prompts of a session wait, also once its agent has ended: what waited then is kept, and its person is to
// know that. The host tells that they are dropped before or after the keeper tells the end.
import type { QueueEntry, SessionEvent } from '@codex-voice/protocol';

const WAITS: ReadonlySet<QueueEntry['state']> = new Set(['queued', 'waiting']);

export class WaitingPrompts {
  #now: readonly string[] = [];
  /** The agent has ended with them. */
  readonly #left = new Set<string>();

  get count(): number {
    return new Set([...this.#now, ...this.#left]).size;
  }

  session(event: SessionEvent): void {
    if (event.type === 'opened') this.#queue(event.queue);
    else if (event.type === 'queue') this.#queue(event.entries);
    else if (event.type === 'delivery' && event.why === 'agent-ended' && event.state === 'dropped')
      this.#left.add(event.id);
  }

  #queue(entries: readonly QueueEntry[]): void {
    this.#now = entries.filter(({ state }) => WAITS.has(state)).map(({ id }) => id);
  }
}

// Tells whoever watches a session what is known of it: each assessment at once, everything else a moment
// later, so that a key or a chunk costs nothing. What is known is asked for.
import type { KeeperConnection, SessionFacts } from '@codex-voice/protocol';
import type { Cancel, SetTimer } from './output-flow.ts';

/** What happens within this long, in ms, is told together. */
export const FACTS_INTERVAL_MS = 20;

/** A watcher with this much before it, in bytes, is told later: facts are a state, the newest is enough. */
const WATCHER_BACKLOG_BYTES = 256 * 1024;

export class FactsTeller {
  readonly #facts: () => SessionFacts;
  readonly #setTimer: SetTimer;
  readonly #watchers = new Set<KeeperConnection>();
  /** What was last told covered all output there was. */
  #toldCurrent = false;
  #cancel: Cancel | undefined;

  constructor(parts: { readonly facts: () => SessionFacts; readonly setTimer: SetTimer }) {
    this.#facts = parts.facts;
    this.#setTimer = parts.setTimer;
  }

  watch(connection: KeeperConnection): void {
    this.#watchers.add(connection);
    this.tell();
  }

  forget(connection: KeeperConnection): void {
    this.#watchers.delete(connection);
  }

  /** The agent has written something. */
  outputMoved(): void {
    if (!this.#toldCurrent) return;
    this.#toldCurrent = false;
    this.soon();
  }

  /** Something else is different. */
  soon(): void {
    if (this.#watchers.size > 0) this.#again();
  }

  /** At once. */
  tell(): void {
    this.dispose();
    if (this.#watchers.size === 0) return;
    const facts = this.#facts();
    this.#toldCurrent = facts.assessedBytes === facts.outputBytes;
    for (const watcher of this.#watchers) {
      if ((watcher.waitingBytes ?? 0) > WATCHER_BACKLOG_BYTES) this.#again();
      else watcher.event(facts);
    }
  }

  dispose(): void {
    this.#cancel?.();
    this.#cancel = undefined;
  }

  #again(): void {
    this.#cancel ??= this.#setTimer(FACTS_INTERVAL_MS, () => {
      this.#cancel = undefined;
      this.tell();
    });
  }
}

// Who asked for a reply that the terminal is going to send: the child or we. Terminals answer in the
// order of the questions, so the order is all that is kept.

/** Questions whose replies can't be told apart by their own form. */
export type ReplyKind = 'cursor-position' | 'extended-cursor-position' | 'text-area-size';
export type Asker = 'child' | 'own';

/** Questions remembered per kind. A terminal that answers none would let them pile up: oldest go. */
const MAX_PENDING = 64;

/** Open questions by kind, oldest first. */
export class ReplyLedger {
  readonly #pending = new Map<ReplyKind, Asker[]>();

  noteChild(kind: ReplyKind): void {
    this.#note(kind, 'child');
  }

  noteOwn(kind: ReplyKind): void {
    this.#note(kind, 'own');
  }

  /** Who asked the question that a reply of this kind answers; undefined when nobody did. */
  take(kind: ReplyKind): Asker | undefined {
    return this.#pending.get(kind)?.shift();
  }

  /** Who would be answered next. */
  peek(kind: ReplyKind): Asker | undefined {
    return this.#pending.get(kind)?.[0];
  }

  /** How many of our own questions of a kind are not answered yet. */
  openOwn(kind: ReplyKind): number {
    return this.#pending.get(kind)?.filter((asker) => asker === 'own').length ?? 0;
  }

  /** Forgets those of our own questions of a kind that are open: no answer to them comes any more. */
  forgetOwn(kind: ReplyKind): void {
    const pending = this.#pending.get(kind)?.filter((asker) => asker !== 'own');
    if (pending !== undefined) this.#pending.set(kind, pending);
  }

  /** Forgets all open questions, as after a terminal that does not answer. */
  clear(): void {
    this.#pending.clear();
  }

  #note(kind: ReplyKind, asker: Asker): void {
    const pending = this.#pending.get(kind) ?? [];
    pending.push(asker);
    if (pending.length > MAX_PENDING) pending.shift();
    this.#pending.set(kind, pending);
  }
}

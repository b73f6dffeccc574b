// Who holds the session among its terminals: the newest to take it, and when that one lets go, the one
// before. What holding means is left to others.

/** Takes and returns of one session, in order. A terminal that only ever watched is not in here. */
export class Holders<Terminal> {
  /** The last one holds; those before it have held and are still attached. */
  #stack: Terminal[] = [];

  get holder(): Terminal | undefined {
    return this.#stack.at(-1);
  }

  take(terminal: Terminal): void {
    this.#stack = [...this.#stack.filter((other) => other !== terminal), terminal];
  }

  /** The terminal lets go, or is gone: if it held, the one before it holds again. */
  drop(terminal: Terminal): void {
    this.#stack = this.#stack.filter((other) => other !== terminal);
  }
}

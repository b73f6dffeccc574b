// When a host that nobody needs may end.
export interface IdleWatchParts {
  /** Nobody is connected, no session runs, and nothing is under way. */
  readonly isIdle: () => boolean;
  readonly onIdle: () => void;
  /** Idle for this long, in ms, it ends; `for-ever`: a service of the system's, which stays. */
  readonly patienceMs: number | 'for-ever';
}

export class IdleWatch {
  readonly #parts: IdleWatchParts;
  #timer: NodeJS.Timeout | undefined;

  constructor(parts: IdleWatchParts) {
    this.#parts = parts;
  }

  /** Something has changed: the time begins anew. */
  changed(): void {
    clearTimeout(this.#timer);
    const { patienceMs } = this.#parts;
    if (patienceMs === 'for-ever' || !this.#parts.isIdle()) return;
    this.#timer = setTimeout(() => {
      if (this.#parts.isIdle()) this.#parts.onIdle();
    }, patienceMs);
  }

  dispose(): void {
    clearTimeout(this.#timer);
  }
}

// A timer that is over only when what had come until then was read. On a machine that others use, answers and
// signals lie unread while time goes on: what they tell comes first.

export class TimerAfterReading {
  #timer: NodeJS.Timeout | undefined;

  get runs(): boolean {
    return this.#timer !== undefined;
  }

  /** Begins, or begins anew. `over` is not called after `stop`. */
  start(waitMs: number, over: () => void): void {
    this.stop();
    const timer = setTimeout(() => {
      // Timers come before what lies to be read, and this behind it.
      setImmediate(() => {
        if (this.#timer !== timer) return;
        this.#timer = undefined;
        over();
      });
    }, waitMs);
    this.#timer = timer;
  }

  stop(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }
}

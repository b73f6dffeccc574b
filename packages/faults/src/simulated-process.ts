// A process as far as a simulation needs one: it has timers, may be stopped for a while, and dies at any
// moment; what its code does after that goes nowhere.
import type { Cancel, VirtualClock } from './virtual-clock.ts';

export class SimulatedProcess {
  readonly name: string;
  readonly clock: VirtualClock;
  readonly #timers = new Set<Cancel>();
  readonly #ends: (() => void)[] = [];
  #isAlive = true;
  #stoppedUntilMs = Number.NEGATIVE_INFINITY;

  constructor(name: string, clock: VirtualClock) {
    this.name = name;
    this.clock = clock;
  }

  get isAlive(): boolean {
    return this.#isAlive;
  }

  /** Timers that have neither run nor been ended. */
  get waiting(): number {
    return this.#timers.size;
  }

  readonly nowMs = (): number => this.clock.nowMs();
  readonly wallMs = (): number => this.clock.wallMs();

  readonly after = (delayMs: number, call: () => void): Cancel => {
    if (!this.#isAlive) return () => undefined;
    let cancelInner: Cancel = () => undefined;
    const cancel = (): void => {
      cancelInner();
      this.#timers.delete(cancel);
    };
    const due = (): void => {
      if (this.clock.nowMs() < this.#stoppedUntilMs) {
        cancelInner = this.clock.after(this.#stoppedUntilMs - this.clock.nowMs(), due);
        return;
      }
      this.#timers.delete(cancel);
      if (this.#isAlive) call();
    };
    cancelInner = this.clock.after(delayMs, due);
    this.#timers.add(cancel);
    return cancel;
  };

  /** As SIGSTOP, and SIGCONT after a while. */
  stop(durationMs: number): void {
    this.#stoppedUntilMs = this.clock.nowMs() + durationMs;
  }

  /** Told once, when it has died, be it before. */
  onEnd(call: () => void): void {
    if (this.#isAlive) this.#ends.push(call);
    else call();
  }

  /** As SIGKILL. */
  kill(): void {
    if (!this.#isAlive) return;
    this.#isAlive = false;
    for (const cancel of [...this.#timers]) cancel();
    for (const call of this.#ends.splice(0)) call();
  }
}

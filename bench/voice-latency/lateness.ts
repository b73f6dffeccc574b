// How late this machine lets a sleeping process wake: what a measured time owes to other work on the
// machine, or to a container's limit on processor time, and not to what is measured.
import { readFileSync } from 'node:fs';
import { monotonicMs } from './spoken-session.ts';

/** Between two wakings, in ms. */
const STEP_MS = 5;

export class Lateness {
  readonly #stalls: { readonly fromMs: number; readonly toMs: number }[] = [];
  readonly #timer: NodeJS.Timeout;

  /** Notes every waking that is later than `toleratedMs`. */
  constructor(toleratedMs: number) {
    let lastMs = monotonicMs();
    this.#timer = setInterval(() => {
      const nowMs = monotonicMs();
      if (nowMs - lastMs > STEP_MS + toleratedMs)
        this.#stalls.push({ fromMs: lastMs, toMs: nowMs });
      lastMs = nowMs;
    }, STEP_MS);
  }

  /** Whether this process was woken late at any time between the two moments. */
  disturbed(fromMs: number, toMs: number): boolean {
    return this.#stalls.some((stall) => stall.fromMs < toMs && stall.toMs > fromMs);
  }

  stop(): void {
    clearInterval(this.#timer);
  }
}

/** Field 41 of /proc/PID/stat, counted from the one after the name: 1 and 2 are the real-time classes. */
const POLICY_FIELD = 38;

/** A sentence for the results when this run, and all it started, went before other work; else nothing. */
export function schedulingNote(): string {
  const stat = readFileSync('/proc/self/stat', 'utf8').replace(/^.*\) /s, '');
  const policy = Number(stat.split(' ')[POLICY_FIELD]);
  return policy === 1 || policy === 2
    ? ' Everything ran in a real-time scheduling class: other work shared the machine.'
    : '';
}

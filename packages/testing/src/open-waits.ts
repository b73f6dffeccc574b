// What suites wait for: each wait has a name and a bound, and a test that runs out of time is told all that was
// open then, with the screens of its terminals. Who tells it is the setup of the suites.
import { setTimeout as sleep } from 'node:timers/promises';

/** Longest wait for anything unless told otherwise, in ms: a heavily loaded machine, not a measure. */
const PATIENCE_MS = 30_000;
const LOOK_EVERY_MS = 5;

/** Each tells what is open, with when it was opened; in that order. */
const open = new Map<() => string, number>();

/** From now on until it is disposed, `tell` is asked when a test runs out of time. */
export function toldWhenStuck(tell: () => string): Disposable {
  open.set(tell, performance.now());
  return { [Symbol.dispose]: () => void open.delete(tell) };
}

/** A wait that is open until it is disposed. */
export function openWait(what: string): Disposable {
  return toldWhenStuck(() => `waits for ${what}`);
}

/** All that is waited for now, and the screens of all terminals; those of tests that were given up before are older. */
export function openWaits(): string {
  return [...open].map(([tell, sinceMs]) => `${ageSeconds(sinceMs)} s: ${told(tell)}`).join('\n');
}

function ageSeconds(sinceMs: number): string {
  return ((performance.now() - sinceMs) / 1_000).toFixed(1);
}

function told(tell: () => string): string {
  try {
    return tell();
  } catch (error) {
    return String(error);
  }
}

/** What a promise resolves to; rejects with its name after `timeoutMs`. */
export async function within<Value>(
  what: string,
  promise: Promise<Value>,
  timeoutMs = PATIENCE_MS,
): Promise<Value> {
  using _wait = openWait(what);
  using undo = new DisposableStack();
  const over = new Promise<never>((_, reject) => {
    const timer = setTimeout(
      () => reject(new Error(`no ${what} after ${timeoutMs} ms`)),
      timeoutMs,
    );
    undo.defer(() => clearTimeout(timer));
  });
  return await Promise.race([promise, over]);
}

export interface Looking {
  readonly timeoutMs?: number;
  readonly everyMs?: number;
  /** What the error tells besides. */
  readonly told?: () => string;
}

/** Looks until it finds something; rejects with what was looked for. */
export async function untilHolds<Found>(
  what: string,
  look: () => Found | undefined | false | Promise<Found | undefined | false>,
  { timeoutMs = PATIENCE_MS, everyMs = LOOK_EVERY_MS, told = () => '' }: Looking = {},
): Promise<Found> {
  using _wait = openWait(what);
  const deadlineMs = performance.now() + timeoutMs;
  for (;;) {
    const found = await look();
    if (found !== undefined && found !== false) return found;
    if (performance.now() > deadlineMs)
      throw new Error(`no ${what} after ${timeoutMs} ms\n${told()}`.trimEnd());
    await sleep(everyMs);
  }
}

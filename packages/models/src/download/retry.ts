// How often and after what wait a download is tried again: numbers only, no clock and no network.

/** Tries in a row that bring not one new byte. With the waits below that is about half a minute. */
export const FRUITLESS_TRIES = 6;
/** All tries of one file, also where each brings a few bytes: a server that cuts so often is none. */
export const ALL_TRIES = 60;
const FIRST_WAIT_MS = 500;
const LONGEST_WAIT_MS = 15_000;
/** A server that asks for more is not waited for. */
const LONGEST_ASKED_WAIT_MS = 60_000;

export interface RetryOptions {
  /** From 0 up to but not 1; spreads those who were cut off together. */
  readonly random: () => number;
}

export class RetryPlan {
  readonly #random: () => number;
  #fruitless = 0;
  #all = 0;

  constructor({ random }: RetryOptions) {
    this.#random = random;
  }

  /** A try brought something. */
  progressed(): void {
    this.#fruitless = 0;
  }

  /**
   * How long to wait, in ms, before the next try; undefined: no more. `retryAfter` is the server's header
   * of that name, in seconds or as a date.
   */
  next(retryAfter: string | undefined, nowMs: number): number | undefined {
    this.#fruitless += 1;
    this.#all += 1;
    if (this.#fruitless >= FRUITLESS_TRIES || this.#all >= ALL_TRIES) return undefined;
    const asked = askedWaitMs(retryAfter, nowMs);
    if (asked !== undefined) return asked <= LONGEST_ASKED_WAIT_MS ? asked : undefined;
    const base = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** (this.#fruitless - 1));
    return Math.round(base * (0.75 + this.#random() / 2));
  }
}

function askedWaitMs(header: string | undefined, nowMs: number): number | undefined {
  if (header === undefined) return undefined;
  if (/^\d+$/.test(header)) return Number(header) * 1_000;
  const dateMs = Date.parse(header);
  return Number.isNaN(dateMs) ? undefined : Math.max(0, dateMs - nowMs);
}

// The prompts that are not yet in the agent: bounded, in order, visible. When they may go in is
// the delivery's business.

/** Prompts that may wait at once. A person who speaks for minutes into an open dialog fills about 20. */
export const QUEUE_LIMIT = 32;

/** Longest text of one prompt, in UTF-16 units: far above speech, a bound for `say -` from a pipe. */
export const TEXT_LIMIT = 65_536;

/** Ids that are remembered after their prompt has left, so that none is taken twice. */
const REMEMBERED_IDS = 4096;

/** `compose`: leave the text in the composer. `send`: then press Enter, once. */
export type PromptIntent = 'compose' | 'send';

/** Where a prompt comes from. */
export type PromptOrigin = 'voice' | 'say' | 'replay';

/** One prompt to be put into the agent. */
export interface Prompt {
  /** Names this delivery for ever: a second prompt with the same id is refused. */
  readonly id: string;
  /** Taken verbatim, a leading space included. */
  readonly text: string;
  readonly intent: PromptIntent;
  readonly origin: PromptOrigin;
  /** When it was queued, on the caller's clock, in ms. */
  readonly enqueuedMs: number;
}

/** What `PromptQueue.add` did. Beyond its bound the queue refuses the newest, so nothing said earlier is lost. */
export type QueueAnswer = 'queued' | 'queue-full' | 'duplicate-id' | 'too-long';

/** A first-in, first-out queue of prompts that never takes the same id twice. */
export class PromptQueue {
  readonly #limit: number;
  #entries: Prompt[] = [];
  readonly #ids = new Set<string>();

  /** @param limit Prompts that may wait at once; at least 1. */
  constructor(limit: number = QUEUE_LIMIT) {
    if (!Number.isInteger(limit) || limit < 1)
      throw new RangeError(`limit: ${limit} is not a bound`);
    this.#limit = limit;
  }

  /** The waiting prompts, oldest first. */
  get entries(): readonly Prompt[] {
    return this.#entries;
  }

  get head(): Prompt | undefined {
    return this.#entries[0];
  }

  add(prompt: Prompt): QueueAnswer {
    if (this.#ids.has(prompt.id)) return 'duplicate-id';
    if (prompt.text.length > TEXT_LIMIT) return 'too-long';
    if (this.#entries.length >= this.#limit) return 'queue-full';
    this.#remember(prompt.id);
    this.#entries.push(prompt);
    return 'queued';
  }

  /** Takes the oldest prompt out. */
  shift(): Prompt | undefined {
    return this.#entries.shift();
  }

  /** Takes the newest prompt out. */
  pop(): Prompt | undefined {
    return this.#entries.pop();
  }

  /** Takes one prompt out by id; undefined when it doesn't wait here. */
  remove(id: string): Prompt | undefined {
    const found = this.#entries.find((entry) => entry.id === id);
    if (found !== undefined) this.#entries = this.#entries.filter((entry) => entry !== found);
    return found;
  }

  /** The newest waiting prompt is to be sent, not only composed. False when nothing waits. */
  sendNewest(): boolean {
    const newest = this.#entries.at(-1);
    if (newest === undefined) return false;
    this.#entries[this.#entries.length - 1] = { ...newest, intent: 'send' };
    return true;
  }

  /** Empties the queue; the answer is what was in it. */
  clear(): readonly Prompt[] {
    const all = this.#entries;
    this.#entries = [];
    return all;
  }

  #remember(id: string): void {
    this.#ids.add(id);
    if (this.#ids.size <= REMEMBERED_IDS) return;
    // A Set keeps insertion order: the first is the oldest.
    for (const oldest of this.#ids) {
      this.#ids.delete(oldest);
      return;
    }
  }
}

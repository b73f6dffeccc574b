// The prompts that are not yet in the agent: bounded, in order, visible. When they may go in is
// the delivery's business.
import { cleanText } from './clean-text.ts';

/** Prompts that may wait at once. A person who speaks for minutes into an open dialog fills about 20. */
export const QUEUE_LIMIT = 32;

/** Longest text of one prompt, in UTF-16 units: far above speech, a bound for `say -` from a pipe. */
export const TEXT_LIMIT = 65_536;

/** Text that may wait at once, in UTF-16 units: four of the longest prompts, so that the whole queue,
 *  at 3 bytes a unit, can be told in one message. */
export const QUEUE_TEXT_LIMIT = 4 * TEXT_LIMIT;

/** Ids that are remembered after their prompt has left, so that none is taken twice. */
const REMEMBERED_IDS = 4096;

/** `compose`: leave the text in the composer. `send`: then press Enter, once. */
export type PromptIntent = 'compose' | 'send';

/** Where a prompt comes from. */
export type PromptOrigin = 'voice' | 'say' | 'replay' | 'key' | 'plugin';

/** One prompt to be put into the agent. */
export interface Prompt {
  /** Names this delivery for ever: a second prompt with the same id is refused. */
  readonly id: string;
  /** Taken verbatim, a leading space included. */
  readonly text: string;
  /** What is typed instead where nothing stands before it: it was joined to a text that has gone. */
  readonly alone?: string;
  readonly intent: PromptIntent;
  /** The agent refused it: no Enter of ours sends it, unless the person asks for one. */
  readonly held?: true;
  readonly origin: PromptOrigin;
  /** The commit that the folder stood at; absent: that is not known. */
  readonly head?: string;
  /** What is done while the agent works, where it has a protocol; absent: it waits. */
  readonly whileBusy?: 'steer' | 'interrupt';
  /** When it was queued, on the caller's clock, in ms. */
  readonly enqueuedMs: number;
}

/** A prompt whose texts hold nothing that could be taken for a key. */
export function cleanPrompt(prompt: Prompt): Prompt {
  const alone = prompt.alone === undefined ? {} : { alone: cleanText(prompt.alone) };
  return { ...prompt, text: cleanText(prompt.text), ...alone };
}

/** What the person wants sent is held no more. */
export function unheld<One extends { readonly held?: true }>(one: One): Omit<One, 'held'> {
  const { held: _, ...rest } = one;
  return rest;
}

/** The length that counts, in UTF-16 units: what parts a text from the one before it was not said. */
export function unitsOf({ text, alone }: Pick<Prompt, 'text' | 'alone'>): number {
  return alone?.length ?? text.replace(/^\s/u, '').length;
}

/** What `PromptQueue.add` did. Beyond its bound the queue refuses the newest, so nothing said earlier is lost. */
export type QueueAnswer = 'queued' | 'queue-full' | 'duplicate-id' | 'too-long';

/** A first-in, first-out queue of prompts that never takes the same id twice. */
export class PromptQueue {
  readonly #limit: number;
  #entries: readonly Prompt[];
  readonly #ids: Set<string>;

  /**
   * @param limit Prompts that may wait at once; at least 1.
   * @param memory What waited in an earlier queue, and the ids it had taken, oldest first.
   */
  constructor(
    limit: number = QUEUE_LIMIT,
    memory: { readonly entries: readonly Prompt[]; readonly ids: readonly string[] } = NOTHING,
  ) {
    if (!Number.isInteger(limit) || limit < 1)
      throw new RangeError(`limit: ${limit} is not a bound`);
    this.#limit = limit;
    this.#entries = memory.entries;
    this.#ids = new Set([...memory.ids, ...memory.entries.map((entry) => entry.id)]);
  }

  /** The waiting prompts, oldest first; another array after every change. */
  get entries(): readonly Prompt[] {
    return this.#entries;
  }

  /** The ids taken so far, oldest first, as many as are remembered. */
  get ids(): readonly string[] {
    return [...this.#ids];
  }

  get head(): Prompt | undefined {
    return this.#entries[0];
  }

  add(prompt: Prompt): QueueAnswer {
    if (this.#ids.has(prompt.id)) return 'duplicate-id';
    if (unitsOf(prompt) > TEXT_LIMIT) return 'too-long';
    if (this.#entries.length >= this.#limit || !this.hasRoom(prompt)) return 'queue-full';
    this.#remember(prompt.id);
    this.#entries = [...this.#entries, prompt];
    return 'queued';
  }

  /** Whether a text may wait beside the others, in its prompt's place where that waits already. */
  hasRoom(prompt: Pick<Prompt, 'id' | 'text' | 'alone'>): boolean {
    const others = this.#entries.filter((entry) => entry.id !== prompt.id);
    const units = others.reduce((sum, entry) => sum + unitsOf(entry), unitsOf(prompt));
    return units <= QUEUE_TEXT_LIMIT;
  }

  /** Takes the oldest prompt out. */
  shift(): Prompt | undefined {
    const [head, ...rest] = this.#entries;
    this.#entries = rest;
    return head;
  }

  /** Puts a prompt that was taken out back in front of all, bound or not: it had its place. */
  putBack(prompt: Prompt): void {
    this.#entries = [prompt, ...this.#entries];
  }

  /** Takes the newest prompt out. */
  pop(): Prompt | undefined {
    const newest = this.#entries.at(-1);
    this.#entries = this.#entries.slice(0, -1);
    return newest;
  }

  /** Takes one prompt out by id; undefined when it doesn't wait here. */
  remove(id: string): Prompt | undefined {
    const found = this.#entries.find((entry) => entry.id === id);
    if (found !== undefined) this.#entries = this.#entries.filter((entry) => entry !== found);
    return found;
  }

  /** Changes a waiting prompt's text or intent. False when it doesn't wait here. */
  change(id: string, to: Partial<Pick<Prompt, 'text' | 'intent'>>): boolean {
    const found = this.#entries.find((entry) => entry.id === id);
    if (found === undefined) return false;
    const { alone, ...rest } = found;
    // Another text was joined to nothing.
    const kept = to.text === undefined && alone !== undefined ? { alone } : {};
    const whole = { ...rest, ...kept, ...to };
    const changed = to.intent === 'send' ? unheld(whole) : whole;
    this.#entries = this.#entries.map((entry) => (entry === found ? changed : entry));
    return true;
  }

  /** Moves a waiting prompt to the place `index`, 0 being the next to go; beyond the ends, to the end. */
  move(id: string, index: number): boolean {
    const moved = this.remove(id);
    if (moved === undefined) return false;
    const place = Number.isNaN(index) ? 0 : Math.max(0, Math.floor(index));
    this.#entries = this.#entries.toSpliced(place, 0, moved);
    return true;
  }

  /** A prompt that doesn't wait for the running turn comes before those that do. */
  bringForward(id: string): void {
    const others = this.#entries.filter((entry) => entry.id !== id);
    if (this.#entries.find((entry) => entry.id === id)?.whileBusy === undefined) return;
    const index = others.findIndex((entry) => entry.whileBusy === undefined);
    this.move(id, index === -1 ? others.length : index);
  }

  /** The newest waiting prompt is to be sent, with all before it. False when nothing waits. */
  sendNewest(): boolean {
    const newest = this.#entries.at(-1);
    if (newest === undefined) return false;
    if (this.#entries.some(({ held }) => held === true)) this.#entries = this.#entries.map(unheld);
    return this.change(newest.id, { intent: 'send' });
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

const NOTHING = { entries: [], ids: [] };

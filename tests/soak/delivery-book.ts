// What was promised to reach the agent, and what did: each text once, or it is still to be seen somewhere.
import { setTimeout as sleep } from 'node:timers/promises';

/** When nothing has arrived for this long, in ms, nothing more will. */
const PATIENCE_MS = 30_000;
const LOOK_EVERY_MS = 200;
/** A second copy that is on its way comes soon after the first. */
const SECOND_COPY_MS = 700;

export interface BookSides {
  /** All that the agent has received, one text. */
  readonly received: () => string;
  /** Texts that people are told of as unconfirmed or dropped, or that are kept for another session. */
  readonly told: () => readonly string[];
  /** Texts that people see on their way: they are waited for. */
  readonly pending: () => readonly string[];
  /** How often each text that was heard is due, by the journal. */
  readonly heard: () => ReadonlyMap<string, number>;
}

export interface BookFindings {
  readonly looked: number;
  readonly duplicated: readonly string[];
  readonly lost: readonly string[];
  /** Not with the agent for good, and told so. */
  readonly told: number;
  /** Not with the agent after all that time, and seen to wait. */
  readonly waiting: readonly string[];
}

export class DeliveryBook {
  readonly #promised = new Set<string>();
  /** Nobody can say whether these were taken: the process that asked was told nothing. */
  readonly #perhaps = new Set<string>();
  #number = 0;

  /** A text that no other is part of. */
  next(): string {
    this.#number += 1;
    return `prompt number ${this.#number} of the soak`;
  }

  promised(text: string): void {
    this.#promised.add(text);
  }

  perhaps(text: string): void {
    this.#perhaps.add(text);
  }

  get size(): number {
    return this.#promised.size + this.#perhaps.size;
  }

  /** Waits until all has arrived or is told not to, and a little longer for what may come twice. */
  async settle(sides: BookSides): Promise<BookFindings> {
    let progressMs = performance.now();
    let received = '';
    for (;;) {
      const { lost, waiting } = this.#find(sides);
      if (lost.length + waiting.length === 0) break;
      // What waits goes one after the other: as long as some goes, the rest may follow.
      if (sides.received() !== received) progressMs = performance.now();
      received = sides.received();
      if (performance.now() - progressMs > PATIENCE_MS) break;
      await sleep(LOOK_EVERY_MS);
    }
    await sleep(SECOND_COPY_MS);
    return this.#find(sides);
  }

  #find(sides: BookSides): BookFindings {
    const arrived = plain(sides.received());
    const ended = plain(sides.told().join(' / '));
    const moving = plain(sides.pending().join(' / '));
    const duplicated: string[] = [];
    const lost: string[] = [];
    const waiting: string[] = [];
    let looked = 0;
    let told = 0;
    for (const [text, least, most] of this.#due(sides)) {
      looked += most;
      const count = countOf(arrived, plain(text));
      const missing = least - count;
      const ending = Math.min(Math.max(0, missing), countOf(ended, plain(text)));
      told += ending;
      if (count > most) duplicated.push(`"${text}" ${count} times for ${most}`);
      else if (missing <= ending) continue;
      else if (missing <= ending + countOf(moving, plain(text))) waiting.push(text);
      else lost.push(`"${text}" ${count} times for ${least}`);
    }
    return { looked, duplicated, lost, told, waiting };
  }

  /** Each text with how often it must have arrived, and how often it may. */
  #due({ heard }: BookSides): readonly (readonly [text: string, least: number, most: number])[] {
    return [
      ...[...this.#promised].map((text) => [text, 1, 1] as const),
      ...[...this.#perhaps].map((text) => [text, 0, 1] as const),
      ...[...heard()].map(([text, count]) => [text, count, count] as const),
    ];
  }
}

/** Words alone: sentences begin in capitals and end in a point once they are typed. */
function plain(text: string): string {
  return ` ${text.toLowerCase().replaceAll(/[^\p{L}\p{N}]+/gu, ' ')} `;
}

function countOf(where: string, what: string): number {
  let count = 0;
  // Neighbours share the blank between them.
  for (let at = where.indexOf(what); at >= 0; at = where.indexOf(what, at + what.length - 1))
    count += 1;
  return count;
}

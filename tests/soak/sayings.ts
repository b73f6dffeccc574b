// Prompts from elsewhere, said all the time while everything around them fails, and whether each was taken.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { runPlain } from '../program/command.ts';
import { DeliveryBook } from './delivery-book.ts';
import type { SoakSession } from './soak-session.ts';

const PAUSE_MS = { least: 150, most: 1_600 };

export class Sayings {
  readonly book = new DeliveryBook();
  readonly #session: SoakSession;
  #over = false;
  #saying: Promise<void> | undefined;

  constructor(session: SoakSession) {
    this.#session = session;
  }

  /** Begins to say; `before`: what is to happen before each. */
  begin(before: () => void = () => undefined): void {
    this.#saying = this.#say(before);
  }

  async end(): Promise<void> {
    this.#over = true;
    await this.#saying;
  }

  /** Says one text; the session may be of any state. */
  async one(text = this.book.next()): Promise<void> {
    const { chance, home, lane } = this.#session;
    const env = this.#session.env(chance.isHit(0.5) ? 'near' : 'host');
    const said = await runPlain(home, ['say', '--send', '--json', text], env);
    if (said.status === 0 && /"kept":\s*true/u.test(said.stdout)) this.book.promised(text);
    else this.book.perhaps(text);
    if (!lane.mutants.has('duplicate')) return;
    // For a soak that proves itself: the agent gets it once more.
    for (let attempt = 0; attempt < 3; attempt += 1) {
      const again = await runPlain(home, ['say', '--send', text], this.#session.env('host'));
      if (again.status === 0) return;
    }
  }

  async #say(before: () => void): Promise<void> {
    while (!this.#over) {
      before();
      await this.one();
      await sleep(this.#session.chance.between(PAUSE_MS.least, PAUSE_MS.most));
    }
  }
}

/** Texts that are kept for another session. */
export function spooled(stateDirectory: string): readonly string[] {
  try {
    return [readFileSync(join(stateDirectory, 'spool.jsonl'), 'utf8')];
  } catch {
    return [];
  }
}

// Decides which announcements are said and when: each once, not too many at once, the newest about each
// thing. Where the lines go is left to others. No clock: times are passed in.
import { printable } from '@codex-voice/overlay';
import type { SessionEvent } from '@codex-voice/protocol';
import type { Telling } from '../hud-words.ts';
import { type Announcement, announcementOf } from './announcements.ts';

/** Lines said in a row without a pause, and how long one more takes, in ms: about as fast as they can
 *  be listened to, with room for the few that belong together. */
export const BURST_LINES = 4;
export const LINE_INTERVAL_MS = 500;

/** Lines that wait; beyond it the oldest usual one goes, and how many went is told. */
export const WAITING_LIMIT = 12;

/** The same news about the same thing are not said again within this time, in ms. */
const SAME_MS = 10_000;

/** What was said last is remembered for this many things. */
const REMEMBERED_THINGS = 64;

/** Longest text of a line, in UTF-16 units: a few sentences. */
const LONGEST_TEXT = 300;

const PREFIX = 'voice: ';

export class Announcer {
  readonly #telling: Telling;
  #waiting: Announcement[] = [];
  readonly #said = new Map<string, { readonly text: string; readonly atMs: number }>();
  #leftOut = 0;
  /** Lines that may be said at once, as a number that grows with time. */
  #allowance = BURST_LINES;
  #countedMs = Number.NEGATIVE_INFINITY;

  constructor(telling: Telling) {
    this.#telling = telling;
  }

  /** Something happened in the session. */
  session(event: SessionEvent): void {
    const announcement = announcementOf(event, this.#telling);
    if (announcement !== undefined) this.add(announcement);
  }

  /** Something else to say, such as that another terminal took over. */
  add(announcement: Announcement): void {
    const { about } = announcement;
    const clean = printable(announcement.text, 'unicode').slice(0, LONGEST_TEXT);
    if (clean === '') return;
    this.#waiting = this.#waiting.filter((one) => one.about !== about);
    this.#waiting.push({ ...announcement, text: clean });
    if (this.#waiting.length <= WAITING_LIMIT) return;
    const usual = this.#waiting.findIndex((one) => one.weight === 'usual');
    this.#waiting.splice(Math.max(0, usual), 1);
    this.#leftOut += 1;
  }

  /** The lines to say now, without line ends. */
  take(nowMs: number): readonly string[] {
    this.#count(nowMs);
    const lines: string[] = [];
    while (this.#allowance >= 1) {
      const next = this.#waiting.shift();
      if (next === undefined) break;
      if (this.#isKnown(next, nowMs)) continue;
      this.#remember(next, nowMs);
      this.#allowance -= 1;
      lines.push(`${PREFIX}${this.#leftOutWords()}${next.text}`);
    }
    return lines;
  }

  /** When `take` may have more; undefined while nothing waits. */
  nextMs(nowMs: number): number | undefined {
    if (this.#waiting.length === 0) return undefined;
    this.#count(nowMs);
    return nowMs + Math.ceil(Math.max(0, 1 - this.#allowance) * LINE_INTERVAL_MS);
  }

  #count(nowMs: number): void {
    const passedMs = Math.max(0, nowMs - this.#countedMs);
    this.#allowance = Math.min(BURST_LINES, this.#allowance + passedMs / LINE_INTERVAL_MS);
    this.#countedMs = Math.max(this.#countedMs, nowMs);
  }

  #isKnown({ about, text, nature }: Announcement, nowMs: number): boolean {
    const last = this.#said.get(about);
    if (last?.text !== text) return false;
    return nature === 'state' || nowMs - last.atMs < SAME_MS;
  }

  #remember({ about, text }: Announcement, nowMs: number): void {
    this.#said.delete(about);
    this.#said.set(about, { text, atMs: nowMs });
    const [oldest] = this.#said.keys();
    if (this.#said.size > REMEMBERED_THINGS && oldest !== undefined) this.#said.delete(oldest);
  }

  #leftOutWords(): string {
    const count = this.#leftOut;
    this.#leftOut = 0;
    return count === 0 ? '' : `(${count} left out) `;
  }
}

// The notices of one terminal: the one that our row shows now, and the last ones, whole, with the times they were
// told at. What stands there while there is nothing newer is the standing message.
import type { HudKeyHint, HudMessage } from '@codex-voice/overlay';
import type { SessionEvent } from '@codex-voice/protocol';
import { HudStanding } from './hud-standing.ts';
import { current, MESSAGE_MS, WARNING_MS } from './hud-times.ts';
import type { RowWords } from './words/session-words.ts';

/** Notices that can be read again; beyond it the oldest is forgotten. */
const KEPT_NOTICES = 20;

/** `atMs`: on the monotonic clock. */
export interface ToldNotice extends HudMessage {
  readonly atMs: number;
}

export class HudNotices {
  readonly #standing = new HudStanding();
  #now: { readonly message: HudMessage; readonly untilMs: number } | undefined;
  #last: readonly ToldNotice[] = [];
  /** The key that shows them whole. */
  readonly #whole: () => HudKeyHint;

  constructor(whole: () => HudKeyHint) {
    this.#whole = whole;
  }

  /** The newest first. */
  get last(): readonly ToldNotice[] {
    return this.#last;
  }

  /** Until when the newest is shown. */
  get untilMs(): number | undefined {
    return this.#now?.untilMs;
  }

  /** What stands in our row besides a message. */
  get shown(): HudStanding['shown'] {
    return this.#standing.shown;
  }

  /** Another terminal holds the session, and how to take it over; undefined: this one does. */
  setViewing(hint: string | undefined): void {
    this.#standing.setViewing(hint);
  }

  current(nowMs: number): HudMessage | undefined {
    const message = current(this.#now, nowMs)?.message ?? this.#standing.message;
    const isKept = this.#last.some(({ text }) => text === message?.text);
    return message === undefined || !isKept ? message : { ...message, whole: this.#whole() };
  }

  /** What the session tells its HUDs. */
  session(
    event: SessionEvent,
    { words, nowMs }: { readonly words: RowWords; readonly nowMs: number },
  ): void {
    for (const news of this.#standing.told(event, words)) this.told(news, nowMs);
    const { message } = this.#standing;
    if (event.type === 'call' && event.call !== undefined && message !== undefined)
      this.#keep(message, nowMs);
  }

  told(message: HudMessage, nowMs: number): void {
    const lasts = message.severity === 'info' ? MESSAGE_MS : WARNING_MS;
    this.#now = { message, untilMs: nowMs + lasts };
    this.#keep(message, nowMs);
  }

  /** It is not so any more; that it was can still be read. */
  withdraw(text: string): void {
    if (this.#now?.message.text === text) this.#now = undefined;
  }

  /** What is told again and again, as by each attempt that fails, is one, with its last time. */
  #keep(message: HudMessage, atMs: number): void {
    const [latest] = this.#last;
    const others = latest?.text === message.text ? this.#last.slice(1) : this.#last;
    this.#last = [{ ...message, atMs }, ...others].slice(0, KEPT_NOTICES);
  }
}

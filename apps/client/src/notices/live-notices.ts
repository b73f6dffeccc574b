// The notices of one session with the settings as they are now: what tells them is loaded once somebody wants
// to be told, and the terminal is asked for its focus only while that is needed.
import type { FocusReports } from '@codex-voice/ansi';
import type { SessionEvent } from '@codex-voice/protocol';
import type { NoticeOptions } from '../config-schema.ts';
import type { SessionOptions } from '../session-options.ts';
import { focusReportsFor, hearsOfAnything, isTold } from './notice-options.ts';
import type { SessionNotices, SessionNoticesParts } from './session-notices.ts';

export interface LiveNoticesParts extends Pick<SessionNoticesParts, 'from' | 'tells' | 'signal'> {
  readonly options: SessionOptions;
  /** The terminal is to tell its focus, or need not any more. */
  readonly setFocusReports: (wanted: FocusReports) => void;
}

export class LiveNotices {
  readonly #parts: LiveNoticesParts;
  #options: SessionOptions;
  #notices: SessionNotices | undefined;
  #loading: Promise<void> | undefined;
  /** What the session has told last, for notices that are wanted later. */
  readonly #last = new Map<SessionEvent['type'], SessionEvent>();
  /** The terminal was asked for its focus, now or before. */
  #hasAsked: boolean;
  #ended = false;

  constructor(parts: LiveNoticesParts) {
    this.#parts = parts;
    this.#options = parts.options;
    this.#hasAsked = this.focusReports === 'ours';
  }

  /** As they are now; undefined: nothing here hears of what could be told. */
  get settings(): NoticeOptions | undefined {
    return hearsOfAnything(this.#options) ? this.#options.notify : undefined;
  }

  get focusReports(): FocusReports {
    return focusReportsFor(this.#options);
  }

  /** Focus reports may be ours: one may be under way when they are wanted no more. */
  get mayHaveFocus(): boolean {
    return this.#hasAsked;
  }

  /** Loads what is wanted. */
  async start(): Promise<void> {
    if (!isTold(this.#options) || this.#ended) return;
    this.#loading ??= this.#load();
    await this.#loading;
  }

  /** These are others from now on. */
  set(changed: Partial<NoticeOptions>): void {
    const before = this.focusReports;
    this.#options = { ...this.#options, notify: { ...this.#options.notify, ...changed } };
    this.#hasAsked ||= this.focusReports === 'ours';
    if (this.focusReports !== before) this.#parts.setFocusReports(this.focusReports);
    this.#notices?.change(this.#options.notify);
    void this.start();
  }

  focus(state: 'in' | 'out'): void {
    this.#notices?.focus(state);
  }

  typed(): void {
    this.#notices?.typed();
  }

  session(event: SessionEvent): void {
    if (event.type === 'opened') this.#last.clear();
    if (event.type === 'opened' || event.type === 'screen' || event.type === 'approvals')
      this.#last.set(event.type, event);
    this.#notices?.session(event);
  }

  end(): void {
    this.#ended = true;
    this.#notices?.end();
  }

  async #load(): Promise<void> {
    const { SessionNotices } = await import('./session-notices.ts');
    if (this.#ended) return;
    const { from, tells, signal } = this.#parts;
    const { words } = this.#options.telling;
    const { notify } = this.#options;
    // What was there before is no news.
    const silent = { ...notify, on: [] };
    const notices = new SessionNotices({ options: silent, words, from, tells, signal });
    for (const event of this.#last.values()) notices.session(event);
    notices.change(notify);
    this.#notices = notices;
  }
}

// Brings announced lines to where they are read: a file the person named, or this terminal, between the
// lines of an agent that writes line after line. Into a program that draws they never go.
import type { LineBlock, PassthroughFilter } from '@codex-voice/ansi';
import { type GlyphSupport, printable, wrapText } from '@codex-voice/overlay';
import type { SessionEvent } from '@codex-voice/protocol';
import type { Telling } from '../hud-words.ts';
import type { Announcement } from './announcements.ts';
import { Announcer } from './announcer.ts';

/** An agent that stopped inside a line for this long, in ms, waits for the person: a line may go below. */
const QUIET_MS = 400;
/** A safe moment is looked for this often, in ms, while lines wait for one. */
const LOOK_MS = 100;
/** A line that found no safe moment for this long, in ms, is old news. */
const STALE_MS = 5_000;

export interface LinearOutputParts {
  readonly filter: () => Pick<PassthroughFilter, 'lineBlock' | 'insertLines' | 'childSize'>;
  /** To the terminal. */
  readonly write: (bytes: Uint8Array) => void;
  /** With `--announce FILE`: takes every line instead of the terminal. */
  readonly file?: (line: string) => void;
  readonly glyphs: GlyphSupport;
  readonly telling: Telling;
  /** Whether the terminal can be told to move its cursor. */
  readonly terminal: 'dumb' | 'other';
  /** Monotonic, in ms. */
  readonly nowMs: () => number;
  /** Calls back once; gives what takes that back. */
  readonly later: (waitMs: number, act: () => void) => () => void;
}

interface Line {
  readonly text: string;
  readonly sinceMs: number;
}

export class LinearOutput {
  readonly #parts: LinearOutputParts;
  readonly #announcer: Announcer;
  #lines: Line[] = [];
  #lastOutputMs = Number.NEGATIVE_INFINITY;
  #cancel: (() => void) | undefined;
  #ended = false;

  constructor(parts: LinearOutputParts) {
    this.#parts = parts;
    this.#announcer = new Announcer(parts.telling);
  }

  session(event: SessionEvent): void {
    this.#announcer.session(event);
    this.#pump();
  }

  /** Something that is no event of the session. */
  say(announcement: Announcement): void {
    this.#announcer.add(announcement);
    this.#pump();
  }

  /** The agent's bytes have gone to the terminal. */
  agentWrote(): void {
    this.#lastOutputMs = this.#parts.nowMs();
    if (this.#lines.length > 0) this.#pump();
  }

  /** Nothing is said any more. */
  end(): void {
    this.#ended = true;
    this.#cancel?.();
    this.#cancel = undefined;
  }

  #pump(): void {
    if (this.#ended) return;
    const { nowMs, file } = this.#parts;
    const now = nowMs();
    for (const text of this.#announcer.take(now)) {
      if (file === undefined) this.#lines.push({ text, sinceMs: now });
      else file(text);
    }
    this.#lines = this.#lines.filter(({ sinceMs }) => now - sinceMs < STALE_MS);
    while (this.#lines.length > 0 && this.#isSafe(now)) {
      const line = this.#lines.shift();
      if (line !== undefined) this.#insert(line.text);
    }
    this.#again(now);
  }

  #isSafe(now: number): boolean {
    const block: LineBlock | undefined = this.#parts.filter().lineBlock;
    if (block === 'inside-line') return now - this.#lastOutputMs >= QUIET_MS;
    return block === undefined;
  }

  /** In lines narrower than the screen; the agent goes on below them, in its column if that can be. */
  #insert(text: string): void {
    const { filter, write, glyphs, terminal } = this.#parts;
    const target = filter();
    const width = Math.max(1, target.childSize.columns - 1);
    const lines = wrapText(printable(text, glyphs), width);
    write(target.insertLines(lines, terminal === 'dumb' ? 'to-start' : 'to-column'));
  }

  #again(now: number): void {
    this.#cancel?.();
    this.#cancel = undefined;
    const more = this.#announcer.nextMs(now);
    const waits = [
      ...(this.#lines.length > 0 ? [LOOK_MS] : []),
      ...(more === undefined ? [] : [Math.max(1, more - now)]),
    ];
    if (waits.length === 0) return;
    this.#cancel = this.#parts.later(Math.min(...waits), () => this.#pump());
  }
}

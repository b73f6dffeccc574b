// From a recording to frames: the output is played into a terminal again, what changes too fast to be seen
// is one frame, and pauses are cut. How frames become a picture is svg.ts's, page.ts's and moving-gif.ts's.
import type { CellLook } from './cell-looks.ts';
import { type CursorState, Emulator } from './emulator.ts';

/** What a film is made of, each with its time since the recording began. */
export type FilmEvent =
  | { readonly kind: 'output'; readonly atMs: number; readonly bytes: Uint8Array | string }
  /** The terminal has another size. */
  | {
      readonly kind: 'resized';
      readonly atMs: number;
      readonly columns: number;
      readonly rows: number;
    }
  /** The film begins, or ends: what is before and after is for the moments only. */
  | { readonly kind: 'begins' | 'ends'; readonly atMs: number }
  /** Words are being played into the microphone; undefined: no more. */
  | { readonly kind: 'said'; readonly atMs: number; readonly words: string | undefined }
  /** Keys as a person calls them; undefined: they need no longer be seen. */
  | { readonly kind: 'pressed'; readonly atMs: number; readonly keys: string | undefined }
  /** The screen as it is now is a picture of this name. */
  | { readonly kind: 'moment'; readonly atMs: number; readonly name: string }
  /** Something begins here that has this name. */
  | { readonly kind: 'mark'; readonly atMs: number; readonly label: string };

export interface FilmedSession {
  /** The command as it was typed. */
  readonly title: string;
  /** As it begins; what it grows to is drawn. */
  readonly columns: number;
  readonly rows: number;
  /** In the order of their times. */
  readonly events: readonly FilmEvent[];
}

/** More frames than a person chose to draw. */
export class FilmTooLongError extends Error {
  constructor(mostFrames: number) {
    super(`more than ${mostFrames} frames`);
    this.name = 'FilmTooLongError';
  }
}

/** Makes of a row's cells what frames hold: the same text for what looks the same. */
export interface RowDrawer {
  row(cells: readonly CellLook[]): string;
}

export interface FilmLimits {
  /** What stands longer than this, in ms, has been read. */
  readonly longestPauseMs: number;
  readonly mostFrames: number;
}

/** Beside the terminal: what a viewer can't hear, and keys. */
export interface Caption {
  readonly said: string | undefined;
  readonly keys: string | undefined;
}

export interface Frame {
  /** Since the beginning. */
  readonly atMs: number;
  /** Each row, as its drawer has it. */
  readonly rows: readonly string[];
  /** Undefined: it is not shown. */
  readonly cursor: Pick<CursorState, 'column' | 'row'> | undefined;
  readonly caption: Caption;
}

export interface Film {
  readonly title: string;
  readonly columns: number;
  readonly rows: number;
  /** In order, the first at 0. */
  readonly frames: readonly Frame[];
  /** Screens of their own, by name. */
  readonly moments: ReadonlyMap<string, Frame>;
  /** Places in it, in its own time. */
  readonly marks: readonly FilmMark[];
}

/** A place in a film that somebody may want to begin at. */
export interface FilmMark {
  readonly atMs: number;
  readonly label: string;
}

/** Faster changes are not seen one by one; the level meter moves in steps of 80 ms. */
const FRAME_MS = 80;
const USUAL_LIMITS: FilmLimits = {
  longestPauseMs: 1_500,
  mostFrames: Number.POSITIVE_INFINITY,
};
/** DECTCEM and synchronised updates, and what DECRPM says of a mode. */
const [CURSOR_MODE, UPDATE_MODE] = ['?25', '?2026'];
const [SET, RESET] = ['1', '2'];

/** Throws `FilmTooLongError`, and `TerminalCrashError` where the emulator fails on what was recorded. */
export function filmOf(
  session: FilmedSession,
  drawer: RowDrawer,
  limits: FilmLimits = USUAL_LIMITS,
): Film {
  const projector = new Projector(session, { drawer, limits });
  for (const event of session.events) projector.next(event);
  const frames = projector.end();
  const marks = projector.marks.map(
    ({ frame, label }): FilmMark => ({ atMs: (frames[frame] ?? frames.at(-1))?.atMs ?? 0, label }),
  );
  return { title: session.title, ...projector.size, frames, moments: projector.moments, marks };
}

class Projector {
  readonly moments = new Map<string, Frame>();
  /** Each with the frame that it is before. */
  readonly marks: { readonly frame: number; readonly label: string }[] = [];
  readonly #terminal: Emulator;
  readonly #drawer: RowDrawer;
  readonly #limits: FilmLimits;
  readonly #frames: Frame[] = [];
  #caption: Caption = { said: undefined, keys: undefined };
  #isRunning = false;
  /** The first change since the last frame, and the last one. */
  #changed: { readonly firstMs: number; lastMs: number } | undefined;

  /** The largest that the terminal was. */
  size: { readonly columns: number; readonly rows: number };

  constructor(
    { columns, rows }: FilmedSession,
    { drawer, limits }: { readonly drawer: RowDrawer; readonly limits: FilmLimits },
  ) {
    this.size = { columns, rows };
    this.#terminal = new Emulator({ columns, rows, scrollbackLines: 0 });
    this.#drawer = drawer;
    this.#limits = limits;
  }

  next(event: FilmEvent): void {
    const { atMs } = event;
    if (this.#changed !== undefined && atMs - this.#changed.firstMs >= FRAME_MS) this.#shoot();
    switch (event.kind) {
      case 'output':
        this.#terminal.feed(event.bytes);
        this.#touch(atMs);
        return;
      case 'resized':
        this.#resize(event);
        this.#touch(atMs);
        return;
      case 'said':
        this.#caption = { ...this.#caption, said: event.words };
        this.#touch(atMs);
        return;
      case 'pressed':
        this.#caption = { ...this.#caption, keys: event.keys };
        this.#touch(atMs);
        return;
      case 'moment':
        this.moments.set(event.name, this.#frame(0));
        return;
      case 'mark':
        this.#shoot();
        if (this.#isRunning) this.marks.push({ frame: this.#frames.length, label: event.label });
        return;
      case 'begins':
        this.#isRunning = true;
        this.#touch(atMs);
        return;
      case 'ends':
        this.#shoot();
        this.#isRunning = false;
    }
  }

  end(): Frame[] {
    this.#shoot();
    this.#terminal.dispose();
    return withoutPauses(this.#frames, this.#limits.longestPauseMs);
  }

  #resize({ columns, rows }: { readonly columns: number; readonly rows: number }): void {
    this.#terminal.resize({ columns, rows });
    const { size } = this;
    this.size = {
      columns: Math.max(size.columns, columns),
      rows: Math.max(size.rows, rows),
    };
  }

  #touch(atMs: number): void {
    if (this.#changed === undefined) this.#changed = { firstMs: atMs, lastMs: atMs };
    else this.#changed.lastMs = atMs;
  }

  #shoot(): void {
    if (this.#changed === undefined || !this.#isWhole()) return;
    const frame = this.#frame(this.#changed.lastMs);
    this.#changed = undefined;
    const before = this.#frames.at(-1);
    if (this.#isRunning && (before === undefined || !isAlike(before, frame))) {
      this.#frames.push(frame);
      const { mostFrames } = this.#limits;
      if (this.#frames.length > mostFrames) throw new FilmTooLongError(mostFrames);
    }
  }

  /** A program that draws step by step says when it is done. */
  #isWhole(): boolean {
    if (!this.#terminal.isBetweenSequences) return false;
    return this.#mode(UPDATE_MODE) !== SET;
  }

  #mode(name: string): string | undefined {
    return /;(\d)\$y/u.exec(this.#terminal.ask(`\u001b[${name}$p`))?.[1];
  }

  #frame(atMs: number): Frame {
    const { column, row } = this.#terminal.cursor;
    const isShown = this.#terminal.isBetweenSequences && this.#mode(CURSOR_MODE) !== RESET;
    return {
      atMs,
      rows: this.#terminal.screenLooks().map((cells) => this.#drawer.row(cells)),
      cursor: isShown ? { column, row } : undefined,
      caption: this.#caption,
    };
  }
}

function isAlike(one: Frame, other: Frame): boolean {
  return (
    one.rows.length === other.rows.length &&
    one.rows.every((marks, row) => marks === other.rows[row]) &&
    one.cursor?.column === other.cursor?.column &&
    one.cursor?.row === other.cursor?.row &&
    one.caption.said === other.caption.said &&
    one.caption.keys === other.caption.keys
  );
}

/** The first frame is at 0, and none stands longer than it takes to be read. */
function withoutPauses(frames: readonly Frame[], longestPauseMs: number): Frame[] {
  let shownMs = 0;
  let beforeMs = frames[0]?.atMs ?? 0;
  return frames.map((frame) => {
    shownMs += Math.min(frame.atMs - beforeMs, longestPauseMs);
    beforeMs = frame.atMs;
    return { ...frame, atMs: Math.round(shownMs) };
  });
}

// From a recording to frames: the output is played into a terminal again, what changes too fast to be seen
// is one frame, and pauses are cut. How frames become a picture is animated-svg.ts's.
import { type CursorState, VirtualTerminal } from '@codex-voice/testing';
import type { RecordedEvent, Recording } from './recording.ts';
import { type Looks, rowMarks } from './row-marks.ts';

/** Beside the terminal: what a viewer can't hear, and keys. */
export interface Caption {
  readonly said: string | undefined;
  readonly keys: string | undefined;
}

export interface Frame {
  /** Since the beginning. */
  readonly atMs: number;
  /** The marks of each row. */
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
}

/** Faster changes are not seen one by one; the level meter moves in steps of 80 ms. */
const FRAME_MS = 80;
/** What stands longer than this has been read. */
const LONGEST_PAUSE_MS = 1_500;
/** DECTCEM and synchronised updates, and what DECRPM says of a mode. */
const [CURSOR_MODE, UPDATE_MODE] = ['?25', '?2026'];
const [SET, RESET] = ['1', '2'];

export function filmOf(recording: Recording, looks: Looks): Film {
  const projector = new Projector(recording, looks);
  for (const event of recording.events) projector.next(event);
  const { title, columns, rows } = recording;
  return { title, columns, rows, frames: projector.end(), moments: projector.moments };
}

class Projector {
  readonly moments = new Map<string, Frame>();
  readonly #terminal: VirtualTerminal;
  readonly #looks: Looks;
  readonly #frames: Frame[] = [];
  #caption: Caption = { said: undefined, keys: undefined };
  #isRunning = false;
  /** The first change since the last frame, and the last one. */
  #changed: { readonly firstMs: number; lastMs: number } | undefined;

  constructor({ columns, rows }: Recording, looks: Looks) {
    this.#terminal = new VirtualTerminal({ columns, rows });
    this.#looks = looks;
  }

  next(event: RecordedEvent): void {
    const { atMs } = event;
    if (this.#changed !== undefined && atMs - this.#changed.firstMs >= FRAME_MS) this.#shoot();
    switch (event.kind) {
      case 'output':
        this.#terminal.feed(event.bytes);
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
    return withoutPauses(this.#frames);
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
      rows: this.#terminal.screenLooks().map((cells) => rowMarks(cells, this.#looks)),
      cursor: isShown ? { column, row } : undefined,
      caption: this.#caption,
    };
  }
}

function isAlike(one: Frame, other: Frame): boolean {
  return (
    one.rows.every((marks, row) => marks === other.rows[row]) &&
    one.cursor?.column === other.cursor?.column &&
    one.cursor?.row === other.cursor?.row &&
    one.caption.said === other.caption.said &&
    one.caption.keys === other.caption.keys
  );
}

/** The first frame is at 0, and none stands longer than it takes to be read. */
function withoutPauses(frames: readonly Frame[]): Frame[] {
  let shownMs = 0;
  let beforeMs = frames[0]?.atMs ?? 0;
  return frames.map((frame) => {
    shownMs += Math.min(frame.atMs - beforeMs, LONGEST_PAUSE_MS);
    beforeMs = frame.atMs;
    return { ...frame, atMs: Math.round(shownMs) };
  });
}

// Plays one stream twice: raw into a terminal of the child's size, and through the filter into one
// that is taller by our rows. What may differ between the two is nothing.
import { compareTerminals, TerminalCrashError, VirtualTerminal } from '@codex-voice/testing';
import { ReplyLedger } from '../reply-ledger.ts';
import { PassthroughFilter } from './passthrough-filter.ts';
import { screenRowsOf } from './screen-row-reader.test-support.ts';

export interface RigSize {
  columns: number;
  rows: number;
  reservedRows: number;
}

export const bytesOf = (text: string) => new TextEncoder().encode(text);
export const textOf = (parts: readonly Uint8Array[]) =>
  parts.map((part) => new TextDecoder().decode(part)).join('');

/** More than any of these streams scrolls; room for the 20,000 of other suites takes longer to make than they to play. */
const SCROLLBACK_LINES = 2_000;

/** The two terminals and the filter between. */
export class FilterRig {
  readonly raw: VirtualTerminal;
  readonly outer: VirtualTerminal;
  readonly filter: PassthroughFilter;
  readonly ledger = new ReplyLedger();
  #size: RigSize;
  #painted: string | undefined;
  #unplayed: Uint8Array[] = [];
  #lastPlayed: Uint8Array = new Uint8Array(0);
  #hadRegion = false;
  paints = 0;
  covers = 0;

  constructor(size: RigSize) {
    this.#size = size;
    this.filter = new PassthroughFilter({ ...size, ledger: this.ledger });
    this.raw = new VirtualTerminal({ ...this.filter.childSize, scrollbackLines: SCROLLBACK_LINES });
    this.outer = new VirtualTerminal({ ...size, scrollbackLines: SCROLLBACK_LINES });
    this.outer.feed(this.filter.start({ row: 0, column: 0 }));
  }

  feed(data: Uint8Array | string): void {
    const bytes = typeof data === 'string' ? bytesOf(data) : data;
    this.#unplayed.push(bytes);
    for (const part of this.filter.write(bytes)) this.outer.feed(part);
  }

  // In one piece: the emulator misreads some characters that are cut in two, and we hold those back.
  #playRaw(): void {
    const stream = Buffer.concat(this.#unplayed);
    this.#hadRegion ||= /\[[^a-zA-Z]*r/.test(stream.toString());
    this.raw.feed(stream);
    this.#lastPlayed = stream;
    this.#unplayed = [];
  }

  /** Paints the mark on every reserved row, where that is allowed. */
  paint(mark: string): void {
    if (!this.filter.canPaint()) return;
    const content = bytesOf(`\x1b[7m${mark}\x1b[m`);
    this.outer.feed(this.filter.paint(Array(this.#size.reservedRows).fill(content)));
    this.#painted = mark;
    this.paints += 1;
  }

  /**
   * Draws a panel on the child's rows from `top` on, with our rows painted meanwhile, and takes it
   * away again, where that is allowed. What stands there is read from the raw terminal.
   */
  coverAndUncover(panel: { readonly text: string; readonly top: number }): void {
    const isAhead = endsAhead(Buffer.concat([this.#lastPlayed, ...this.#unplayed]));
    if (this.filter.coverBlock !== undefined || isAhead) return;
    this.#playRaw();
    const own = screenRowsOf(this.raw);
    if (own === undefined) return;
    const { rows, columns } = this.filter.childSize;
    const covered = Array.from({ length: rows }, (_, row) => row).slice(panel.top);
    const bytes = bytesOf(`\x1b[7m${panel.text.repeat(columns).slice(0, columns)}\x1b[m`);
    const drawn = covered.map((row) => ({ row, bytes }));
    this.outer.feed(this.filter.cover(drawn.slice(1)));
    this.paint('pan'.slice(0, columns));
    this.outer.feed(this.filter.cover(drawn));
    const isTouched = (row: number) => row >= panel.top || row === panel.top - 1;
    this.outer.feed(this.filter.uncover(own.filter(({ row }) => isTouched(row))));
    this.covers += 1;
  }

  /** What is wrong: differences between the terminals, and harm done to our rows unnoticed. */
  faults(): string[] {
    this.#playRaw();
    for (const part of this.filter.flush()) this.outer.feed(part);
    // Where the terminal's own place was unknown and had to be set, the spec promises nothing.
    const all = this.filter.guessedPositions > 0 ? [] : compareTerminals(this.raw, this.outer);
    // A wrap kept out of our rows below a region is a return: the row does not count as wrapped.
    const found = all.filter(
      (fault) => !(this.#hadRegion && / wrapped: true ≠ false$/.test(fault)),
    );
    return [...found, ...this.#rowFaults()];
  }

  #rowFaults(): string[] {
    const found: string[] = [];
    const size = this.filter.childSize;
    const last = this.outer.cursor.row;
    if (last >= size.rows && this.filter.guessedPositions === 0)
      found.push(`the cursor is on row ${last}, which is ours`);
    if (this.#painted !== undefined && !this.filter.repaintNeeded) {
      for (const row of this.outer.screenRows().slice(size.rows)) {
        if (row !== this.#painted) found.push(`our row reads ${JSON.stringify(row)}`);
      }
    }
    return found;
  }

  /** Both terminals change their size, as windows do; the filter is told, and asks where it is. */
  resize(size: RigSize): void {
    this.#playRaw();
    this.outer.resize(size);
    this.outer.takeReplies();
    const { bytes, awaitsPosition } = this.filter.resize(size);
    this.outer.feed(bytes);
    if (awaitsPosition) {
      const [, row, column] = /\x1b\[(\d+);(\d+)R/.exec(this.outer.takeReplies()) ?? [];
      this.outer.feed(this.filter.positionReport({ row: Number(row), column: Number(column) }));
    }
    this.#size = size;
    this.#painted = undefined;
    this.raw.resize(this.filter.childSize);
  }

  /** Faults of what is on screen now, whatever happened before it was drawn. */
  screenFaults(): string[] {
    this.#playRaw();
    const options = { scrollback: 'ignored', replies: 'ignored' } as const;
    return [...compareTerminals(this.raw, this.outer, options), ...this.#rowFaults()];
  }

  /** Whether the raw terminal fails on the same stream. */
  rawCrashes(): boolean {
    try {
      if (this.raw.crash === undefined) this.#playRaw();
    } catch (error) {
      if (!(error instanceof TerminalCrashError)) throw error;
    }
    return this.raw.crash !== undefined;
  }

  dispose(): void {
    this.raw.dispose();
    this.outer.dispose();
  }
}

/** The raw terminal has done what is held back of a sequence, or misread half a character. */
function endsAhead(stream: Uint8Array): boolean {
  const text = new TextDecoder().decode(stream);
  return text.endsWith('\ufffd') || /[\x1b\u009b][^a-zA-Z]*[\0-\x1a\x7f][^a-zA-Z]*$/u.test(text);
}

/** Plays pieces, painting after each; the faults at the end, or none where the raw terminal fails. */
export function playedFaults(size: RigSize, pieces: readonly (string | Uint8Array)[]): string[] {
  return played(size, pieces).faults;
}

export interface Played {
  faults: string[];
  exact: boolean;
  paints: number;
  covers: number;
}

/**
 * As {@link playedFaults}, with whether everything was compared and how often was painted. With
 * panels, one of them comes and goes after each piece too.
 */
export function played(
  size: RigSize,
  pieces: readonly (string | Uint8Array)[],
  panelTops: readonly number[] = [],
): Played {
  const rig = new FilterRig(size);
  try {
    for (const [index, piece] of pieces.entries()) {
      rig.feed(piece);
      rig.paint(`hud${index}`.slice(0, size.columns));
      const top = panelTops[index % panelTops.length];
      if (top !== undefined) rig.coverAndUncover({ text: 'panel', top });
    }
    const faults = rig.faults();
    const { paints, covers } = rig;
    return { faults, exact: rig.filter.guessedPositions === 0, paints, covers };
  } catch (error) {
    // Some hostile streams end the emulator itself; where the raw one dies there is nothing to compare.
    if (error instanceof TerminalCrashError && rig.rawCrashes()) {
      return { faults: [], exact: false, paints: 0, covers: 0 };
    }
    throw error;
  } finally {
    rig.dispose();
  }
}

// Everything the filter knows of the terminal behind it, and what the sequence at hand is to become.
// Handlers of single sequences read and change it; `passthrough-filter.ts` writes the result out.
import type { ReplyLedger } from '../reply-ledger.ts';
import { CursorModel } from './cursor-model.ts';
import { ModeTracker } from './mode-tracker.ts';
import { PrintedText } from './printed-text.ts';

/** Columns and rows of the terminal and how many of its last rows are ours. */
export interface FilterGeometry {
  readonly columns: number;
  readonly rows: number;
  readonly reservedRows: number;
}

/** A cell of the terminal, counted from 0. */
export interface CellPosition {
  readonly row: number;
  readonly column: number;
}

/** How wide the person's terminal draws characters of ambiguous East Asian width. */
export type AmbiguousWidth = 'narrow' | 'wide' | 'unknown';

/** `ours`: the terminal is to tell its focus, whatever the child asks for. */
export type FocusReports = 'childs' | 'ours';

/** The filter's knowledge; one for the life of a filter. */
export class ChildState {
  readonly cursor: CursorModel;
  readonly modes = new ModeTracker();
  readonly printed = new PrintedText();
  readonly ledger: ReplyLedger | undefined;
  readonly ambiguousWidth: AmbiguousWidth;
  focusReports: FocusReports;
  /** Rows of the terminal that are ours just now; 0 when it is too small. */
  reserved: number;
  repaintNeeded: boolean;
  /** A panel of ours stands on the child's rows: its cursor is hidden, its output held back. */
  covered = false;
  /** The child addresses the screen instead of writing line after line. */
  draws = false;
  /** Lines since it last addressed it. */
  plainLines = 0;
  hyperlinkOpen = false;
  /** Text is printed protected against selective erase (DECSCA, SPA). */
  protectedText = false;
  singleShift = false;
  /** The region may have been reset without our knowing; set again at the next absolute move. */
  regionDoubt = false;
  /** How often the cursor was put back to a place that was not certain, because it had to be. */
  guesses = 0;
  /** What the sequence at hand becomes; undefined leaves it as it is. */
  replacement: string | undefined;
  before = '';
  after = '';

  constructor(options: {
    geometry: FilterGeometry;
    ledger: ReplyLedger | undefined;
    ambiguousWidth: AmbiguousWidth;
    focusReports?: FocusReports | undefined;
  }) {
    this.reserved = effectiveReserve(options.geometry);
    this.cursor = new CursorModel(options.geometry.rows - this.reserved, options.geometry.columns);
    this.ledger = options.ledger;
    this.ambiguousWidth = options.ambiguousWidth;
    this.focusReports = options.focusReports ?? 'childs';
    this.repaintNeeded = this.reserved > 0;
  }

  /** Our rows were wiped, or may have been. */
  wiped(): void {
    this.repaintNeeded = this.reserved > 0;
  }

  /** The child is below its region, where nothing but we stops it before our rows. */
  get belowRegion(): boolean {
    return this.reserved > 0 && this.cursor.row > this.cursor.buffer.bottom;
  }

  /** The child moves down or prints where our rows are guarded by its row, which is only a guess. */
  guardBlindly(): void {
    const { rowCertain, slack, wrapCertain, buffer, rows } = this.cursor;
    if ((rowCertain && slack === 0 && wrapCertain) || buffer.bottom >= rows - 1) return;
    if (rowCertain && !this.belowRegion) return;
    this.guesses += 1;
    this.wiped();
  }

  get atUnguardedEnd(): boolean {
    return this.belowRegion && this.cursor.row >= this.cursor.rows - 1;
  }
}

/**
 * Rows that can be ours. A scroll region has at least two lines, so the child keeps two rows or we
 * keep none.
 */
export function effectiveReserve(geometry: FilterGeometry): number {
  return geometry.rows - geometry.reservedRows >= 2 ? geometry.reservedRows : 0;
}

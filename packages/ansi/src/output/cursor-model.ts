// Where the child's cursor is and what governs its moves, without any cells: row, column, pending
// wrap, region, saved cursors, and how sure each of them is. Emits nothing.
import { CharsetState } from './charset-state.ts';
import { SgrState } from './sgr-state.ts';

/** Columns between the tab stops a terminal starts with. */
const TAB_WIDTH = 8;

/** The child's saved-cursor slot of one buffer, as the terminal holds it. */
export class SavedCursor {
  row = 0;
  column = 0;
  /** Whether every terminal would come back to the same cell. */
  certain = true;
  /** Whether lines scrolled off since: one emulator's saved row then moves with them. */
  scrolledSince = false;
  /** Whether the scrollback was erased since: the same emulator's row may then lie in our rows. */
  scrollbackErased = false;
  readonly sgr = new SgrState();
  readonly charsets = new CharsetState();
  origin = false;

  reset(): void {
    this.scrollbackErased = false;
    this.row = 0;
    this.column = 0;
    this.certain = true;
    this.scrolledSince = false;
    this.sgr.reset();
    this.charsets.reset();
    this.origin = false;
  }
}

/** Region and saved cursor of one of the two buffers. */
export class BufferState {
  top = 0;
  bottom: number;
  readonly saved = new SavedCursor();

  constructor(rows: number) {
    this.bottom = rows - 1;
  }
}

/**
 * The child's cursor on a screen of `rows` × `columns`, counted from 0. `column === columns` is a
 * pending wrap. Moves follow the terminals' common behaviour; where they part, certainty is lost.
 */
export class CursorModel {
  rows: number;
  columns: number;
  row = 0;
  column = 0;
  rowCertain = true;
  /** By how many cells the true column may differ from `column`. */
  slack = 0;
  /** False where terminals disagree whether the cursor still stands past the last column. */
  wrapCertain = true;
  autowrap = true;
  insert = false;
  origin = false;
  /** LNM: a line feed also returns. */
  newLine = false;
  reverseWrap = false;
  /** DECLRMM: left and right margins may be in force, which are not followed here. */
  sideMargins = false;
  visible = true;
  /** False after RIS with the cursor hidden: it shows again in most terminals, not in all. */
  visibleCertain = true;
  customTabs = false;
  readonly sgr = new SgrState();
  readonly charsets = new CharsetState();
  readonly main: BufferState;
  readonly alternate: BufferState;
  buffer: BufferState;

  constructor(rows: number, columns: number) {
    this.rows = rows;
    this.columns = columns;
    this.main = new BufferState(rows);
    this.alternate = new BufferState(rows);
    this.buffer = this.main;
  }

  get onAlternate(): boolean {
    return this.buffer === this.alternate;
  }

  get positionCertain(): boolean {
    return this.rowCertain && this.slack === 0 && this.wrapCertain && !this.sideMargins;
  }

  /** Outside the region in origin mode: no absolute move leads there. */
  get outsideOrigin(): boolean {
    return this.origin && (this.row < this.buffer.top || this.row > this.buffer.bottom);
  }

  get pendingWrap(): boolean {
    return this.column >= this.columns;
  }

  /** RIS: everything as in a terminal just opened. */
  reset(): void {
    for (const buffer of [this.main, this.alternate]) {
      buffer.top = 0;
      buffer.bottom = this.rows - 1;
      buffer.saved.reset();
    }
    this.buffer = this.main;
    this.autowrap = true;
    this.insert = false;
    this.origin = false;
    this.newLine = false;
    this.reverseWrap = false;
    this.sideMargins = false;
    if (!this.visible) this.visibleCertain = false;
    this.visible = true;
    this.customTabs = false;
    this.sgr.reset();
    this.charsets.reset();
    this.placeAt(0, 0);
  }

  /** DECSTR: modes, region, rendition and saved cursor, but not the position. */
  softReset(): void {
    this.autowrap = true;
    this.insert = false;
    this.origin = false;
    this.reverseWrap = false;
    this.visible = true;
    this.visibleCertain = true;
    this.buffer.top = 0;
    this.buffer.bottom = this.rows - 1;
    this.buffer.saved.reset();
    this.sgr.reset();
    this.charsets.reset();
    if (this.sideMargins) this.loseTrack();
    this.sideMargins = false;
  }

  /** The cursor is here for certain. */
  placeAt(row: number, column: number): void {
    this.row = row;
    this.column = column;
    this.rowCertain = true;
    this.slack = 0;
    this.wrapCertain = true;
  }

  /** Nothing is known of the position any more but its best guess. */
  loseTrack(): void {
    this.rowCertain = false;
    this.slack = this.columns;
    this.wrapCertain = false;
  }

  /** The column may be off by `cells` more than before. */
  addSlack(cells: number): void {
    this.slack = Math.min(this.slack + cells, this.columns);
    this.#checkReach(this.column);
  }

  /** Text went as far as `column`, had it not wrapped: with slack, it may have wrapped or not. */
  #checkReach(column: number): void {
    if (this.slack > 0 && column + this.slack >= this.columns) {
      this.slack = this.columns;
      if (this.autowrap) this.rowCertain = false;
    }
  }

  /** Prints `count` cells of one-cell characters; only where no wrap can leave the region's end. */
  printNarrow(count: number): void {
    const before = this.column;
    if (!this.wrapCertain && before >= this.columns - 1) this.loseTrack();
    if (before + count <= this.columns) {
      this.column = before + count;
    } else if (this.autowrap) {
      const cells = before + count;
      const wraps = Math.ceil(cells / this.columns) - 1;
      this.column = cells - wraps * this.columns;
      this.advanceRows(wraps);
    } else {
      this.column = this.columns;
    }
    if (this.slack > 0) this.#checkReach(before + count);
  }

  /** Prints one character of two cells. */
  printWide(): void {
    const before = this.column;
    if (!this.wrapCertain && this.column >= this.columns - 1) this.loseTrack();
    if (this.column + 2 <= this.columns) {
      this.column += 2;
    } else if (this.autowrap) {
      this.column = Math.min(2, this.columns);
      this.advanceRows(1);
      if (this.columns < 2) this.loseTrack();
    } else {
      this.column = this.columns - 1;
      this.wrapCertain = false;
    }
    if (this.slack > 0) this.#checkReach(before + 2);
  }

  /** Moves down `count` rows as line feeds do, scrolling at the region's end. */
  advanceRows(count: number): void {
    if (count === 0) return;
    const { bottom } = this.buffer;
    const target = this.row + count;
    if (this.row > bottom) {
      this.row = Math.min(target, this.rows - 1);
    } else if (target <= bottom) {
      this.row = target;
    } else {
      this.row = bottom;
      this.buffer.saved.scrolledSince = true;
    }
    // Whether an uncertain row scrolled is not known either.
    if (!this.rowCertain) this.buffer.saved.scrolledSince = true;
  }

  /** LF, VT, FF. */
  lineFeed(): void {
    if (this.column >= this.columns) {
      this.column = this.columns - 1;
      this.wrapCertain = false;
    }
    if (this.newLine) this.carriageReturn();
    this.advanceRows(1);
  }

  carriageReturn(): void {
    this.column = 0;
    this.wrapCertain = true;
    this.slack = 0;
    if (this.sideMargins) this.loseTrack();
  }

  /** IND. */
  index(): void {
    this.restrict();
    this.advanceRows(1);
    this.restrict();
  }

  /** RI. */
  reverseIndex(): void {
    this.restrict();
    if (this.row !== this.buffer.top && this.row > 0) this.row -= 1;
    this.restrict();
  }

  backspace(): void {
    if (this.reverseWrap && (this.column === 0 || this.column >= this.columns)) this.loseTrack();
    if (!this.rowCertain && this.reverseWrap) this.slack = this.columns;
    this.restrict();
    this.wrapCertain = true;
    if (this.column > 0) this.column -= 1;
  }

  tab(): void {
    this.tabForward(1);
  }

  /** HT and CHT. */
  tabForward(count: number): void {
    if (this.column >= this.columns) {
      this.wrapCertain = false;
      return;
    }
    if (this.customTabs) this.slack = this.columns;
    const stop = (Math.floor(this.column / TAB_WIDTH) + count) * TAB_WIDTH;
    this.column = Math.min(stop, this.columns - 1);
    if (this.slack > 0) this.slack = this.columns;
  }

  /** CBT. */
  tabBackward(count: number): void {
    if (this.column >= this.columns) {
      this.wrapCertain = false;
      return;
    }
    if (this.customTabs || this.slack > 0) this.slack = this.columns;
    this.column = Math.max(0, (Math.ceil(this.column / TAB_WIDTH) - count) * TAB_WIDTH);
  }

  /** Pulls the cursor into the screen, or into the region with origin mode, ending a pending wrap. */
  restrict(): void {
    if (this.column >= this.columns) {
      this.column = this.columns - 1;
      this.wrapCertain = false;
    }
    this.restrictRow();
  }

  restrictRow(): void {
    const top = this.origin ? this.buffer.top : 0;
    const bottom = this.origin ? this.buffer.bottom : this.rows - 1;
    this.row = Math.min(bottom, Math.max(top, this.row));
  }

  /** CUP and HVP with parameters counted from 0; relative to the region with origin mode. */
  moveTo(row: number, column: number): void {
    this.placeAt(row, Math.min(column, this.columns - 1));
    if (this.origin) this.row += this.buffer.top;
    this.restrictRow();
    if (this.sideMargins) this.loseTrack();
  }

  /** VPA: the column stays. */
  moveToRow(row: number): void {
    this.restrict();
    this.row = row + (this.origin ? this.buffer.top : 0);
    this.restrictRow();
    this.rowCertain = true;
    if (this.slack > 0) this.rowCertain = this.column + this.slack < this.columns;
  }

  /** CHA and HPA: the row stays. */
  moveToColumn(column: number): void {
    this.column = Math.min(column, this.columns - 1);
    this.slack = 0;
    this.wrapCertain = true;
    this.#relativeInOrigin();
    if (this.sideMargins) this.loseTrack();
  }

  /** CUF, CUB, HPR. */
  moveColumns(delta: number): void {
    this.restrict();
    this.wrapCertain = true;
    const target = this.column + delta;
    this.column = Math.min(this.columns - 1, Math.max(0, target));
    if (delta >= this.columns || delta <= -this.columns) this.slack = 0;
    else if (this.slack > 0) this.slack = this.columns;
    this.#relativeInOrigin();
  }

  /** CUU and CUD, which stop at the region's edges when they start inside. */
  moveRows(delta: number): void {
    this.restrict();
    const { top, bottom } = this.buffer;
    const target = this.row + delta;
    if (delta < 0) this.row = Math.max(this.row >= top ? top : 0, target);
    else this.row = Math.min(this.row <= bottom ? bottom : this.rows - 1, target);
    this.#relativeInOrigin();
  }

  /** VPR, which knows no region. */
  moveRowsFreely(delta: number): void {
    this.restrict();
    this.row = Math.min(this.rows - 1, this.row + delta);
    this.#relativeInOrigin();
  }

  // One emulator adds the region's top to the row again on every relative move in origin mode.
  #relativeInOrigin(): void {
    if (!this.origin || this.buffer.top === 0) return;
    this.rowCertain = false;
    this.row = Math.min(this.buffer.bottom, this.row + this.buffer.top);
  }

  save(): void {
    const { saved } = this.buffer;
    saved.row = this.row;
    saved.column = this.column;
    saved.certain = this.positionCertain && !this.pendingWrap;
    saved.scrolledSince = false;
    saved.scrollbackErased = false;
    saved.sgr.copyFrom(this.sgr);
    saved.charsets.copyFrom(this.charsets);
    saved.origin = this.origin;
  }

  restore(): void {
    const { saved } = this.buffer;
    this.placeAt(saved.row, Math.min(saved.column, this.columns - 1));
    if (!saved.certain) this.loseTrack();
    if ((saved.scrolledSince && saved.row > 0) || saved.scrollbackErased) this.rowCertain = false;
    this.sgr.restoreFrom(saved.sgr);
    this.charsets.restoreFrom(saved.charsets);
    // Most terminals bring origin mode back too, one does not.
    if (saved.origin !== this.origin) this.loseTrack();
    this.restrictRow();
  }
}

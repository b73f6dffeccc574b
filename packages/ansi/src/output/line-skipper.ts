// Passes over whole lines of a flood without following each character: where only text, renditions and
// line ends came, and enough of them to scroll, the cursor stands at the start of the region's last row
// whatever was printed. Everything else, and the last line, is read by `stream-reader.ts`, the slow twin
// of this: what is known afterwards is the same.
import { WIDTH_CLASSES, widthClass } from '../width/cell-width.ts';
import type { AmbiguousWidth, ChildState } from './child-state.ts';
import type { CsiSequence } from './csi-sequence.ts';
import { noteLine } from './line-insertion.ts';

/** Less than this, in bytes, is read as quickly as it is looked through. */
export const LEAST_SKIPPED_BYTES = 1024;

/** Renditions longer than this, in bytes, are left to the reader: real ones are shorter. */
const LONGEST_RENDITION_BYTES = 64;

const BACKSPACE = 0x08;
const TAB = 0x09;
const LINE_FEED = 0x0a;
const CARRIAGE_RETURN = 0x0d;
const ESC = 0x1b;
const SPACE = 0x20;
const DEL = 0x7f;
const CSI_FINAL = 0x5b;
const SGR_FINAL = 0x6d;
const ZERO = 0x30;
const SEMICOLON = 0x3b;
const BYTE_ORDER_MARK = 0xfeff;
/** A tab takes at most this many cells more than its one byte. */
const TAB_EXCESS_CELLS = 7;
/** Said instead of the next offset where no other is looked at. */
const STOP = -1;

/** Looks ahead in the child's stream; one for each reader. */
export class LineSkipper {
  readonly #state: ChildState;
  readonly #csi: CsiSequence;
  /** Before this offset another look ahead is not worth it. */
  lookedTo = 0;
  #lines = 0;
  /** The end of the last whole line. */
  #linesEnd = 0;
  /** The last rendition in these lines that starts from none; those before it count for nothing. */
  #resetAt = 0;

  /** `csi` may be overwritten by each call. */
  constructor(state: ChildState, csi: CsiSequence) {
    this.#state = state;
    this.#csi = csi;
  }

  /** Reads whole lines from `start` on, outside any sequence; where to read on. */
  skip(input: Uint8Array, start: number): number {
    const state = this.#state;
    const { cursor } = state;
    const { buffer } = cursor;
    this.lookedTo = start + LEAST_SKIPPED_BYTES;
    if (!isPlain(state)) return start;
    this.#look(input, start, cursor.column);
    if (this.#lines <= buffer.bottom - cursor.row) return start;
    this.#applyRenditions(input, this.#resetAt, this.#linesEnd);
    for (let line = 0; line < this.#lines && state.draws; line += 1) noteLine(state);
    cursor.placeAt(buffer.bottom, 0);
    buffer.saved.scrolledSince = true;
    state.printed.just = false;
    return this.#linesEnd;
  }

  /** Finds the whole lines from `start` on, where the cursor is in `column`. */
  #look(input: Uint8Array, start: number, column: number): void {
    const { ambiguousWidth, cursor } = this.#state;
    const end = input.length;
    let resetAt = start;
    let linesResetAt = start;
    let linesEnd = start;
    let lines = 0;
    // The column is at most as far as the bytes since here.
    let columnFrom = start - column;
    let at = start;
    while (at < end) {
      const byte = input[at] ?? 0;
      let next = at + 1;
      if (byte >= SPACE && byte < DEL) {
        at = next;
        continue;
      }
      if (byte === ESC) {
        next = afterRendition(input, at);
        if (next !== STOP && startsFromNone(input, at)) resetAt = at;
      } else if (byte === CARRIAGE_RETURN) {
        columnFrom = next;
      } else if (byte === LINE_FEED) {
        // From behind the last column terminals part: a return has to be right before it.
        if (columnFrom !== at) break;
        columnFrom = next;
        linesEnd = next;
        linesResetAt = resetAt;
        lines += 1;
      } else if (byte > DEL) {
        next = afterCharacter(input, at, ambiguousWidth);
      } else if (byte === TAB) {
        // So they do for a tab.
        if (at - columnFrom >= cursor.columns) break;
        columnFrom -= TAB_EXCESS_CELLS;
      } else if (byte !== BACKSPACE) break;
      if (next === STOP) break;
      at = next;
    }
    this.#lines = lines;
    this.#linesEnd = linesEnd;
    this.#resetAt = linesResetAt;
    this.lookedTo = Math.max(this.lookedTo, at);
  }

  #applyRenditions(input: Uint8Array, start: number, end: number): void {
    const { sgr } = this.#state.cursor;
    let at = input.indexOf(ESC, start);
    while (at >= 0 && at < end) {
      this.#csi.parse(input, at + 2, end);
      sgr.apply(this.#csi);
      at = input.indexOf(ESC, this.#csi.end);
    }
  }
}

/** Nothing is set or doubted that makes text, line ends, tabs or backspaces do more than usual. */
function isPlain({ cursor, singleShift }: ChildState): boolean {
  const { autowrap, origin, reverseWrap, customTabs, columns, row, buffer } = cursor;
  if (!cursor.positionCertain || !autowrap || columns < 2) return false;
  return !origin && !reverseWrap && !customTabs && !singleShift && row <= buffer.bottom;
}

/** `STOP` for any sequence that is no rendition, and for one that is not whole. */
function afterRendition(input: Uint8Array, at: number): number {
  if (input[at + 1] !== CSI_FINAL) return STOP;
  const limit = Math.min(input.length, at + LONGEST_RENDITION_BYTES);
  let next = at + 2;
  // Digits, colons and semicolons.
  while (next < limit) {
    const byte = input[next] ?? 0;
    if (byte === SGR_FINAL) return next + 1;
    if (byte < ZERO || byte > SEMICOLON) return STOP;
    next += 1;
  }
  return STOP;
}

/** Whether a rendition begins with 0, said or left out. */
function startsFromNone(input: Uint8Array, at: number): boolean {
  const first = input[at + 2] ?? 0;
  const after = first === ZERO ? (input[at + 3] ?? 0) : first;
  return after === SGR_FINAL || after === SEMICOLON;
}

/** `STOP` for a character that is broken, unfinished, or not of one width everywhere. */
function afterCharacter(input: Uint8Array, at: number, ambiguous: AmbiguousWidth): number {
  const lead = input[at] ?? 0;
  const second = input[at + 1] ?? 0;
  if (lead < 0xc2 || lead > 0xef || second >> 6 !== 2) return STOP;
  if (lead < 0xe0) {
    const codePoint = ((lead & 0x1f) << 6) | (second & 0x3f);
    return codePoint >= 0xa0 && hasOneWidth(codePoint, ambiguous) ? at + 2 : STOP;
  }
  const third = input[at + 2] ?? 0;
  const codePoint = ((lead & 0xf) << 12) | ((second & 0x3f) << 6) | (third & 0x3f);
  const isSurrogate = codePoint >= 0xd800 && codePoint <= 0xdfff;
  if (third >> 6 !== 2 || codePoint < 0x800 || isSurrogate) return STOP;
  if (codePoint === BYTE_ORDER_MARK || !hasOneWidth(codePoint, ambiguous)) return STOP;
  return at + 3;
}

function hasOneWidth(codePoint: number, ambiguous: AmbiguousWidth): boolean {
  const kind = widthClass(codePoint);
  if (kind === WIDTH_CLASSES.ambiguous) return ambiguous !== 'unknown';
  return kind === WIDTH_CLASSES.narrow || kind === WIDTH_CLASSES.wide;
}

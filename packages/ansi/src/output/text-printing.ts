// Printing characters: how far each takes the cursor, what is remembered of it, and keeping it off our
// rows where no region does. Runs of ASCII are counted by the reader itself.
import { WIDTH_CLASSES, widthClass } from '../width/cell-width.ts';
import type { ChildState } from './child-state.ts';
import type { OutputParts } from './output-parts.ts';

/** By how many cells terminals may differ over one character of disputed width. */
const DISPUTED_CELLS = 2;

/** A character as it is printed: how many cells, and whether all terminals take as many. */
interface PrintedCharacter {
  readonly codePoint: number;
  readonly width: 1 | 2;
  readonly certain: boolean;
}

/** Prints below the region: what would wrap into our rows goes back to the row's start. */
export function guardWrap(state: ChildState, out: OutputParts, at: number, width: 1 | 2): void {
  const { cursor } = state;
  state.guardBlindly();
  const wraps = cursor.autowrap && cursor.column + width > cursor.columns;
  if (wraps && state.atUnguardedEnd) {
    out.passTo(at);
    out.insert('\r');
    cursor.column = 0;
  }
  if (width === 1) cursor.printNarrow(1);
  else cursor.printWide();
}

/** The last character took the cursor past the last column. */
export function noteEdge(state: ChildState): void {
  const hidden = state.hyperlinkOpen || state.protectedText ? 'linked' : 'plain';
  state.printed.noteEdge(state.cursor, hidden);
}

/** Prints a character that is not ASCII and stands at offset `at` of the input. */
export function printCharacter(
  state: ChildState,
  out: OutputParts,
  codePoint: number,
  at: number,
): void {
  const { cursor, printed, ambiguousWidth } = state;
  const kind = widthClass(codePoint);
  const isPlain =
    kind === WIDTH_CLASSES.narrow ||
    (kind === WIDTH_CLASSES.ambiguous && ambiguousWidth === 'narrow');
  if (isPlain && cursor.rowCertain && !state.singleShift && !state.belowRegion) {
    cursor.printNarrow(1);
    printed.note(codePoint, 1, true);
    if (cursor.column >= cursor.columns) noteEdge(state);
    return;
  }
  printOther(state, out, codePoint, at);
}

function printOther(state: ChildState, out: OutputParts, codePoint: number, at: number): void {
  const { cursor, printed, ambiguousWidth } = state;
  const shifted = state.singleShift;
  state.singleShift = false;
  const put = (width: 1 | 2, certain: boolean) => {
    printCells(state, out, at, { codePoint, width, certain: certain && !shifted });
  };
  switch (widthClass(codePoint)) {
    case WIDTH_CLASSES.narrow:
      put(1, true);
      return;
    case WIDTH_CLASSES.ambiguous:
      put(ambiguousWidth === 'wide' ? 2 : 1, ambiguousWidth !== 'unknown');
      return;
    case WIDTH_CLASSES.wide:
      put(2, true);
      return;
    case WIDTH_CLASSES.zero:
      if (printed.just) printed.join(codePoint);
      else put(1, false);
      return;
    case WIDTH_CLASSES.disputedZero:
      cursor.addSlack(DISPUTED_CELLS);
      printed.spoil();
      return;
    case WIDTH_CLASSES.disputedNarrow:
      put(1, false);
      return;
    default:
      put(2, false);
  }
}

function printCells(
  state: ChildState,
  out: OutputParts,
  at: number,
  character: PrintedCharacter,
): void {
  const { cursor, printed } = state;
  const { codePoint, width, certain } = character;
  // Doubted before it is printed: at the right edge the row, too, depends on the width.
  if (!certain) cursor.addSlack(DISPUTED_CELLS);
  if (!cursor.rowCertain) state.guardBlindly();
  if (state.belowRegion) guardWrap(state, out, at, width);
  else if (width === 1) cursor.printNarrow(1);
  else cursor.printWide();
  printed.note(codePoint, width, certain);
  if (cursor.column >= cursor.columns) noteEdge(state);
}

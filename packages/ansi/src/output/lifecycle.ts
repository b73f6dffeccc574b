// Beginning, changing size and ending: the moments at which rows change hands between the child and
// us. Between them the region stands and nothing of this is needed.
import {
  type CellPosition,
  type ChildState,
  effectiveReserve,
  type FilterGeometry,
} from './child-state.ts';
import { absolutePosition, regionSequence, returnSequence } from './placement.ts';
import { returnBlock } from './reserved-rows.ts';

/** Room on the last rows and the region around the child's, from wherever the cursor is. */
export function startSequence(state: ChildState, at: CellPosition | undefined): string {
  const { cursor, reserved } = state;
  const terminalRows = cursor.rows + reserved;
  if (at === undefined) {
    cursor.loseTrack();
    if (reserved === 0) return '';
    // Down and up again scrolls only where there is no room below. The slot is nobody's yet.
    return `${'\n'.repeat(reserved)}\x1b[${reserved}A\x1b7${regionSequence(state)}\x1b8`;
  }
  const row = Math.min(at.row, terminalRows - 1);
  cursor.placeAt(Math.min(row, cursor.rows - 1), Math.min(at.column, cursor.columns - 1));
  if (reserved === 0) return '';
  const text = scrollUp(terminalRows, row - cursor.row);
  return text + regionSequence(state) + returnSequence(state);
}

/** Scrolls the whole screen, so that lines enter the scrollback. Needs the region to be the screen. */
function scrollUp(terminalRows: number, lines: number): string {
  return lines <= 0 ? '' : absolutePosition(terminalRows - 1, 0) + '\n'.repeat(lines);
}

export type GeometryChange =
  | { readonly kind: 'settled'; readonly text: string }
  /** The terminal moved the cursor; where our old rows now begin, were it not for that. */
  | { readonly kind: 'unsettled'; readonly ghostTop: number };

/** Takes over a new geometry. The same terminal with another reserve needs no question. */
export function changeGeometry(
  state: ChildState,
  from: FilterGeometry,
  to: FilterGeometry,
): GeometryChange {
  const { cursor } = state;
  const sameTerminal = from.rows === to.rows && from.columns === to.columns;
  const reserved = effectiveReserve(to);
  if (sameTerminal && reserved === state.reserved) return { kind: 'settled', text: '' };
  if (reserved === 0 && state.reserved === 0) {
    resizeModel(state, to.rows, to.columns);
    cursor.loseTrack();
    return { kind: 'settled', text: '' };
  }
  const before = { rows: cursor.rows, block: returnBlock(state) };
  state.reserved = reserved;
  resizeModel(state, to.rows - reserved, to.columns);
  state.wiped();
  if (!sameTerminal || before.block !== undefined) {
    cursor.loseTrack();
    return { kind: 'unsettled', ghostTop: before.rows };
  }
  const text = moveBoundary(state, before.rows);
  return { kind: 'settled', text };
}

function resizeModel(state: ChildState, rows: number, columns: number): void {
  const { cursor } = state;
  cursor.rows = rows;
  cursor.columns = columns;
  for (const buffer of [cursor.main, cursor.alternate]) {
    buffer.top = 0;
    buffer.bottom = rows - 1;
    buffer.saved.scrolledSince = true;
  }
}

/** The terminal is the same, and the cursor known: rows change hands without anyone noticing. */
function moveBoundary(state: ChildState, oldRows: number): string {
  const { cursor, reserved } = state;
  const terminalRows = cursor.rows + reserved;
  const excess = cursor.row - (cursor.rows - 1);
  // Erasing in the default rendition; the child's comes back with the cursor.
  let text = `${state.cursor.charsets.neutralSequence()}\x1b[m`;
  if (cursor.origin) text += '\x1b[?6l';
  text += '\x1b[r';
  if (oldRows < terminalRows) text += `${absolutePosition(oldRows, 0)}\x1b[J`;
  if (excess > 0) {
    text += scrollUp(terminalRows, excess);
    cursor.row -= excess;
  }
  if (reserved > 0) text += `${absolutePosition(cursor.rows, 0)}\x1b[J`;
  text += regionSequence(state);
  if (cursor.origin) text += '\x1b[?6h';
  return text + cursor.charsets.sequence() + cursor.sgr.sequence() + returnSequence(state);
}

/**
 * The cursor is at `position` on the terminal. After a resize (`ghostTop` given) region and rows are
 * set up around it; otherwise only the model learns.
 */
export function settleSequence(
  state: ChildState,
  position: CellPosition,
  ghostTop: number | undefined,
): string {
  const { cursor, reserved } = state;
  const oldRow = cursor.row;
  const terminalRows = cursor.rows + reserved;
  const row = Math.min(Math.max(position.row, 0), terminalRows - 1);
  cursor.placeAt(Math.min(row, cursor.rows - 1), Math.min(position.column, cursor.columns - 1));
  if (position.column >= cursor.columns - 1) cursor.wrapCertain = false;
  if (ghostTop === undefined) return settleInPlace(state, row);
  if (position.column === cursor.columns - 1) cursor.wrapCertain = true; // resizing ends a pending wrap
  const moved = row - oldRow;
  let text = `${cursor.charsets.neutralSequence()}\x1b[m`;
  if (cursor.origin) text += '\x1b[?6l';
  text += '\x1b[r';
  text += scrollUp(terminalRows, row - cursor.row);
  const scrolled = row - cursor.row;
  const ghost = Math.max(cursor.row + 1, Math.min(ghostTop + moved - scrolled, cursor.rows));
  if (ghost < terminalRows) text += `${absolutePosition(ghost, 0)}\x1b[J`;
  text += regionSequence(state);
  if (cursor.origin) text += '\x1b[?6h';
  state.wiped();
  return text + cursor.charsets.sequence() + cursor.sgr.sequence() + returnSequence(state);
}

function settleInPlace(state: ChildState, row: number): string {
  const { cursor, reserved } = state;
  if (reserved === 0) return '';
  const strayed = row !== cursor.row;
  if (!state.regionDoubt && !strayed) return '';
  state.regionDoubt = false;
  if (strayed) state.wiped();
  const certain = cursor.wrapCertain;
  const text = regionSequence(state) + returnSequence(state);
  cursor.wrapCertain = certain || strayed;
  return text;
}

/** Everything of ours and of the child's that a terminal keeps, undone. */
export function finishSequence(state: ChildState): string {
  const { cursor, modes, reserved } = state;
  const terminalRows = cursor.rows + reserved;
  let text = modes.keyboardResetSequence(cursor.onAlternate);
  if (state.hyperlinkOpen) text += '\x1b]8;;\x1b\\';
  if (state.protectedText) text += '\x1b[0"q';
  text += modes.resetSequence();
  if (cursor.onAlternate) text += leaveAlternate(state);
  text += cursor.charsets.certain ? cursor.charsets.neutralSequence() : '\x0f\x1b(B';
  if (cursor.insert) text += '\x1b[4l';
  if (cursor.newLine) text += '\x1b[20l';
  if (!cursor.autowrap) text += '\x1b[?7h';
  if (cursor.reverseWrap) text += '\x1b[?45l';
  if (cursor.sideMargins) text += '\x1b[?69l';
  // The child is gone: its saved-cursor slot is free for coming back to an unknown place.
  const unknown = !cursor.rowCertain || cursor.slack > 0;
  if (unknown) text += '\x1b7';
  if (cursor.origin) text += '\x1b[?6l';
  if (reserved > 0 || cursor.buffer.top > 0 || cursor.buffer.bottom < cursor.rows - 1)
    text += '\x1b[r';
  text += '\x1b[m';
  if (reserved > 0) text += `${absolutePosition(terminalRows - reserved, 0)}\x1b[J`;
  const column = Math.min(cursor.column, cursor.columns - 1);
  text += unknown ? '\x1b8\x1b[m' : absolutePosition(cursor.row, column);
  const shown = cursor.visible && cursor.visibleCertain && !state.covered;
  return shown ? text : `${text}\x1b[?25h`;
}

function leaveAlternate(state: ChildState): string {
  const { cursor, modes } = state;
  cursor.buffer = cursor.main;
  cursor.restore();
  return `\x1b[?1049l${modes.keyboardResetSequence(false)}`;
}

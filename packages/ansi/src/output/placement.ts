// Sequences that put region and cursor back to where the model has them. They change nothing the
// child could notice, except where the state says that this is not possible.
import type { ChildState } from './child-state.ts';

/** `CSI row;column H` from positions counted from 0 on the whole screen. */
export function absolutePosition(row: number, column: number): string {
  return `\x1b[${row + 1};${column + 1}H`;
}

/** Sets the region as the model has it. Leaves the cursor at the region's home. */
export function regionSequence(state: ChildState): string {
  const { buffer, rows } = state.cursor;
  if (state.reserved === 0 && buffer.top === 0 && buffer.bottom === rows - 1) return '\x1b[r';
  return `\x1b[${buffer.top + 1};${buffer.bottom + 1}r`;
}

/** Moves to a column of the model's row, with origin mode as the model has it. */
export function cursorSequence(state: ChildState, column: number): string {
  const { cursor } = state;
  const row = cursor.origin ? cursor.row - cursor.buffer.top : cursor.row;
  return absolutePosition(Math.max(row, 0), Math.min(column, cursor.columns - 1));
}

/**
 * Moves to where the model has the cursor, with its pending wrap. Rendition must be the child's, and
 * so it is afterwards. Where a pending wrap can't be made again the model says that it is lost.
 */
export function returnSequence(state: ChildState): string {
  const { cursor, printed } = state;
  if (!cursor.positionCertain || cursor.outsideOrigin) state.guesses += 1;
  if (!cursor.pendingWrap) return cursorSequence(state, cursor.column);
  if (!printed.edgeRepeatable || !cursor.charsets.isPlain || state.hyperlinkOpen) {
    if (cursor.positionCertain) state.guesses += 1;
    cursor.column = cursor.columns - 1;
    cursor.wrapCertain = false;
    return cursorSequence(state, cursor.column);
  }
  const start = cursorSequence(state, cursor.columns - printed.width);
  const [off, on] = cursor.insert ? ['\x1b[4l', '\x1b[4h'] : ['', ''];
  // The rendition afterwards also ends what a combining mark or a repeat could act on.
  return start + off + printed.edgeSgr.sequence() + printed.text + cursor.sgr.sequence() + on;
}

/**
 * As {@link returnSequence} on a screen that was just cleared: a pending wrap is made by a space in
 * the background colour the clearing left.
 */
export function returnToBlank(state: ChildState): string {
  const { cursor } = state;
  if (
    state.hyperlinkOpen ||
    !cursor.pendingWrap ||
    !cursor.positionCertain ||
    !cursor.sgr.certain ||
    !cursor.charsets.isPlain
  ) {
    return returnSequence(state);
  }
  const start = cursorSequence(state, cursor.columns - 1);
  const [off, on] = cursor.insert ? ['\x1b[4l', '\x1b[4h'] : ['', ''];
  state.printed.note(0x20, 1, true);
  state.printed.noteEdge(cursor, 'linked');
  return `${start}${off}${cursor.sgr.backgroundSequence()} ${cursor.sgr.sequence()}${on}`;
}

/** DECRC and its like; a slot saved on a taller screen may lie in our rows. */
export function restoreCursor(state: ChildState): void {
  const { cursor } = state;
  const below = state.reserved > 0 && cursor.buffer.saved.row >= cursor.rows;
  if (state.reserved > 0 && cursor.buffer.saved.scrollbackErased) {
    state.guesses += 1;
    state.wiped();
  }
  cursor.restore();
  if (below) state.after = returnSequence(state);
}

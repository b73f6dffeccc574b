// Writing on our rows, between two sequences of the child: goes there, writes, and comes back with
// everything as it was. Whether this is a safe moment is asked here too.
import type { ChildState } from './child-state.ts';
import { absolutePosition, cursorSequence, returnSequence } from './placement.ts';

/** Why nothing can be painted just now. */
export type PaintBlock =
  /** Nothing is reserved: there is no row to paint on. */
  | 'no-rows'
  /** The child is inside a synchronised update. */
  | 'synchronized-update'
  /** The terminal is inside a string or a sequence that was passed on unfinished. */
  | 'unfinished-sequence'
  /** Where the cursor is can't be told for every terminal; `positionQuery` would tell. */
  | 'position'
  /** Rendition or character sets can't be told for every terminal. */
  | 'rendition'
  /** The child's text is being linked, protected or shifted for one character. */
  | 'text-state'
  /** The cursor stands past the last column behind a character that can't be printed again. */
  | 'pending-wrap';

/** DECAWM: past the last column the next character goes to the next row, or stays. */
export const WRAP = '\x1b[?7h';
export const NO_WRAP = '\x1b[?7l';

const decoder = new TextDecoder();

/** What of the child's state keeps us from coming back unnoticed; undefined when nothing does. */
export function returnBlock(state: ChildState): Exclude<PaintBlock, 'no-rows'> | undefined {
  const { cursor, printed } = state;
  if (!cursor.positionCertain || cursor.outsideOrigin || state.regionDoubt) return 'position';
  if (!cursor.sgr.certain || !cursor.charsets.certain) return 'rendition';
  if (state.hyperlinkOpen || state.protectedText || state.singleShift) return 'text-state';
  // A combining mark may still follow, and what it is to join can't be said again in insert mode.
  if (cursor.insert && printed.just) return 'text-state';
  const edge = printed.repeatable || (printed.edgeRepeatable && cursor.charsets.isPlain);
  if (cursor.pendingWrap && !edge) return 'pending-wrap';
  return undefined;
}

/** Fills our rows; missing contents leave a row empty. Only where {@link returnBlock} has no reason. */
export function paintSequence(state: ChildState, contents: readonly Uint8Array[]): string {
  let text = '';
  for (let index = 0; index < state.reserved; index += 1) {
    const content = contents[index];
    text += `${absolutePosition(state.cursor.rows + index, 0)}\x1b[m\x1b[2K`;
    if (content !== undefined) text += decoder.decode(content);
  }
  return visitSequence(state, text, state.covered ? 'covered' : 'as-it-was');
}

/**
 * Writes `text`, which moves absolutely, in a terminal without wrapping, insert and origin mode, and
 * comes back. `covered` leaves the cursor hidden and at rest; what else the child can't see of it is
 * made good when it is `as-it-was` again.
 */
export function visitSequence(
  state: ChildState,
  text: string,
  leaves: 'covered' | 'as-it-was',
): string {
  const { cursor } = state;
  const hides = cursor.visible && cursor.visibleCertain;
  const before =
    (hides && !state.covered ? '\x1b[?25l' : '') +
    cursor.charsets.neutralSequence() +
    (cursor.insert ? '\x1b[4l' : '') +
    (cursor.origin ? '\x1b[?6l' : '') +
    (cursor.autowrap ? NO_WRAP : '');
  state.covered = leaves === 'covered';
  const after =
    (cursor.autowrap ? WRAP : '') +
    (cursor.origin ? '\x1b[?6h' : '') +
    (hides && !state.covered ? '\x1b[?25h' : '');
  return before + text + after + (state.covered ? rest(state) : comeBack(state));
}

/** The child's place and modes, but for what only its next byte could tell. */
function rest(state: ChildState): string {
  const { cursor } = state;
  const modes = (cursor.insert ? '\x1b[4h' : '') + cursor.charsets.sequence();
  return modes + cursor.sgr.sequence() + cursorSequence(state, cursor.column);
}

function comeBack(state: ChildState): string {
  const { cursor, printed } = state;
  const insert = cursor.insert ? '\x1b[4h' : '';
  const charsets = cursor.charsets.sequence();
  const sgr = cursor.sgr.sequence();
  if (printed.repeatable) {
    // Printed again, the last character is there for a combining mark or a repeat to act on.
    return charsets + cursorSequence(state, cursor.column - printed.width) + sgr + printed.text;
  }
  printed.just = false;
  // returnSequence switches insert mode off and on around a character it prints.
  return insert + charsets + sgr + returnSequence(state);
}

/** Empties our rows where that can be done unnoticed, and says nothing where it can't. */
export function eraseReservedSequence(state: ChildState): string {
  return state.reserved > 0 && returnBlock(state) === undefined ? paintSequence(state, []) : '';
}

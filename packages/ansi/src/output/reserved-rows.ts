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

const decoder = new TextDecoder();

/** What of the child's state keeps us from coming back unnoticed; undefined when nothing does. */
export function returnBlock(state: ChildState): PaintBlock | undefined {
  const { cursor, printed } = state;
  if (state.reserved === 0) return 'no-rows';
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
  const { cursor } = state;
  const hides = cursor.visible && cursor.visibleCertain;
  let text = hides ? '\x1b[?25l' : '';
  text += cursor.charsets.neutralSequence();
  if (cursor.insert) text += '\x1b[4l';
  if (cursor.origin) text += '\x1b[?6l';
  if (cursor.autowrap) text += '\x1b[?7l';
  for (let index = 0; index < state.reserved; index += 1) {
    const content = contents[index];
    text += `${absolutePosition(cursor.rows + index, 0)}\x1b[m\x1b[2K`;
    if (content !== undefined) text += decoder.decode(content);
  }
  if (cursor.autowrap) text += '\x1b[?7h';
  if (cursor.origin) text += '\x1b[?6h';
  if (hides) text += '\x1b[?25h';
  return text + comeBack(state);
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
  return returnBlock(state) === undefined ? paintSequence(state, []) : '';
}

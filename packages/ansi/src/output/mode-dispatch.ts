// What setting and resetting modes does: where the cursor goes, which buffer is shown, and what has
// to follow a mode that resets the scroll region.
import type { ChildState } from './child-state.ts';
import type { CsiSequence } from './csi-sequence.ts';
import { focusAfter } from './focus-reports.ts';
import { regionSequence, restoreCursor, returnSequence, returnToBlank } from './placement.ts';
import { eraseReservedSequence } from './reserved-rows.ts';

const SET = 0x68;
const INSERT = 4;
const NEW_LINE = 20;

/** `CSI … h` and `CSI … l`. */
export function applyAnsiMode(state: ChildState, csi: CsiSequence): void {
  const on = csi.final === SET;
  for (let index = 0; index < csi.count; index += 1) {
    const mode = csi.parameters[index];
    if (mode === INSERT) state.cursor.insert = on;
    else if (mode === NEW_LINE) state.cursor.newLine = on;
  }
}

/** `CSI ? … h` and `CSI ? … l`. */
export function applyPrivateMode(state: ChildState, csi: CsiSequence): void {
  const on = csi.final === SET;
  const wasAlternate = state.cursor.onAlternate;
  let restoredBlindly = false;
  for (let index = 0; index < csi.count; index += 1) {
    const mode = csi.parameters[index] ?? 0;
    if (isScreenMode(mode)) {
      if (on && !state.cursor.onAlternate) state.before += eraseReservedSequence(state);
      switchScreen(state, mode, on);
      if (mode === 1049 && !on) restoredBlindly = !state.cursor.positionCertain;
    } else {
      applyOne(state, mode, on);
    }
  }
  if (state.cursor.onAlternate !== wasAlternate) followSwitch(state, on, restoredBlindly);
  if (!on) focusAfter(state, csi);
}

function isScreenMode(mode: number): boolean {
  return mode === 1049 || mode === 1047 || mode === 47;
}

function applyOne(state: ChildState, mode: number, on: boolean): void {
  const { cursor, modes } = state;
  switch (mode) {
    case 2:
      cursor.charsets.reset();
      if (!on) cursor.loseTrack(); // VT52: a language of its own, until it is left again.
      return;
    case 3:
      // Where DECCOLM is allowed it clears, homes and resets the region; elsewhere it does nothing.
      cursor.loseTrack();
      state.regionDoubt = true;
      state.wiped();
      return;
    case 6:
      cursor.origin = on;
      cursor.moveTo(0, 0);
      return;
    case 7:
      if (cursor.autowrap !== on && cursor.pendingWrap) cursor.wrapCertain = false;
      cursor.autowrap = on;
      return;
    case 25:
      cursor.visible = on;
      cursor.visibleCertain = true;
      return;
    case 45:
      cursor.reverseWrap = on;
      return;
    case 69:
      if (cursor.sideMargins && !on) cursor.loseTrack();
      cursor.sideMargins = on;
      return;
    case 1048:
      if (on) cursor.save();
      else restoreCursor(state);
      return;
    default:
      modes.change(mode, on);
  }
}

function switchScreen(state: ChildState, mode: number, on: boolean): void {
  const { cursor } = state;
  if (on) {
    if (mode === 1049) cursor.save();
    if (!cursor.onAlternate) cursor.buffer = cursor.alternate;
    return;
  }
  if (cursor.onAlternate) {
    cursor.alternate.top = 0;
    cursor.alternate.bottom = cursor.rows - 1;
    cursor.buffer = cursor.main;
  }
  if (mode === 1049) restoreCursor(state);
}

/** The screen shown has changed: its region is anyone's guess, and our rows are not on it. */
function followSwitch(state: ChildState, on: boolean, restoredBlindly: boolean): void {
  state.wiped();
  // What was drawn is gone with the other screen.
  if (!on) state.draws = false;
  // What was printed last stands on the other screen.
  if (!on || state.reserved === 0) state.printed.spoil();
  if (state.reserved === 0) return;
  // After 1049 the child's own slot holds the cursor it asked for, even where we don't know it.
  const back = on ? returnToBlank(state) : restoredBlindly ? '\x1b8' : returnSequence(state);
  state.after += regionSequence(state) + back;
}

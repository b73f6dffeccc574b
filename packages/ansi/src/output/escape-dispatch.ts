// What control characters and escape sequences without parameters do.
import type { ChildState } from './child-state.ts';
import { endPendingWrap } from './csi-dispatch.ts';
import { focusAfterReset } from './focus-reports.ts';
import { noteDrawing, noteLine } from './line-insertion.ts';
import { regionSequence, restoreCursor, returnSequence } from './placement.ts';

const DESIGNATORS: readonly number[] = [0x28, 0x29, 0x2a, 0x2b];
const DESIGNATORS_96: readonly number[] = [0x2d, 0x2e, 0x2f];

/** A C0 control. Sets `replacement` where it must not reach the terminal as it is. */
export function applyControl(state: ChildState, byte: number): void {
  const { cursor } = state;
  switch (byte) {
    case 0x0a:
    case 0x0b:
    case 0x0c:
      state.guardBlindly();
      if (state.atUnguardedEnd) state.replacement = cursor.newLine ? '\r' : endPendingWrap(state);
      cursor.lineFeed();
      noteLine(state);
      return;
    case 0x0d:
      cursor.carriageReturn();
      return;
    case 0x08:
      cursor.backspace();
      return;
    case 0x09:
      cursor.tab();
      return;
    case 0x0e:
      cursor.charsets.shift(1);
      return;
    case 0x0f:
      cursor.charsets.shift(0);
      return;
    case 0x1a:
      cursor.addSlack(1); // Some terminals print a mark for SUB.
      return;
    default:
  }
}

/** An escape sequence that is no control sequence and no string. */
export function applyEscape(state: ChildState, intermediates: number, final: number): void {
  if (intermediates === 0) applyPlainEscape(state, final);
  else applyIntermediateEscape(state, intermediates, final);
}

function applyPlainEscape(state: ChildState, final: number): void {
  const { cursor } = state;
  switch (final) {
    case 0x37: // 7
      cursor.save();
      return;
    case 0x38: // 8
      noteDrawing(state, 0x75);
      restoreCursor(state);
      return;
    case 0x44: // D
      state.guardBlindly();
      if (state.atUnguardedEnd) state.replacement = endPendingWrap(state);
      cursor.index();
      return;
    case 0x45: // E
      state.guardBlindly();
      if (state.atUnguardedEnd) state.replacement = '\r';
      cursor.carriageReturn();
      cursor.index();
      return;
    case 0x4d: // M
      noteDrawing(state, 0x4d);
      cursor.reverseIndex();
      return;
    case 0x63: // c
      fullReset(state);
      return;
    case 0x48: // H
      cursor.customTabs = true;
      return;
    default:
      applyRareEscape(state, final);
  }
}

function applyRareEscape(state: ChildState, final: number): void {
  const { cursor, modes } = state;
  if (final === 0x3d) modes.applicationKeypad = true;
  else if (final === 0x3e) modes.applicationKeypad = false;
  else if (final === 0x4e || final === 0x4f) state.singleShift = true;
  else if (final === 0x56) state.protectedText = true;
  else if (final === 0x57) state.protectedText = false;
  else if (final === 0x6e || final === 0x7d) shift(state, 2, final === 0x7d);
  else if (final === 0x6f || final === 0x7c) shift(state, 3, final === 0x7c);
  else if (final === 0x7e) shift(state, 1, true);
  // DECBI, DECFI, the titles of screen and the memory lock of HP: moves in some terminals only.
  else if (final === 0x36 || final === 0x39 || final === 0x6b) cursor.loseTrack();
  else if (final === 0x6c || final === 0x6d) cursor.loseTrack();
}

/** Locking shifts; those into GR are taken for shifts into GL by one emulator. */
function shift(state: ChildState, slot: number, right: boolean): void {
  state.cursor.charsets.shift(slot);
  if (right) state.cursor.charsets.certain = false;
}

function applyIntermediateEscape(state: ChildState, intermediates: number, final: number): void {
  const { cursor } = state;
  const slot = DESIGNATORS.indexOf(intermediates);
  if (slot >= 0) {
    cursor.charsets.designate(slot, String.fromCharCode(final));
  } else if (DESIGNATORS_96.includes(intermediates) || intermediates > 0xff) {
    cursor.charsets.certain = false;
  } else if (intermediates === 0x23 && final === 0x38) {
    alignmentPattern(state);
  } else if (intermediates === 0x23) {
    cursor.loseTrack(); // Lines of double width or height hold fewer columns.
  } else if (intermediates === 0x25) {
    cursor.charsets.designate(0, 'B');
    cursor.charsets.shift(0);
    if (final !== 0x47) cursor.loseTrack(); // Not UTF-8 any more in some terminals.
  }
}

/** RIS. */
function fullReset(state: ChildState): void {
  state.cursor.reset();
  state.modes.reset();
  state.hyperlinkOpen = false;
  state.protectedText = false;
  state.singleShift = false;
  state.regionDoubt = false;
  state.wiped();
  if (state.reserved > 0) state.after = regionSequence(state);
  focusAfterReset(state);
}

/** DECALN. */
function alignmentPattern(state: ChildState): void {
  state.cursor.moveTo(0, 0);
  state.wiped();
  if (state.reserved > 0) state.after = regionSequence(state) + returnSequence(state);
}

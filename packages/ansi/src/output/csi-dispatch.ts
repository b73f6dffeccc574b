// What each control sequence does to the terminal, and what becomes of it on its way there. Modes
// (`h`, `l`) and sizes are in files of their own.
import type { ChildState } from './child-state.ts';
import type { CsiSequence } from './csi-sequence.ts';
import { focusAfter } from './focus-reports.ts';
import { noteDrawing } from './line-insertion.ts';
import { applyAnsiMode, applyPrivateMode } from './mode-dispatch.ts';
import { regionSequence, restoreCursor, returnSequence } from './placement.ts';
import { rewriteRectangle } from './rectangles.ts';
import { eraseReservedSequence } from './reserved-rows.ts';

const QUESTION = 0x3f;
const GREATER = 0x3e;
const DOLLAR = 0x24;
const BANG = 0x21;
const QUOTE = 0x22;
const SPACE = 0x20;
const APOSTROPHE = 0x27;
const STAR = 0x2a;
const CNL = 0x45;
const VPR = 0x65;

/** Repeats beyond this cover any screen many times over; how often exactly no longer shows. */
const MAX_REPEAT = 0xffff;
/** XTWINOPS parameters from here on are a number of lines (DECSLPP). */
const FIRST_LINE_COUNT = 24;
const WINDOW_SIZE_QUERIES = [14, 16, 18, 19];

/** Applies a sequence; `introducer` is how it began, for those that are written anew. */
export function applyCsi(state: ChildState, csi: CsiSequence, introducer: string): void {
  if (csi.ignored) return;
  if (csi.intermediates === 0) noteDrawing(state, csi.final);
  if (csi.intermediates !== 0) applyWithIntermediates(state, csi, introducer);
  else if (csi.prefix === 0) applyPlain(state, csi, introducer);
  else applyPrefixed(state, csi);
}

function applyPlain(state: ChildState, csi: CsiSequence, introducer: string): void {
  const { cursor } = state;
  switch (csi.final) {
    case 0x6d: // m
      cursor.sgr.apply(csi);
      return;
    case 0x48: // H
    case 0x66: // f
      moveAbsolutely(state, csi, introducer);
      return;
    case 0x64: // d
      clampRow(state, csi, introducer);
      cursor.moveToRow(csi.parameter(0, 1) - 1);
      return;
    case 0x47: // G
    case 0x60: // `
      cursor.moveToColumn(csi.parameter(0, 1) - 1);
      return;
    case 0x43: // C
    case 0x61: // a
      cursor.moveColumns(csi.parameter(0, 1));
      return;
    case 0x44: // D
      cursor.moveColumns(-csi.parameter(0, 1));
      return;
    case 0x41: // A
      cursor.moveRows(-csi.parameter(0, 1));
      return;
    case 0x42: // B
    case CNL:
    case VPR:
      moveDown(state, csi, introducer);
      return;
    case 0x46: // F
      cursor.moveRows(-csi.parameter(0, 1));
      cursor.carriageReturn();
      return;
    default:
      applyEditing(state, csi, introducer);
  }
}

function applyEditing(state: ChildState, csi: CsiSequence, introducer: string): void {
  const { cursor } = state;
  switch (csi.final) {
    case 0x4a: // J
      eraseDisplay(state, csi);
      return;
    case 0x4b: // K
    case 0x53: // S
    case 0x54: // T
      doubtEdge(state);
      return;
    case 0x40: // @
    case 0x50: // P
    case 0x58: // X
      cursor.restrict();
      return;
    case 0x4c: // L
    case 0x4d: // M
      cursor.restrict();
      editLines(state);
      return;
    case 0x49: // I
      cursor.tabForward(csi.parameter(0, 1));
      return;
    case 0x5a: // Z
      cursor.tabBackward(csi.parameter(0, 1));
      return;
    case 0x67: // g
      cursor.customTabs = true;
      return;
    case 0x62: // b
      repeatLast(state, csi);
      return;
    case 0x6a: // j
    case 0x6b: // k
      cursor.loseTrack();
      return;
    default:
      applySettings(state, csi, introducer);
  }
}

function applySettings(state: ChildState, csi: CsiSequence, introducer: string): void {
  const { cursor } = state;
  switch (csi.final) {
    case 0x72: // r
      setRegion(state, csi, introducer);
      return;
    case 0x73: // s
      cursor.save();
      if (csi.count > 1 || csi.parameters[0] !== 0) cursor.buffer.saved.certain = false;
      if (cursor.sideMargins) cursor.loseTrack();
      return;
    case 0x75: // u
      restoreCursor(state);
      return;
    case 0x68: // h
    case 0x6c: // l
      applyAnsiMode(state, csi);
      return;
    case 0x6e: // n
      if (csi.parameter(0, 0) === 6) state.ledger?.noteChild('cursor-position');
      return;
    case 0x74: // t
      changeWindow(state, csi, introducer);
      return;
    case 0x57: // W
      cursor.customTabs = true;
      return;
    default:
  }
}

function applyPrefixed(state: ChildState, csi: CsiSequence): void {
  const { cursor, modes } = state;
  if (csi.final === 0x75) {
    modes.changeKeyboard(csi, cursor.onAlternate);
  } else if (csi.prefix === QUESTION) {
    if (csi.final === 0x68 || csi.final === 0x6c) applyPrivateMode(state, csi);
    else if (csi.final === 0x4a) eraseDisplay(state, csi);
    else if (csi.final === 0x4b) doubtEdge(state);
    else if (csi.final === 0x57) cursor.customTabs = true;
    else if (csi.final === 0x72) {
      restoreModes(state);
      focusAfter(state, csi);
    } else if (csi.final === 0x6e && csi.parameter(0, 0) === 6) {
      state.ledger?.noteChild('extended-cursor-position');
    }
  } else if (csi.prefix === GREATER && csi.final === 0x6d && csi.parameter(0, 0) === 4) {
    modes.modifyOtherKeys = csi.parameter(1, 0);
  } else if (csi.prefix === GREATER && csi.final === 0x6e && csi.parameter(0, 0) === 4) {
    modes.modifyOtherKeys = 0;
  }
}

function applyWithIntermediates(state: ChildState, csi: CsiSequence, introducer: string): void {
  const { cursor } = state;
  if (csi.prefix !== 0) return;
  if (csi.intermediates === BANG && csi.final === 0x70) {
    softReset(state);
  } else if (csi.intermediates === QUOTE && csi.final === 0x71) {
    state.protectedText = csi.parameter(0, 0) === 1;
  } else if (csi.intermediates === QUOTE && csi.final === 0x70) {
    cursor.loseTrack();
    state.regionDoubt = true;
  } else if (isColumnEdit(csi)) {
    doubtEdge(state);
  } else if (csi.intermediates === SPACE && csi.final === 0x71) {
    state.modes.cursorStyleChanged = csi.parameter(0, 0) !== 0;
  } else if (csi.intermediates === STAR && csi.final === 0x7c) {
    growLineCount(state, csi, introducer, 0);
  } else if (csi.intermediates === DOLLAR || csi.intermediates === STAR) {
    doubtEdge(state);
    rewriteRectangle(state, csi, introducer);
  }
}

/** SL and SR, DECIC and DECDC. */
function isColumnEdit({ intermediates, final }: CsiSequence): boolean {
  if (intermediates === SPACE) return final === 0x40 || final === 0x41;
  return intermediates === APOSTROPHE && (final === 0x7d || final === 0x7e);
}

/** What stands before a pending wrap may not be what was printed there: it is not printed again. */
function doubtEdge({ cursor }: ChildState): void {
  if (cursor.pendingWrap) cursor.wrapCertain = false;
}

/** CUP and HVP. */
function moveAbsolutely(state: ChildState, csi: CsiSequence, introducer: string): void {
  const { cursor } = state;
  if (state.regionDoubt) {
    state.before = regionSequence(state);
    state.regionDoubt = false;
  }
  clampRow(state, csi, introducer);
  cursor.moveTo(csi.parameter(0, 1) - 1, csi.parameter(1, 1) - 1);
  if (csi.subCount > 0) cursor.loseTrack();
}

function clampRow(state: ChildState, csi: CsiSequence, introducer: string): void {
  const { rows } = state.cursor;
  if (state.reserved === 0 || csi.parameter(0, 1) <= rows) return;
  csi.parameters[0] = rows;
  state.replacement = csi.text(introducer);
}

/** CUD, CNL and VPR; the last knows no region, and below the region nothing stops the others. */
function moveDown(state: ChildState, csi: CsiSequence, introducer: string): void {
  const { cursor } = state;
  const wanted = csi.parameter(0, 1);
  const free = csi.final === VPR;
  state.guardBlindly();
  if (state.reserved > 0 && (free || state.belowRegion)) stopAtLastRow(state, csi, introducer);
  if (free) cursor.moveRowsFreely(wanted);
  else cursor.moveRows(wanted);
  if (csi.final === CNL) cursor.carriageReturn();
}

function stopAtLastRow(state: ChildState, csi: CsiSequence, introducer: string): void {
  const { cursor } = state;
  const wanted = csi.parameter(0, 1);
  const room = cursor.rows - 1 - cursor.row;
  if (wanted <= room && cursor.rowCertain) return;
  csi.parameters[0] = wanted;
  csi.count = 1;
  if (csi.final === VPR && cursor.buffer.bottom === cursor.rows - 1) {
    // The region ends where the screen does: CUD goes as far, and stops there by itself.
    state.replacement = `${introducer}${wanted}B`;
  } else if (room > 0) {
    csi.parameters[0] = Math.min(wanted, room);
    state.replacement = csi.text(introducer);
  } else {
    state.replacement = csi.final === CNL ? '\r' : endPendingWrap(state);
  }
}

/** What a move that does not move leaves: the cursor on the last column instead of past it. */
export function endPendingWrap(state: ChildState): string {
  return state.cursor.pendingWrap ? `\x1b[${state.cursor.columns}G` : '';
}

function eraseDisplay(state: ChildState, csi: CsiSequence): void {
  const { cursor } = state;
  if (cursor.pendingWrap) cursor.wrapCertain = false;
  cursor.restrictRow();
  const what = csi.parameter(0, 0);
  if (what === 0 || what === 2) state.wiped();
  if (what === 2 && csi.prefix === 0 && !cursor.onAlternate) {
    state.before = eraseReservedSequence(state);
  }
  // One emulator counts the saved row from the first line of its scrollback.
  if (what === 3) cursor.buffer.saved.scrollbackErased = true;
}

/** IL and DL; not all terminals return to the first column. */
function editLines(state: ChildState): void {
  const { cursor } = state;
  const inside = cursor.row >= cursor.buffer.top && cursor.row <= cursor.buffer.bottom;
  const moved = cursor.column !== 0;
  if (inside) cursor.column = 0;
  if (moved || !cursor.rowCertain) cursor.slack = cursor.columns;
}

function repeatLast(state: ChildState, csi: CsiSequence): void {
  const { cursor, printed } = state;
  const count = Math.min(csi.parameter(0, 1), MAX_REPEAT);
  if (!printed.just || printed.hasMarks || printed.width === 0) {
    cursor.loseTrack();
    return;
  }
  state.guardBlindly();
  if (state.belowRegion) {
    repeatBelowRegion(state, count);
    return;
  }
  if (printed.width === 1) cursor.printNarrow(count);
  else for (let index = 0; index < count; index += 1) cursor.printWide();
  if (cursor.pendingWrap) printed.noteEdge(cursor, state.hyperlinkOpen ? 'linked' : 'plain');
}

/** Below the region a repeat would run on into our rows: it is spelled out, row by row. */
function repeatBelowRegion(state: ChildState, count: number): void {
  const { cursor, printed } = state;
  let text = '';
  for (let index = 0; index < count; index += 1) {
    if (cursor.column + printed.width > cursor.columns && state.atUnguardedEnd) {
      if (cursor.autowrap) {
        text += '\r';
        cursor.column = 0;
      }
    }
    text += printed.text;
    if (printed.width === 1) cursor.printNarrow(1);
    else cursor.printWide();
  }
  state.replacement = text;
  if (cursor.pendingWrap) printed.noteEdge(cursor, state.hyperlinkOpen ? 'linked' : 'plain');
}

/** DECSTBM. */
function setRegion(state: ChildState, csi: CsiSequence, introducer: string): void {
  const { cursor } = state;
  const top = csi.parameter(0, 1);
  const given = csi.parameter(1, 0);
  const bottom = given === 0 || given > cursor.rows ? cursor.rows : given;
  if (state.reserved > 0 && bottom !== given) state.replacement = `${introducer}${top};${bottom}r`;
  if (bottom > top) {
    cursor.buffer.top = top - 1;
    cursor.buffer.bottom = bottom - 1;
    state.regionDoubt = false;
    cursor.moveTo(0, 0);
  }
  if (csi.subCount > 0) cursor.loseTrack();
}

function softReset(state: ChildState): void {
  const { cursor } = state;
  cursor.softReset();
  state.protectedText = false;
  if (state.reserved > 0) state.after = regionSequence(state) + returnSequence(state);
}

/** XTRESTORE: whatever the child saved of modes, which is not kept here. */
function restoreModes(state: ChildState): void {
  state.cursor.loseTrack();
  state.regionDoubt = true;
  state.wiped();
}

/** XTWINOPS: asked-for heights are the child's, and the terminal is taller. */
function changeWindow(state: ChildState, csi: CsiSequence, introducer: string): void {
  const what = csi.parameter(0, 0);
  if (what === 8) growLineCount(state, csi, introducer, 1);
  else if (what >= FIRST_LINE_COUNT) growLineCount(state, csi, introducer, 0);
  else if (WINDOW_SIZE_QUERIES.includes(what)) state.ledger?.noteChild('text-area-size');
}

function growLineCount(
  state: ChildState,
  csi: CsiSequence,
  introducer: string,
  index: number,
): void {
  const lines = csi.parameter(index, 0);
  if (state.reserved === 0 || lines === 0) return;
  csi.parameters[index] = lines + state.reserved;
  state.replacement = csi.text(introducer);
}

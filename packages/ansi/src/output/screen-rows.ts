// Whole rows of a screen as rendition and text: cut apart as the wire joins them, and measured for who
// draws them. Where they are drawn is `covering.ts`'s.
import { WIDTH_CLASSES, widthClass } from '../width/cell-width.ts';
import type { AmbiguousWidth } from './child-state.ts';

/** One row to draw: SGR and text from default to default rendition, at most as wide as the screen. */
export interface ScreenRow {
  /** Counted from 0. */
  readonly row: number;
  readonly bytes: Uint8Array;
  /** The line goes on in the next row, as after a wrap. */
  readonly goesOn?: true;
}

const LINE_FEED = 0x0a;
const VERTICAL_TAB = 0x0b;

/**
 * Rows from the first on, as they are sent joined: by LF, or by VT where the line goes on. The
 * contents are views of `joined`.
 */
export function splitScreenRows(joined: Uint8Array): ScreenRow[] {
  const rows: ScreenRow[] = [];
  let start = 0;
  for (let at = 0; at <= joined.length; at += 1) {
    const byte = joined[at];
    if (byte !== undefined && byte !== LINE_FEED && byte !== VERTICAL_TAB) continue;
    const row = { row: rows.length, bytes: joined.subarray(start, at) };
    rows.push(byte === VERTICAL_TAB ? { ...row, goesOn: true } : row);
    start = at + 1;
  }
  return rows;
}

/** A row's text and what can be told of its width. */
export interface MeasuredRow {
  /** Without the blanks at its end that an erased cell would equal. */
  readonly trimmed: string;
  /** Everything. */
  readonly text: string;
  /** Cells of everything, where all terminals agree on them; undefined otherwise. */
  readonly cells: number | undefined;
}

const CONTROL_SEQUENCE = /\x1b\[([0-9;:]*)m/g;
const DEFAULT_RENDITION = /^0*$/;

/** Reads a row: what of it is text, how wide, and where its plain blanks at the end begin. */
export function measureRow(bytes: Uint8Array, ambiguousWidth: AmbiguousWidth): MeasuredRow {
  const text = new TextDecoder().decode(bytes);
  let cells: number | undefined = 0;
  let kept = 0;
  let plain = true;
  let from = 0;
  for (const { index, 0: whole, 1: codes = '' } of [...text.matchAll(CONTROL_SEQUENCE), END]) {
    const run = text.slice(from, index);
    const shown = plain ? run.trimEnd().length : run.length;
    if (shown > 0) kept = from + shown;
    if (cells !== undefined) cells = addedCells(cells, run, ambiguousWidth);
    plain = DEFAULT_RENDITION.test(codes);
    from = (index ?? text.length) + whole.length;
  }
  return { trimmed: text.slice(0, kept), text, cells };
}

/** Stands for what follows the last sequence. */
const END: { readonly index?: number; readonly 0: string; readonly 1?: string } = { 0: '' };

function addedCells(before: number, run: string, ambiguous: AmbiguousWidth): number | undefined {
  let cells = before;
  for (const character of run) {
    const kind = widthClass(character.codePointAt(0) ?? 0);
    if (kind === WIDTH_CLASSES.narrow) cells += 1;
    else if (kind === WIDTH_CLASSES.wide) cells += 2;
    else if (kind === WIDTH_CLASSES.ambiguous && ambiguous !== 'unknown')
      cells += ambiguous === 'wide' ? 2 : 1;
    else if (kind !== WIDTH_CLASSES.zero) return undefined;
  }
  return cells;
}

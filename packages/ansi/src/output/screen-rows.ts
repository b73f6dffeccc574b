// Whole rows of a screen as rendition and text: cut apart as the wire joins them, and measured for who
// draws them. Where they are drawn is `covering.ts`'s.
import { WIDTH_CLASSES, widthClass } from '../width/cell-width.ts';
import type { AmbiguousWidth } from './child-state.ts';

/**
 * One row to draw on blank cells: SGR, links and text from default to default rendition, at most as wide
 * as the screen; CUF over cells that stay blank, ECH for those of a colour.
 */
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

/** Control sequences, and OSC strings, of which links are one. */
const SEQUENCE = /\x1b\[([0-9;:]*)(["'$ ]?[@-~])|\x1b\]([^\x07\x1b]*)(?:\x07|\x1b\\)/g;
const DEFAULT_RENDITION = /^0*$/;
const LINK = /^8;[^;]*;(.*)$/;

/** Reads a row: what of it is text, how wide, and where its plain blanks at the end begin. */
export function measureRow(bytes: Uint8Array, ambiguousWidth: AmbiguousWidth): MeasuredRow {
  const text = new TextDecoder().decode(bytes);
  let cells: number | undefined = 0;
  let kept = 0;
  let plain = true;
  let linked = false;
  let from = 0;
  const take = (run: string): void => {
    const shown = plain && !linked ? run.trimEnd().length : run.length;
    if (shown > 0) kept = from + shown;
    if (cells !== undefined) cells = addedCells(cells, run, ambiguousWidth);
  };
  for (const { index, 0: whole, 1: parameters = '', 2: final, 3: payload } of text.matchAll(
    SEQUENCE,
  )) {
    take(text.slice(from, index));
    from = index + whole.length;
    if (final === 'm') plain = DEFAULT_RENDITION.test(parameters);
    else if (final === 'C' && cells !== undefined) cells += Number(parameters || 1);
    // Whatever else it does must be done, and a link be ended, wherever the text ends.
    else if (final !== 'C') kept = from;
    const uri = payload === undefined ? undefined : LINK.exec(payload)?.[1];
    if (uri !== undefined) linked = uri !== '';
  }
  take(text.slice(from));
  // A last cell that is only moved over wraps nothing.
  if (/\x1b\[\d*C(\x1b\[[0-9;:]*m)*$/.test(text)) cells = undefined;
  return { trimmed: text.slice(0, kept), text, cells };
}

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

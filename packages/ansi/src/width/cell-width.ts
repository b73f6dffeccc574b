// How many cells a character takes, and whether terminals agree on that. Where they do not, the
// width of current Unicode is given and the dispute is told: what to do about it is for the caller.
import { WIDTH_RUNS } from './width-table.ts';

/** What is known of a code point's width. Ambiguous ones are narrow unless the person chose otherwise. */
export const WIDTH_CLASSES = {
  narrow: 0,
  zero: 1,
  wide: 2,
  ambiguous: 3,
  disputedZero: 4,
  disputedNarrow: 5,
  disputedWide: 6,
} as const;

const CELLS_BY_CLASS = [1, 0, 2, 1, 0, 1, 2] as const;
/** Code points below this have a table entry each; the others are found by bisection. */
const TABLE_SIZE = 0x10000;
const FIRST_CLASS_LETTER = 65;

/** Empty until the first character is asked for: unpacking takes 5 ms. */
let table = new Uint8Array(0);
const starts: number[] = [];
const classes: number[] = [];

function unpack(): void {
  let at = 0;
  table = new Uint8Array(TABLE_SIZE);
  for (const run of WIDTH_RUNS.match(/[A-G][0-9a-z]+/g) ?? []) {
    const widthClass = run.charCodeAt(0) - FIRST_CLASS_LETTER;
    const end = at + Number.parseInt(run.slice(1), 36);
    if (at < TABLE_SIZE) table.fill(widthClass, at, Math.min(end, TABLE_SIZE));
    starts.push(at);
    classes.push(widthClass);
    at = end;
  }
}
/** The class of a code point, one of {@link WIDTH_CLASSES}. */
export function widthClass(codePoint: number): number {
  if (table.length === 0) unpack();
  if (codePoint < TABLE_SIZE) return table[codePoint] ?? WIDTH_CLASSES.narrow;
  let low = 0;
  let high = starts.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((starts[middle] ?? 0) <= codePoint) low = middle;
    else high = middle - 1;
  }
  return classes[low] ?? WIDTH_CLASSES.narrow;
}

/** Cells the code point takes on its own: 0, 1 or 2. Control characters take none. */
export function cellWidth(codePoint: number): 0 | 1 | 2 {
  return CELLS_BY_CLASS[widthClass(codePoint)] ?? 1;
}

/**
 * Whether terminals in use disagree on the code point's width: emoji, variation selectors, joiners,
 * regional indicators, characters whose width changed between Unicode versions. Characters of
 * ambiguous East Asian width do not count: they are narrow unless a person sets their terminal so.
 */
export function widthIsDisputed(codePoint: number): boolean {
  return widthClass(codePoint) >= WIDTH_CLASSES.disputedZero;
}

/** Whether the code point's East Asian width is ambiguous (box drawing, Greek, private use …). */
export function widthIsAmbiguous(codePoint: number): boolean {
  return widthClass(codePoint) === WIDTH_CLASSES.ambiguous;
}

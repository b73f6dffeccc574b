// Widths of whole strings by grapheme, and cutting a string to a width. Strings of our own only (HUD
// and panels): what the child prints is counted in `output/`.
import { cellWidth } from './cell-width.ts';

const EMOJI_PRESENTATION = 0xfe0f;

/** Plain text, in which every character is one cell and no segmentation is needed. */
const PRINTABLE_ASCII = /^[\x20-\x7e]*$/;

/** Made late: loading it takes 10 ms. */
let segmenter: Intl.Segmenter | undefined;

function graphemesOf(text: string): Intl.Segments {
  segmenter ??= new Intl.Segmenter(undefined, { granularity: 'grapheme' });
  return segmenter.segment(text);
}

function graphemeWidth(grapheme: string): number {
  let width = 0;
  for (const character of grapheme) {
    const codePoint = character.codePointAt(0) ?? 0;
    // A cluster is drawn in the cells of its widest part; an emoji selector makes it wide.
    width = Math.max(width, codePoint === EMOJI_PRESENTATION ? 2 : cellWidth(codePoint));
  }
  return /^\p{RI}{2}$/u.test(grapheme) ? 2 : width;
}

/** Cells the text takes on a terminal that follows current Unicode. Escape sequences are not understood. */
export function textWidth(text: string): number {
  if (PRINTABLE_ASCII.test(text)) return text.length;
  let width = 0;
  for (const { segment } of graphemesOf(text)) width += graphemeWidth(segment);
  return width;
}

/**
 * The longest beginning of `text` that takes at most `width` cells. Where something is cut and
 * `ellipsis` is given, the result ends with it and still takes at most `width` cells.
 */
export function truncateToWidth(text: string, width: number, ellipsis = ''): string {
  if (!Number.isInteger(width) || width < 0) {
    throw new RangeError(`width must be a whole number of cells, not ${width}`);
  }
  if (textWidth(text) <= width) return text;
  const mark = textWidth(ellipsis) <= width ? ellipsis : '';
  const room = width - textWidth(mark);
  let kept = '';
  let used = 0;
  for (const { segment } of graphemesOf(text)) {
    used += graphemeWidth(segment);
    if (used > room) break;
    kept += segment;
  }
  return kept + mark;
}

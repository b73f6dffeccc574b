// Counts cells and cuts text to them without breaking a character, and marks the cut. What is worth
// cutting is the layout's decision.
import { cellWidth } from '@codex-voice/ansi';

const PRINTABLE_ASCII = /^[\x20-\x7e]*$/u;

let segmenter: Intl.Segmenter | undefined;

/** The text's characters as they are seen. The segmenter is made late: it takes 10 ms to load. */
export function graphemesOf(text: string): string[] {
  if (PRINTABLE_ASCII.test(text)) return [...text];
  segmenter ??= new Intl.Segmenter(undefined, { granularity: 'grapheme' });
  return Array.from(segmenter.segment(text), ({ segment }) => segment);
}

/**
 * Cells of a text, counted character by character: never less than a terminal that joins characters
 * into clusters takes, and exact for one that doesn't. A status row must not wrap on either.
 */
export function cellsOf(text: string): number {
  if (PRINTABLE_ASCII.test(text)) return text.length;
  let cells = 0;
  for (const character of text) cells += cellWidth(character.codePointAt(0) ?? 0);
  return cells;
}

/** Where the text loses what doesn't fit. */
export interface Cut {
  /** Cells available. */
  readonly width: number;
  readonly lose: 'start' | 'end';
  /** Stands where something was lost; itself cut when there is no room even for it. */
  readonly ellipsis: string;
}

/** The text, or as much of it as fits with the ellipsis at the end that lost something. */
export function fitText(text: string, cut: Cut): string {
  if (cut.width <= 0) return '';
  if (cellsOf(text) <= cut.width) return text;
  const ellipsis = cut.ellipsis.slice(0, cut.width);
  const room = cut.width - cellsOf(ellipsis);
  const parts = graphemesOf(text);
  if (cut.lose === 'start') parts.reverse();
  const kept: string[] = [];
  let used = 0;
  for (const part of parts) {
    used += cellsOf(part);
    if (used > room) break;
    kept.push(part);
  }
  if (cut.lose === 'end') return `${kept.join('').trimEnd()}${ellipsis}`;
  return `${ellipsis}${fromWholeWord(kept.reverse().join(''))}`;
}

/** Longest piece of a word dropped so that what is left begins with a whole one, in characters. */
const TORN_WORD = 12;

/** Without the torn word at the beginning, where dropping it leaves the larger part. */
function fromWholeWord(text: string): string {
  const space = text.indexOf(' ');
  const isShort = space >= 0 && space <= TORN_WORD && space * 2 < text.length;
  return isShort ? text.slice(space + 1) : text;
}

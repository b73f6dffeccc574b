// How a text being edited falls on lines of the screen: after a line end of its own, or between words
// where it gets too long.
import { cellsOf } from '../text-fit.ts';

/** Characters `start` up to, not including, `end`. */
export interface EditorLine {
  readonly start: number;
  readonly end: number;
}

/** Cells a line end takes at most, whatever shows it. */
const LINE_END_CELLS = 2;

/**
 * The lines, at least one. A line is at most `width` cells, one of which may stay free for the caret
 * behind the last character.
 */
export function editorLines(characters: readonly string[], width: number): readonly EditorLine[] {
  const lines: EditorLine[] = [];
  let start = 0;
  let used = 0;
  let lastBlank = -1;
  for (const [index, character] of characters.entries()) {
    const cells = character === '\n' ? LINE_END_CELLS : Math.max(1, cellsOf(character));
    if (used + cells > width && index > start) {
      const cut = lastBlank >= start ? lastBlank + 1 : index;
      lines.push({ start, end: cut });
      start = cut;
      used = cellsBetween(characters, start, index);
      lastBlank = -1;
    }
    used += cells;
    if (character === ' ') lastBlank = index;
    if (character === '\n') {
      lines.push({ start, end: index + 1 });
      start = index + 1;
      used = 0;
      lastBlank = -1;
    }
  }
  lines.push({ start, end: characters.length });
  return lines;
}

function cellsBetween(characters: readonly string[], start: number, end: number): number {
  return characters
    .slice(start, end)
    .reduce((sum, character) => sum + Math.max(1, cellsOf(character)), 0);
}

// Breaks a text into lines between words.
import { cellsOf, graphemesOf } from './text-fit.ts';

/** Lines of at most `width` cells, broken between words; a longer word, as of a text without spaces, goes on in the
 *  next line. None for no text. */
export function wrapText(text: string, width: number): readonly string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    const longer = line === '' ? word : `${line} ${word}`;
    if (cellsOf(longer) <= width) {
      line = longer;
      continue;
    }
    if (line !== '') lines.push(line);
    const [last = '', ...full] = pieces(word, width).reverse();
    lines.push(...full.reverse());
    line = last;
  }
  return line === '' ? lines : [...lines, line];
}

/** A word in pieces of at most `width` cells; a character that is wider than that is left out. */
function pieces(word: string, width: number): string[] {
  if (cellsOf(word) <= width) return [word];
  const found: string[] = [];
  let piece = '';
  for (const part of graphemesOf(word)) {
    if (cellsOf(part) > width) continue;
    if (cellsOf(piece + part) > width) {
      found.push(piece);
      piece = '';
    }
    piece += part;
  }
  return [...found, piece];
}

// Breaks a text into lines between words.
import { glyphsFor } from './glyphs.ts';
import type { GlyphSupport } from './terminal-support.ts';
import { cellsOf, fitText } from './text-fit.ts';

/** Lines of at most `width` cells, broken between words; a longer word is cut. None for no text. */
export function wrapText(
  text: string,
  { width, glyphs }: { readonly width: number; readonly glyphs: GlyphSupport },
): readonly string[] {
  const { ellipsis } = glyphsFor(glyphs);
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    const longer = line === '' ? word : `${line} ${word}`;
    if (cellsOf(longer) <= width) {
      line = longer;
      continue;
    }
    if (line !== '') lines.push(line);
    line = fitText(word, { width, lose: 'end', ellipsis });
  }
  return line === '' ? lines : [...lines, line];
}

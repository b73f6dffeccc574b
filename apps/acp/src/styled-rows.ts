// Text of an agent's as rows of a terminal: nothing in it is obeyed as an escape sequence, and no row is
// wider than the screen.
import { textWidth } from '@codex-voice/ansi';

export type RowStyle = 'plain' | 'dim' | 'bold' | 'added' | 'removed' | 'error';

const SGR: Readonly<Record<RowStyle, string>> = {
  plain: '',
  dim: '\u001b[2m',
  bold: '\u001b[1m',
  added: '\u001b[32m',
  removed: '\u001b[31m',
  error: '\u001b[31m',
};
const RESET = '\u001b[0m';
const TAB = '    ';

/** Narrower screens are treated as if they had so many columns. */
const LEAST_COLUMNS = 10;

/** Lines without control characters; a tab is four spaces. */
export function cleanLines(text: string): readonly string[] {
  return text
    .replaceAll(/\r\n?/gu, '\n')
    .replaceAll('\t', TAB)
    .replaceAll(/(?!\n)[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]/gu, '')
    .split('\n');
}

export function styled(row: string, style: RowStyle): string {
  const sgr = SGR[style];
  return sgr === '' ? row : `${sgr}${row}${RESET}`;
}

/** Cells that a row may have: the last one would make some terminals wrap. */
export function rowWidth(columns: number): number {
  return Math.max(LEAST_COLUMNS, columns - 1);
}

export interface RowLayout {
  readonly columns: number;
  readonly style?: RowStyle;
  /** Before the first row; the others are indented as far. */
  readonly prefix?: string;
}

/** A text as rows, wrapped between words. */
export function rowsOf(
  text: string,
  { columns, style = 'plain', prefix = '' }: RowLayout,
): string[] {
  const indent = ' '.repeat(textWidth(prefix));
  const width = rowWidth(columns) - indent.length;
  return cleanLines(text)
    .flatMap((line) => wrapped(line, Math.max(1, width)))
    .map((row, index) => styled(`${index === 0 ? prefix : indent}${row}`.trimEnd(), style));
}

/** Rows of at most `width` cells; spaces at the beginning stay. */
export function wrapped(line: string, width: number): readonly string[] {
  return wrappedPieces(line, width).map(({ row }) => row);
}

/** A row, and how much of its line it and the rows before it have used, in UTF-16 units. */
export interface WrappedPiece {
  readonly row: string;
  readonly end: number;
}

/** As `wrapped`. What follows a row's end begins a row of its own, however much is added to the line. */
export function wrappedPieces(line: string, width: number): readonly WrappedPiece[] {
  const pieces: WrappedPiece[] = [];
  let from = 0;
  let row = '';
  const push = (text: string, length: number): void => {
    from += length;
    pieces.push({ row: text.trimEnd(), end: from });
  };
  for (const word of line.split(/(?<=\s)(?=\S)/u)) {
    const longer = row + word;
    if (textWidth(longer.trimEnd()) <= width) {
      row = longer;
      continue;
    }
    // Indentation alone is no row: it stays before a word that is broken.
    const isIndent = row.trim() === '' && textWidth(row) < width;
    if (!isIndent && row !== '') push(row, row.length);
    const parts = broken(isIndent ? longer : word, width);
    for (const part of parts.slice(0, -1)) push(part, part.length);
    row = parts.at(-1) ?? '';
  }
  if (row !== '' || pieces.length === 0) push(row, row.length);
  return pieces;
}

/** A word that is longer than a row. */
function broken(text: string, width: number): readonly string[] {
  // Blanks behind it stay with its end, and are not seen there.
  const word = text.trimEnd();
  if (textWidth(word) <= width) return [text];
  const pieces: string[] = [];
  let piece = '';
  let used = 0;
  for (const character of word) {
    const cells = textWidth(character);
    if (used + cells > width && piece !== '') {
      pieces.push(piece);
      piece = '';
      used = 0;
    }
    piece += character;
    used += cells;
  }
  return [...pieces, piece + text.slice(word.length)];
}

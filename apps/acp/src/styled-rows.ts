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
  const width = Math.max(LEAST_COLUMNS, columns - 1) - indent.length;
  return cleanLines(text)
    .flatMap((line) => wrapped(line, Math.max(1, width)))
    .map((row, index) => styled(`${index === 0 ? prefix : indent}${row}`.trimEnd(), style));
}

/** Rows of at most `width` cells; spaces at the beginning stay. */
export function wrapped(line: string, width: number): readonly string[] {
  if (textWidth(line) <= width) return [line];
  const rows: string[] = [];
  let row = '';
  for (const word of line.split(/(?<=\s)(?=\S)/u)) {
    const longer = row + word;
    if (textWidth(longer.trimEnd()) <= width) {
      row = longer;
      continue;
    }
    if (row.trim() !== '') rows.push(row.trimEnd());
    const pieces = broken(word, width);
    rows.push(...pieces.slice(0, -1));
    row = pieces.at(-1) ?? '';
  }
  return row === '' ? rows : [...rows, row.trimEnd()];
}

/** A word that is longer than a row. */
function broken(word: string, width: number): readonly string[] {
  if (textWidth(word.trimEnd()) <= width) return [word];
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
  return [...pieces, piece];
}

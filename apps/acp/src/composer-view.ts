// The composer at the bottom: the rows of its text and the cursor's place. It is drawn as Codex draws its
// own, a bold marker and an indent, so that whoever reads screens knows it.
import { textWidth } from '@codex-voice/ansi';
import { editorLines, type LineEditor } from '@codex-voice/overlay';
import { styled } from './styled-rows.ts';

const MARKER = '\u001b[1m›\u001b[0m ';
const INDENT = '  ';
/** Marker, the cell for a caret behind the last character, and the one that an arrow takes. */
const MARGIN_COLUMNS = 5;
const LEAST_COLUMNS = 8;

export interface ComposerArea {
  readonly columns: number;
  /** At most so many rows: of more, those around the caret are seen. */
  readonly rows: number;
  readonly placeholder: string;
}

export interface ComposerRows {
  readonly rows: readonly string[];
  readonly cursor: { readonly row: number; readonly column: number };
}

export function composerRows(editor: LineEditor, area: ComposerArea): ComposerRows {
  const { characters, caret } = editor;
  if (characters.length === 0) {
    const row = `${MARKER}${styled(area.placeholder.slice(0, area.columns - 3), 'dim')}`;
    return { rows: [row], cursor: { row: 0, column: INDENT.length } };
  }
  const width = Math.max(LEAST_COLUMNS, area.columns - MARGIN_COLUMNS);
  const lines = editorLines(characters, width);
  const at = lines.findLastIndex(({ start }) => start <= caret);
  const first = Math.max(0, Math.min(at - area.rows + 1, lines.length - area.rows));
  const seen = lines.slice(first, first + area.rows);
  const rows = seen.map(({ start, end }, index) => {
    const text = characters.slice(start, end).join('').replaceAll('\n', '').trimEnd();
    const head = first + index === 0 ? MARKER : INDENT;
    const isCut =
      (index === 0 && first > 0) || (index === seen.length - 1 && more(lines, first, seen));
    return head + (isCut ? withArrow(text, { up: index === 0 && first > 0, area }) : text);
  });
  const { start = 0 } = lines[at] ?? {};
  const before = characters.slice(start, caret).join('');
  return { rows, cursor: { row: at - first, column: INDENT.length + textWidth(before) } };
}

function more(lines: readonly object[], first: number, seen: readonly object[]): boolean {
  return first + seen.length < lines.length;
}

/** An arrow in the last column but one says that the text goes on there. */
function withArrow(
  text: string,
  { up, area }: { readonly up: boolean; readonly area: ComposerArea },
): string {
  const room = area.columns - INDENT.length - 2;
  return `${text}${' '.repeat(Math.max(1, room - textWidth(text)))}${up ? '↑' : '↓'}`;
}

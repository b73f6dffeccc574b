// Reads the line that a shell edits, where the shell has marked its beginning (OSC 133): then no sign of a
// prompt is needed, and what stands above the line asks nothing.
import type { ScreenState } from '@codex-voice/session';
import { modeOfLine, questionOnLine } from './dialog-patterns.ts';
import { CELL_DIM, CELL_GREY, offsetOfColumn, type ScreenView } from './screen-view.ts';

/** A prompt at the right edge: behind a gap, without one in it. */
const RIGHT_PROMPT = / {2,}\S+(?: \S+)*$/u;
/** Columns that shells leave free behind it. */
const RIGHT_PROMPT_MARGIN = 2;

interface Piece {
  readonly text: string;
  readonly styles: readonly number[];
}

/** What the edited line shows; undefined where the marks don't tell that one is being edited. */
export function readShellLine(view: ScreenView): ScreenState | undefined {
  const { shell, cursor } = view;
  if (shell?.phase !== 'input' || shell.start === undefined || view.alternate) return undefined;
  // A shell that has a line editor, or does not mark where its commands begin, is believed while that is on.
  if (!view.bracketedPaste && (shell.editsWithPaste || !shell.marksCommands)) return undefined;
  const { start } = shell;
  const mode = modeOfLine(view, start.row);
  if (mode !== undefined) return { kind: 'dialog', what: mode };
  const isAbove =
    cursor.row < start.row || (cursor.row === start.row && cursor.column < start.column);
  if (isAbove) return undefined;
  const before = rowsText(view, Math.max(0, start.row), cursor.row);
  const line = pieceOf(view, cursor.row);
  const within = cursorOffset(view, line);
  const typed = `${before}${line.text.slice(0, within).padEnd(within, ' ')}`;
  const rest = restBehind(view, { line, within });
  const clipped = start.row < 0 ? { clipped: true as const } : {};
  const composer = { text: typed + rest, cursorOffset: typed.length, ...clipped };
  const question = questionOnLine(composer.text.split('\n').at(-1) ?? '');
  if (question !== undefined) return { kind: 'dialog', what: question, composer };
  return { kind: 'composer', ...composer };
}

/** The rows from `first` up to the one before `end`, each with its line feed. */
function rowsText(view: ScreenView, first: number, end: number): string {
  let text = '';
  for (let index = first; index < end; index += 1) text += `${pieceOf(view, index).text}\n`;
  return text;
}

/** A row without the prompts to its left and right. */
function pieceOf(view: ScreenView, index: number): Piece {
  const row = view.row(index);
  const start = view.shell?.start;
  if (index !== start?.row) return row;
  const from = offsetOfColumn(row, start.column);
  const text = row.text.slice(from);
  const styles = row.styles.slice(from);
  const right = RIGHT_PROMPT.exec(text);
  const reachesEdge = row.offsets.length >= view.columns - RIGHT_PROMPT_MARGIN;
  const isBehindCursor =
    index !== view.cursor.row ||
    (right !== null && right.index + from >= offsetOfColumn(row, view.cursor.column));
  if (right === null || !reachesEdge || !isBehindCursor) return { text, styles };
  return { text: text.slice(0, right.index), styles };
}

function cursorOffset(view: ScreenView, line: Piece): number {
  const row = view.row(view.cursor.row);
  const cut = view.cursor.row === view.shell?.start?.row;
  const from = cut ? offsetOfColumn(row, view.shell.start.column) : 0;
  const within = Math.max(0, offsetOfColumn(row, view.cursor.column) - from);
  return within > line.text.length + view.columns ? line.text.length : within;
}

/** What stands behind the cursor: nothing where all of it is a suggestion of the shell's. */
function restBehind(
  view: ScreenView,
  { line, within }: { readonly line: Piece; readonly within: number },
): string {
  const below: Piece[] = [];
  for (let index = view.cursor.row + 1; index < view.rows; index += 1) {
    const row = pieceOf(view, index);
    if (row.text.trim() === '') break;
    below.push(row);
  }
  const behind = { text: line.text.slice(within), styles: line.styles.slice(within) };
  const rest = [behind, ...below];
  if (rest.every(isSuggested)) return '';
  return rest.map(({ text }) => text).join('\n');
}

function isSuggested({ text, styles }: Piece): boolean {
  return [...text.matchAll(/\S/gu)].every(
    ({ index }) => ((styles[index] ?? 0) & (CELL_DIM | CELL_GREY)) !== 0,
  );
}

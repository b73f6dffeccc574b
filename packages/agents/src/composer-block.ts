// Cuts the text of a composer out of a block of rows: marker or indent off, placeholder recognised,
// cursor located. Which rows are the block is the agent's reader's decision.
import type { ComposerView } from '@codex-voice/session';
import { offsetOfColumn, type ScreenView } from './screen-view.ts';

/** Columns that the marker (`› `, `❯ `) and the indent of further rows take. */
export const MARKER_COLUMNS = 2;

/** Arrows at the right edge that say that a part of the composer is out of view. */
const CLIP_ARROW = /\s+[↑↓]$/u;

export interface BlockOfRows {
  /** First row, with the marker. */
  readonly first: number;
  /** Last row of the block; the cursor's row or below it. */
  readonly last: number;
  /** Attribute bits, all of which every character of a placeholder has (one of several sets). */
  readonly placeholderStyles?: readonly number[];
  /** Columns that the marker takes; absent: `MARKER_COLUMNS`. */
  readonly marker?: number;
  /** The words of the placeholder, where its attributes don't tell it. */
  readonly placeholder?: RegExp;
}

/** The text of a composer's rows. The cursor must be inside the block. */
export function readBlock(view: ScreenView, block: BlockOfRows): ComposerView {
  if (isPlaceholder(view, block)) return { text: '', cursorOffset: 0 };
  const lines: string[] = [];
  let clipped = false;
  let cursorOffset = 0;
  let length = 0;
  for (let index = block.first; index <= block.last; index += 1) {
    const row = view.row(index);
    const start = offsetOfColumn(row, block.marker ?? MARKER_COLUMNS);
    let line = row.text.slice(start);
    if (row.offsets.length >= view.columns - 1 && CLIP_ARROW.test(line)) {
      clipped = true;
      line = line.replace(CLIP_ARROW, '');
    }
    if (index === view.cursor.row) {
      const within = Math.max(0, offsetOfColumn(row, view.cursor.column) - start);
      // Blanks before the cursor belong to the text, those after it to the empty screen.
      line = line.padEnd(Math.min(within, view.columns), ' ');
      cursorOffset = length + Math.min(within, line.length);
    }
    lines.push(line);
    length += line.length + 1;
  }
  const text = lines.join('\n');
  return clipped ? { text, cursorOffset, clipped: true } : { text, cursorOffset };
}

function isPlaceholder(view: ScreenView, block: BlockOfRows): boolean {
  const { marker = MARKER_COLUMNS, placeholder, placeholderStyles = [] } = block;
  if (view.cursor.row !== block.first || view.cursor.column !== marker) return false;
  const row = view.row(block.first);
  const start = offsetOfColumn(row, marker);
  const rest = row.text.slice(start);
  if (rest.trim() === '') return false;
  if (placeholder?.test(rest) === true) return true;
  return placeholderStyles.some((wanted) =>
    [...rest.matchAll(/\S/gu)].every((found) => {
      // The cell under the cursor is drawn reversed by some agents.
      const at = start + found.index;
      return found.index === 0 || ((row.styles[at] ?? 0) & wanted) === wanted;
    }),
  );
}

/** The same composer with its shell marker `!` as a part of the text: it was typed as such. */
export function withShellMarker(composer: ComposerView): ComposerView {
  const { text, cursorOffset } = composer;
  const moved = cursorOffset === undefined ? {} : { cursorOffset: cursorOffset + 1 };
  return { ...composer, text: `!${text}`, ...moved };
}

/** Whether a list for what is being typed may hang open: a command name or a mention at the cursor. */
export function openCompletion(composer: ComposerView): string | undefined {
  const left = composer.text.slice(0, composer.cursorOffset ?? composer.text.length);
  if (/^\/\S*$/u.test(left)) return 'command list';
  return /(?:^|\s)@\S*$/u.test(left) ? 'mention list' : undefined;
}

// Reads Codex's screen (learnt from 0.169.0): a composer marked by a bold `›` in the first column,
// its placeholder dim, dialogs and lists drawn with a reversed `›`.
import type { ComposerView, ScreenState } from '@codex-voice/session';
import { openCompletion, readBlock } from './composer-block.ts';
import { hasReversedPointer, questionOnScreen } from './dialog-patterns.ts';
import {
  CELL_BACKGROUND,
  CELL_BOLD,
  CELL_DIM,
  CELL_REVERSE,
  firstStyle,
  type ScreenView,
} from './screen-view.ts';

const WORKING = /^[•◦·✻*⠁-⣿]?\s*\S.*\(.*\besc to interrupt\)/u;
const CLOSES_WITH_ESCAPE = /\besc\b\s(?:to\s)?close\b/iu;
/** Rows above the composer in which the line "Working (1s • esc to interrupt)" stands, queued messages between. */
const WORKING_ROWS = 16;

/** What Codex's screen shows. */
export function readCodexScreen(view: ScreenView): ScreenState {
  const first = composerRow(view);
  if (first === undefined) {
    const question = questionOnScreen(view);
    return question === undefined ? { kind: 'unknown' } : { kind: 'dialog', what: question };
  }
  const composer = readBlock(view, {
    first,
    last: lastComposerRow(view),
    placeholderStyles: [CELL_DIM],
  });
  if (view.row(first).text.startsWith('!')) return { kind: 'dialog', what: 'shell mode', composer };
  const list = listOverComposer(view, composer);
  if (list !== undefined) return { kind: 'dialog', what: list, composer };
  return isWorking(view, first) ? { kind: 'busy', composer } : { kind: 'composer', ...composer };
}

/** The row with the marker of the composer that holds the cursor. */
function composerRow(view: ScreenView): number | undefined {
  if (view.cursor.column < 2) return undefined;
  for (let index = view.cursor.row; index >= 0; index -= 1) {
    const row = view.row(index);
    if (/^[›!](?: |$)/u.test(row.text)) {
      const style = firstStyle(row);
      const live =
        (style & CELL_BOLD) !== 0 && (style & (CELL_DIM | CELL_REVERSE | CELL_BACKGROUND)) === 0;
      return live ? index : undefined;
    }
    if (!/^(?: {2}|$)/u.test(row.text)) return undefined;
  }
  return undefined;
}

/** Text below the cursor, up to the blank row that parts it from the footer. */
function lastComposerRow(view: ScreenView): number {
  let last = view.cursor.row;
  while (last + 1 < view.rows && view.row(last + 1).text.trim() !== '') last += 1;
  return last;
}

function listOverComposer(view: ScreenView, composer: ComposerView): string | undefined {
  if (hasReversedPointer(view)) return openCompletion(composer) ?? 'menu';
  for (let index = 0; index < view.rows; index += 1)
    if (index !== view.cursor.row && CLOSES_WITH_ESCAPE.test(view.row(index).text)) {
      const dim = view.row(index).styles.some((style) => (style & CELL_BOLD) !== 0);
      if (dim) return openCompletion(composer) ?? 'help';
    }
  return openCompletion(composer);
}

function isWorking(view: ScreenView, first: number): boolean {
  for (let index = first - 1; index >= Math.max(0, first - WORKING_ROWS); index -= 1)
    if (WORKING.test(view.row(index).text)) return true;
  return false;
}

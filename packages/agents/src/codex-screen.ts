// Reads Codex's screen (learnt from 0.169.0): a composer marked by a bold `›` in the first column,
// its placeholder dim, dialogs and lists drawn with a reversed `›`.
import type { ComposerView, ScreenState } from '@codex-voice/session';
import { MARKER_COLUMNS, openCompletion, readBlock, withShellMarker } from './composer-block.ts';
import { hasHighlightedPointer, isHighlighted, questionOnScreen } from './dialog-patterns.ts';
import { CELL_BOLD, CELL_DIM, firstStyle, type ScreenView, titleSpins } from './screen-view.ts';

const WORKING = /^[•◦·✻*⠁-⣿]?\s*\S.*\(.*\besc to interrupt\)/u;
/** The footer's offer while a turn runs and text stands in the composer; key names are bold there. */
const QUEUES = /^\s*tab to queue\b/u;
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
  if (view.row(first).text.startsWith('!'))
    return { kind: 'dialog', what: 'shell mode', composer: withShellMarker(composer) };
  // A text that begins with `!` may become a shell command at Enter: the person's to send.
  if (composer.text.startsWith('!')) return { kind: 'dialog', what: 'shell mode', composer };
  const list = listOverComposer(view, composer);
  if (list !== undefined) return { kind: 'dialog', what: list, composer };
  return isWorking(view, first) ? { kind: 'busy', composer } : { kind: 'composer', ...composer };
}

/** The row with the marker of the composer that holds the cursor. */
function composerRow(view: ScreenView): number | undefined {
  if (view.cursor.column < MARKER_COLUMNS || isFooter(view, view.cursor.row)) return undefined;
  for (let index = view.cursor.row; index >= 0; index -= 1) {
    const row = view.row(index);
    if (/^[›!](?: |$)/u.test(row.text)) {
      const style = firstStyle(row);
      // The ground behind the composer has a colour where the terminal has told its own.
      const chosen = row.text.startsWith('›') && isHighlighted(style);
      const live = (style & CELL_BOLD) !== 0 && (style & CELL_DIM) === 0 && !chosen;
      return live ? index : undefined;
    }
    if (!/^(?: {2}|$)/u.test(row.text)) return undefined;
  }
  return undefined;
}

/** Footers and search lines begin with a dim or coloured word; a composer's further rows don't. */
function isFooter(view: ScreenView, index: number): boolean {
  const row = view.row(index);
  const begins = row.text.search(/\S/u);
  return begins >= MARKER_COLUMNS && ((row.styles[begins] ?? 0) & CELL_DIM) !== 0;
}

/** Text below the cursor, up to the blank row that parts it from the footer. */
function lastComposerRow(view: ScreenView): number {
  let last = view.cursor.row;
  while (last + 1 < view.rows && view.row(last + 1).text.trim() !== '') last += 1;
  return last;
}

/** A list or a help page that stands open beside the composer and takes keys. */
function listOverComposer(view: ScreenView, composer: ComposerView): string | undefined {
  const completion = openCompletion(composer);
  if (completion !== undefined) return completion;
  if (hasHighlightedPointer(view)) return 'menu';
  for (let index = 0; index < view.rows; index += 1)
    if (closesWithEscape(view, index)) return 'help';
  return undefined;
}

/** Key names are bold in Codex's own hints, which tells them from words of the conversation. */
function closesWithEscape(view: ScreenView, index: number): boolean {
  const row = view.row(index);
  const found = CLOSES_WITH_ESCAPE.exec(row.text);
  return found !== null && ((row.styles[found.index] ?? 0) & CELL_BOLD) !== 0;
}

/**
 * Whether a turn runs. While the answer streams there is no "Working" line: then the title's
 * spinner and the footer's offer to queue what was typed tell it.
 */
function isWorking(view: ScreenView, first: number): boolean {
  if (titleSpins(view)) return true;
  for (let index = view.cursor.row + 1; index < view.rows; index += 1)
    if (QUEUES.test(view.row(index).text)) return true;
  for (let index = first - 1; index >= Math.max(0, first - WORKING_ROWS); index -= 1)
    if (saysWorking(view, index)) return true;
  return false;
}

/** As in a hint, the key's name is bold: an answer may hold the same words. */
function saysWorking(view: ScreenView, index: number): boolean {
  const row = view.row(index);
  const found = WORKING.exec(row.text);
  if (found === null) return false;
  const key = found.index + found[0].lastIndexOf('esc to interrupt');
  return ((row.styles[key] ?? 0) & CELL_BOLD) !== 0;
}

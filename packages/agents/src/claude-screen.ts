// Reads Claude Code's screen (learnt from 2.1.197): a composer between two ruled lines, marked by
// `❯` (`!` in shell mode); dialogs stand below one ruled line and hold the cursor on their choice.
import type { ScreenState } from '@codex-voice/session';
import { openCompletion, readBlock, withShellMarker } from './composer-block.ts';
import { questionOnScreen } from './dialog-patterns.ts';
import { CELL_COLORED, CELL_DIM, type ScreenView, titleSpins } from './screen-view.ts';

const RULE = /^[─━]{8,}/u;
const MARKER = /^[❯>!](?:[ \u00a0]|$)/u;
const INDENT = /^(?:[ \u00a0]{2}|$)/u;
const SPINNER = /^[·✢✳✶✻✽✺*]\s\S.*…/u;
const INTERRUPTS = /\besc to interrupt\b/u;
/** Rows above the composer in which the spinner stands, its tips and a task list between. */
const SPINNER_ROWS = 16;

/** What Claude Code's screen shows. */
export function readClaudeScreen(view: ScreenView): ScreenState {
  const block = composerRows(view);
  if (block === undefined) {
    const question = questionOnScreen(view);
    return question === undefined ? { kind: 'unknown' } : { kind: 'dialog', what: question };
  }
  const composer = readBlock(view, { ...block, placeholderStyles: [CELL_COLORED, CELL_DIM] });
  if (view.row(block.first).text.startsWith('!'))
    return { kind: 'dialog', what: 'shell mode', composer: withShellMarker(composer) };
  // A text that begins with `!` may become a shell command at Enter: the person's to send.
  if (composer.text.startsWith('!')) return { kind: 'dialog', what: 'shell mode', composer };
  const list = openCompletion(composer);
  if (list !== undefined) return { kind: 'dialog', what: list, composer };
  return isWorking(view, block) ? { kind: 'busy', composer } : { kind: 'composer', ...composer };
}

/** The rows between the two rules around the cursor, where the first one has the marker. */
function composerRows(view: ScreenView): { first: number; last: number } | undefined {
  if (view.cursor.column < 2) return undefined;
  let first = view.cursor.row;
  while (first >= 0 && !MARKER.test(view.row(first).text)) {
    if (!INDENT.test(view.row(first).text)) return undefined;
    first -= 1;
  }
  if (first < 1 || !RULE.test(view.row(first - 1).text)) return undefined;
  let last = view.cursor.row;
  while (last + 1 < view.rows && !RULE.test(view.row(last + 1).text)) {
    if (!INDENT.test(view.row(last + 1).text)) return undefined;
    last += 1;
  }
  return last + 1 < view.rows ? { first, last } : undefined;
}

function isWorking(view: ScreenView, block: { first: number; last: number }): boolean {
  if (titleSpins(view)) return true;
  for (let index = block.last + 1; index < view.rows; index += 1)
    if (INTERRUPTS.test(view.row(index).text)) return true;
  for (let index = block.first - 2; index >= Math.max(0, block.first - SPINNER_ROWS); index -= 1)
    if (SPINNER.test(view.row(index).text)) return true;
  return false;
}

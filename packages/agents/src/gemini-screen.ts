// Reads Gemini CLI's screen (learnt from 0.61.0): a composer below a ruled line and a line that names its
// mode, marked by `>` in the second column (`!` in shell mode, `*` where nothing is asked); the window
// title says that it works or wants an answer.
import type { ScreenState } from '@codex-voice/session';
import { openCompletion, readBlock, withShellMarker } from './composer-block.ts';
import { questionOnScreen } from './dialog-patterns.ts';
import type { ScreenView } from './screen-view.ts';

/** Columns that its marker takes, with a blank before and behind it. */
const MARKER_COLUMNS = 3;
const MARKER = /^ [>!*](?: |$)/u;
const FURTHER = /^ {3}\S/u;
const RULE = /^─{8,}/u;
/** The mode's line and a blank one stand between the rule and the marker. */
const ROWS_BELOW_RULE = 4;
const SEARCH = /^ \(r:\)/u;
const PLACEHOLDER = /^\s*Type your (?:message or @path\/to\/file|shell command)$/u;
const SPINNER = /^\s*[\u2801-\u28ff]\s.*\besc to cancel\b/u;
/** Rows above the rule in which the spinner stands, its tips between. */
const SPINNER_ROWS = 8;
const WORKING_TITLE = /^✦\s/u;
const ASKING_TITLE = /^✋\s/u;

/** What Gemini CLI's screen shows. */
export function readGeminiScreen(view: ScreenView): ScreenState {
  if (ASKING_TITLE.test(view.title)) return { kind: 'dialog', what: 'approval' };
  if (SEARCH.test(view.row(view.cursor.row).text))
    return { kind: 'dialog', what: 'history search' };
  const block = composerRows(view);
  if (block === undefined) {
    const question = questionOnScreen(view);
    return question === undefined ? { kind: 'unknown' } : { kind: 'dialog', what: question };
  }
  const composer = readBlock(view, { ...block, marker: MARKER_COLUMNS, placeholder: PLACEHOLDER });
  if (view.row(block.first).text.startsWith(' !'))
    return { kind: 'dialog', what: 'shell mode', composer: withShellMarker(composer) };
  // A text that begins with `!` may become a shell command at Enter: the person's to send.
  if (composer.text.startsWith('!')) return { kind: 'dialog', what: 'shell mode', composer };
  const list = openCompletion(composer);
  if (list !== undefined) return { kind: 'dialog', what: list, composer };
  return isWorking(view, block.first)
    ? { kind: 'busy', composer }
    : { kind: 'composer', ...composer };
}

/** The rows around the cursor down from one with the marker, below a rule. */
function composerRows(view: ScreenView): { first: number; last: number } | undefined {
  if (view.cursor.column < MARKER_COLUMNS) return undefined;
  let first = view.cursor.row;
  while (first >= 0 && !MARKER.test(view.row(first).text)) {
    const { text } = view.row(first);
    if (text !== '' && !FURTHER.test(text)) return undefined;
    first -= 1;
  }
  if (first < 0 || ruleAbove(view, first) === undefined) return undefined;
  let last = view.cursor.row;
  for (let index = last + 1; index < view.rows; index += 1) {
    const { text } = view.row(index);
    if (FURTHER.test(text)) last = index;
    else if (text !== '') break;
  }
  return { first, last };
}

function ruleAbove(view: ScreenView, first: number): number | undefined {
  for (let index = first - 1; index >= Math.max(0, first - ROWS_BELOW_RULE); index -= 1)
    if (RULE.test(view.row(index).text)) return index;
  return undefined;
}

function isWorking(view: ScreenView, first: number): boolean {
  if (WORKING_TITLE.test(view.title)) return true;
  const rule = ruleAbove(view, first) ?? first;
  for (let index = rule - 1; index >= Math.max(0, rule - SPINNER_ROWS); index -= 1)
    if (SPINNER.test(view.row(index).text)) return true;
  return false;
}

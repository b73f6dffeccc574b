// Reads the screen of a program we know nothing of: a prompt at the cursor, or a question, or
// neither. Its guesses are cautious: what it can't tell is `unknown`, and then nothing is typed.
import type { ScreenState } from '@codex-voice/session';
import { readClaudeScreen } from './claude-screen.ts';
import { readCodexScreen } from './codex-screen.ts';
import { questionOnLine, questionOnScreen } from './dialog-patterns.ts';
import { offsetOfColumn, type ScreenView } from './screen-view.ts';

// The shortest beginning of a line that looks like a prompt: `$ `, `user@host:~# `, `>>> `, `... `,
// `In [1]: `, `(gdb) `, `db=> `, `│ > `.
const PROMPT =
  /^(?:[│┃|]\s*)?(?:In \[\d+\]: |(?:\S.{0,100}?)??(?:[$#>❯›»λ➜✗]|(?<!\d)%) |\.\.\. |\([\w.+-]{1,20}\) )/u;
const BARE_PROMPT = /^(?:[│┃|]\s*)?(?:\S.{0,100}?)??(?:[$#>❯›»λ➜]|(?<!\d)%)$/u;
/** A progress bar up to its sign, as in `[====> ` or `#### `: no line editor draws such a prompt. */
const PROGRESS_BAR = /\[[^\]]*$|[=-]{2,}>\s?$|##\s?$/u;
const BOX_EDGE = /\s*[│┃|]\s*$/u;

/** Rows that one edited text may cover, looked through for the prompt above the cursor. */
const EDITED_ROWS = 40;

/** What the screen of an unknown program shows. */
export function readPlainScreen(view: ScreenView): ScreenState {
  // A known agent behind a shell, ssh or a script draws its own screen.
  for (const read of [readCodexScreen, readClaudeScreen]) {
    const state = read(view);
    if (view.bracketedPaste && (state.kind === 'composer' || state.kind === 'busy')) return state;
  }
  const line = view.row(view.cursor.row).text;
  const question = questionOnLine(line) ?? questionOnScreen(view);
  if (question !== undefined) return { kind: 'dialog', what: question };
  if (view.alternate) return { kind: 'unknown' };
  const first = promptRow(view);
  return first === undefined ? { kind: 'unknown' } : readFrom(view, first);
}

/** The row of the prompt whose text the cursor stands in. */
function promptRow(view: ScreenView): number | undefined {
  for (
    let index = view.cursor.row;
    index >= Math.max(0, view.cursor.row - EDITED_ROWS);
    index -= 1
  ) {
    const row = view.row(index);
    const prompt = promptLength(view, index);
    if (prompt !== undefined && !row.wrapped) {
      const behindPrompt = offsetOfColumn(row, view.cursor.column) >= prompt;
      return index < view.cursor.row || behindPrompt ? index : undefined;
    }
    // A line editor asks for bracketed paste just while it edits: only then, or in a wrapped or
    // indented text, does a row without a prompt belong to the prompt above.
    if (!view.bracketedPaste && !row.wrapped && !/^ {2}\S/u.test(row.text)) return undefined;
  }
  return undefined;
}

/** Length of the prompt that a row begins with, its blank included where the cursor is past it. */
function promptLength(view: ScreenView, index: number): number | undefined {
  const row = view.row(index);
  const cursorOffset = index === view.cursor.row ? offsetOfColumn(row, view.cursor.column) : 0;
  const found = PROMPT.exec(row.text.padEnd(cursorOffset, ' ')) ?? BARE_PROMPT.exec(row.text);
  return found === null || PROGRESS_BAR.test(found[0]) ? undefined : found[0].length;
}

function readFrom(view: ScreenView, first: number): ScreenState {
  const lines: string[] = [];
  let length = 0;
  let cursorOffset = 0;
  let last = view.cursor.row;
  while (last + 1 < view.rows && view.row(last + 1).wrapped) last += 1;
  for (let index = first; index <= last; index += 1) {
    const row = view.row(index);
    const start = index === first ? (promptLength(view, first) ?? 0) : 0;
    const edge = /^[│┃|]/u.test(row.text) ? BOX_EDGE : /$/u;
    let line = row.text.slice(start).replace(edge, '');
    if (index === view.cursor.row) {
      const within = Math.max(0, offsetOfColumn(row, view.cursor.column) - start);
      line = line.padEnd(within, ' ');
      cursorOffset = length + within;
    }
    lines.push(line);
    length += line.length + 1;
  }
  return { kind: 'composer', text: lines.join('\n'), cursorOffset };
}

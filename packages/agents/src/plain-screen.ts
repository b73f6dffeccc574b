// Reads the screen of a program we know nothing of: a prompt at the cursor, or a question, or
// neither. Its guesses are cautious: what it can't tell is `unknown`, and then nothing is typed.
import type { ScreenState } from '@codex-voice/session';
import { readClaudeScreen } from './claude-screen.ts';
import { readCodexScreen } from './codex-screen.ts';
import { modeOfLine, questionOnLine, questionOnScreen } from './dialog-patterns.ts';
import { readGeminiScreen } from './gemini-screen.ts';
import { offsetOfColumn, type ScreenView } from './screen-view.ts';
import { readShellLine } from './shell-line.ts';

// The shortest beginning of a line that looks like a prompt: `$ `, `user@host:~# `, `>>> `, `... `,
// `In [1]: `, `(gdb) `, `db=> `, `│ > `.
const PROMPT =
  /^(?:[│┃|]\s*)?(?:In \[\d+\]: |(?:\S.{0,100}?)??(?:[$#>❯›»λ➜✗]|(?<!\d)%) |\.\.\. |\([\w.+-]{1,20}\) )/u;
const BARE_PROMPT = /^(?:[│┃|]\s*)?(?:\S.{0,100}?)??(?:[$#>❯›»λ➜]|(?<!\d)%)$/u;
/** A progress bar up to its sign, as in `[====> ` or `#### `: no line editor draws such a prompt. */
const PROGRESS_BAR = /\[[^\]]*$|[=-]{2,}>\s?$|##\s?$/u;
const BOX_EDGE = /\s*[│┃|]\s*$/u;

/** Prompts of interpreters, which no shell draws: they are believed also where a shell says that a command runs. */
const INTERPRETER =
  /^(?:>>> |\.\.\. |In \[\d+\]: |\([\w.+-]{1,20}\) |(?!\S*@)[\w.-]{1,40}(?:[=-][>#*]|>) |irb\([\w:]+\):\d+[:\d]*[>*] )/u;

/** Words that ask, the cursor one blank behind them. */
const ASKED = /^\S.*[?:] $/u;

/** Rows that one edited text may cover, looked through for the prompt above the cursor. */
const EDITED_ROWS = 40;

/** What the screen of an unknown program shows. */
export function readPlainScreen(view: ScreenView): ScreenState {
  const edited = readShellLine(view);
  if (edited !== undefined) return edited;
  // A known agent behind a shell, ssh or a script draws its own screen.
  for (const read of [readCodexScreen, readClaudeScreen, readGeminiScreen]) {
    const state = read(view);
    if (view.bracketedPaste && (state.kind === 'composer' || state.kind === 'busy')) return state;
  }
  const question = questionAtCursor(view);
  if (question !== undefined) return { kind: 'dialog', what: question };
  const runs = view.shell?.phase === 'running';
  const otherwise: ScreenState = runs ? { kind: 'busy' } : { kind: 'unknown' };
  if (view.alternate) return otherwise;
  // A shell that has a line editor edits nothing while that is off: another has marked the line as its.
  if (view.shell?.phase === 'input' && view.shell.editsWithPaste && !view.bracketedPaste)
    return otherwise;
  const first = promptRow(view);
  if (first === undefined || (runs && !isInterpreter(view, first))) return otherwise;
  return readFrom(view, first);
}

/** What is above the prompt of a shell that says it draws one was answered before. */
function questionAtCursor(view: ScreenView): string | undefined {
  const question = questionOnLine(view.row(view.cursor.row).text) ?? modeAtCursor(view);
  const phase = view.shell?.phase;
  if (question !== undefined || phase === 'prompt') return question;
  if (phase === 'running' && view.bracketedPaste && asksInWords(view)) return 'question';
  return questionOnScreen(view);
}

/** Whether the cursor's row is a question that nothing has answered yet, with no prompt before it. */
function asksInWords(view: ScreenView): boolean {
  const { cursor } = view;
  const row = view.row(cursor.row);
  if (row.wrapped || promptLength(view, cursor.row) !== undefined) return false;
  return ASKED.test(row.text.padEnd(offsetOfColumn(row, cursor.column), ' '));
}

/** What the line editor of a shell shows from the cursor's row on. */
function modeAtCursor(view: ScreenView): string | undefined {
  let first = view.cursor.row;
  while (first > 0 && view.row(first).wrapped) first -= 1;
  return modeOfLine(view, first);
}

/** Whether the command that runs asks for lines itself: it has a line editor, or a prompt that no shell has. */
function isInterpreter(view: ScreenView, first: number): boolean {
  if (view.bracketedPaste) return true;
  const { text } = view.row(first);
  return INTERPRETER.test(first === view.cursor.row ? text.padEnd(view.cursor.column, ' ') : text);
}

/** The row of the prompt whose text the cursor stands in. */
function promptRow(view: ScreenView): number | undefined {
  if (asksInWords(view)) return undefined;
  const { shell, cursor } = view;
  // What stands above the output of a command is not its prompt.
  const top = shell?.phase === 'running' ? (shell.start?.row ?? 0) : 0;
  for (let index = cursor.row; index >= Math.max(0, top, cursor.row - EDITED_ROWS); index -= 1) {
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

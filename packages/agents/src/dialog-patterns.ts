// What a question looks like on any agent's screen: approvals, menus, confirmations, passwords.
// It only recognises; a false alarm makes a prompt wait, a miss may answer for the person.
import {
  CELL_BACKGROUND,
  CELL_COLORED,
  CELL_DIM,
  CELL_REVERSE,
  firstStyle,
  type ScreenView,
} from './screen-view.ts';

/** Rows above the last written one that are searched for the words of a question. */
const SEARCHED_ROWS = 24;

const APPROVAL =
  /^\s*(?:[│┃|]\s*)?(?:Would you like to|Do you want to|Do you trust|Allow\b|Approve\b|Permit\b|Quick safety check)/mu;
const POINTED_CHOICE = /^\s*(?:[│┃|]\s*)?[›❯▶➜→*>●]\s*\d+[.)]\s/mu;
const KEYS_OF_A_DIALOG =
  /\b(?:enter|return)\b.{0,12}\bto (?:confirm|select|continue|set|submit)|\besc\b.{0,8}\bto (?:cancel|go back|exit|close)|\benter\b (?:select|confirm)|\besc\b (?:close|back|dismiss|cancel)|press (?:enter|return|any key)/iu;
const YES_OR_NO =
  /[[(](?:y\/n|y\/N|Y\/n|yn|nyae|y or n|yes\/no|y\/n\/[^\])]*)[\])]\W*$|\(y\)es\/\(n\)o\b[^?]{0,80}:\s*$|\bdo you wish to see all \d.{0,60}\?\s*$/iu;
const SECRET =
  /(?<![/\w-])(?:password|passphrase|passcode|PIN|one-time code|OTP|mot de passe|Passwort|contraseña)\b(?:[^:]{0,60}:|[\p{L} ()]{0,40}>)\s*$/iu;
/** A confirmation asked for at a sign that would otherwise be a prompt, nothing typed yet. */
const CONFIRMATION =
  /(?:\bto (?:confirm|continue|proceed)\b|\byes or no\b|[[(]y[\])]es\b|\by\/n\b|\byes\/no\b)[^$#>❯?:]{0,40}[$#>❯]\s*$/iu;
const PAGER = /^(?:--More--|\(END\)|lines \d+-\d+.*|:)$/u;

/** Modes of an agent that take keys for themselves, by what stands on the screen's last rows. */
const MODES: readonly (readonly [RegExp, string])[] = [
  [
    /reverse-i-search|bck-i-search|fwd-i-search|^\((?:failed )?i-search\)|^\s*search prompts:/mu,
    'history search',
  ],
  [/Showing detailed transcript/u, 'transcript'],
  [/\bBrowsing\b.*\brewind\b/u, 'transcript'],
  [/\besc\b new\b.*\bquit\b/u, 'session list'],
];
/** The search of a shell's history, where its row begins so. */
const SHELL_SEARCH = /^search:(?: |$)/mu;
/** Rows at the bottom in which such a mode shows itself. */
const MODE_ROWS = 4;

/** The last `SEARCHED_ROWS` rows down to `last`, as text. */
export function textAround(view: ScreenView, last: number): string {
  const lines: string[] = [];
  for (let index = Math.max(0, last - SEARCHED_ROWS); index <= last; index += 1)
    lines.push(view.row(index).text);
  return lines.join('\n');
}

/** The index of the last row with anything on it; -1 on an empty screen. */
export function lastWrittenRow(view: ScreenView): number {
  for (let index = view.rows - 1; index >= 0; index -= 1)
    if (view.row(index).text.trim() !== '') return index;
  return -1;
}

/** Names the question that is on the screen of an agent whose composer does not hold the cursor. */
export function questionOnScreen(view: ScreenView): string | undefined {
  const last = lastWrittenRow(view);
  const bottom = textAround(view, last).split('\n').slice(-MODE_ROWS).join('\n');
  const mode = modeIn(bottom);
  if (mode !== undefined) return mode;
  const text = textAround(view, last);
  const keys = KEYS_OF_A_DIALOG.test(text);
  const pointed = POINTED_CHOICE.test(text) || hasHighlightedPointer(view);
  if (APPROVAL.test(text) && (keys || pointed)) return 'approval';
  if (pointed) return 'menu';
  return keys ? 'dialog' : undefined;
}

/** Names the mode that takes the keys of a line editor, by its rows from `first` on and all below. */
export function modeOfLine(view: ScreenView, first: number): string | undefined {
  const last = lastWrittenRow(view);
  let text = '';
  for (let index = Math.max(0, first); index <= last; index += 1)
    text += `${view.row(index).text}\n`;
  return SHELL_SEARCH.test(text) ? 'history search' : modeIn(text);
}

function modeIn(text: string): string | undefined {
  return MODES.find(([pattern]) => pattern.test(text))?.[1];
}

/** Whether a row begins with a highlighted pointer: the chosen entry of a list. */
export function hasHighlightedPointer(view: ScreenView): boolean {
  for (let index = 0; index < view.rows; index += 1) {
    const row = view.row(index);
    const style = firstStyle(row);
    if (/^[❯▶>]/u.test(row.text) && (style & CELL_REVERSE) !== 0) return true;
    // Codex's own: other programs colour the ground of what was said before.
    if (row.text.startsWith('›') && isHighlighted(style)) return true;
  }
  return false;
}

/**
 * Drawn in reverse, or in a colour of its own on a coloured ground: that is reverse as programs do it
 * where the terminal has told them its colours. Dim ones mark what was said before.
 */
export function isHighlighted(style: number): boolean {
  const inverted = CELL_COLORED | CELL_BACKGROUND;
  return (style & CELL_REVERSE) !== 0 || (style & (inverted | CELL_DIM)) === inverted;
}

/** Names the question that a plain program asks on the cursor's row. */
export function questionOnLine(line: string): string | undefined {
  const text = line.trimEnd();
  if (SECRET.test(text)) return 'password';
  if (YES_OR_NO.test(text)) return 'yes or no';
  if (CONFIRMATION.test(text)) return 'confirmation';
  if (PAGER.test(text)) return 'pager';
  return KEYS_OF_A_DIALOG.test(text) ? 'dialog' : undefined;
}

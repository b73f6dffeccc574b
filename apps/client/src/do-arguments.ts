// What the arguments of `codex-voice do` and `kb` must be; reading them is `command-line.ts`'s task.
import { nearest } from './nearest.ts';
import { KB_ACTIONS } from './options.table.ts';
import { EXIT_USAGE, UserError } from './user-error.ts';

type Values = Readonly<Record<string, unknown>>;

/** Throws `UserError` with status 2. */
export function checkDo(rest: readonly string[], values: Values): void {
  const { list, run, print, send, session } = values;
  if (list === true && rest.length > 0) {
    throw usage(`--list takes no name (${rest[0]}): leave it away`);
  }
  if (list !== true && rest.length === 0) {
    throw usage('do needs a name: codex-voice do NAME [WORDS…], or --list');
  }
  if (rest.indexOf('-') !== rest.lastIndexOf('-')) {
    throw usage('- is standard input and can be read once: name it once');
  }
  const ways = Object.entries({ list, run, print, send }).filter(([, value]) => value === true);
  const [one, other] = ways;
  if (one !== undefined && other !== undefined) {
    throw usage(`--${one[0]} and --${other[0]} contradict each other: keep one`);
  }
  if (run === true && session !== undefined) {
    throw usage('--run runs it here and not in a session: leave --session away');
  }
}

/** Throws `UserError` with status 2. */
export function checkKb([action, ...words]: readonly string[]): void {
  if (action === undefined || !KB_ACTIONS.some((known) => known === action)) {
    const guess = action === undefined ? undefined : nearest(action, KB_ACTIONS);
    const hint = guess === undefined ? '' : ` (did you mean ${guess}?)`;
    throw usage(`kb needs a word: codex-voice kb ${KB_ACTIONS.join('|')}${hint}`);
  }
  if (action === 'list' && words.length > 0) {
    throw usage(`kb list takes no word (${words[0]}): codex-voice kb search finds it`);
  }
  if (action === 'search' && words.length === 0) {
    throw usage('kb search needs words: codex-voice kb search WORDS…');
  }
  if (action === 'add' && words.length < 2) {
    throw usage('kb add needs a title and a text: codex-voice kb add TITLE TEXT…, or TITLE -');
  }
}

function usage(message: string): UserError {
  return new UserError(message, EXIT_USAGE);
}

// What the arguments of `codex-voice session` must be; reading them is `command-line.ts`'s task.
import { nearest } from '../nearest.ts';
import { SAVED_ACTIONS } from '../options.table.ts';
import { EXIT_USAGE, UserError } from '../user-error.ts';

type Values = Readonly<Record<string, unknown>>;

const OF_LOADING = ['worktree', 'anyway', 'no-voice', 'no-host', 'hud'];

/** Throws `UserError` with status 2. */
export function checkSession(rest: readonly string[], values: Values): void {
  const [action, name, tooMuch] = rest;
  if (action === undefined || !SAVED_ACTIONS.some((known) => known === action)) {
    const guess = action === undefined ? undefined : nearest(action, SAVED_ACTIONS);
    const hint = guess === undefined ? '' : ` (did you mean ${guess}?)`;
    throw usage(`session needs a word: codex-voice session ${SAVED_ACTIONS.join('|')}${hint}`);
  }
  if (action === 'list' && name !== undefined) {
    throw usage(`session list takes no name (${name}): leave it away`);
  }
  if (action !== 'list' && name === undefined) {
    throw usage(`session ${action} needs a name: codex-voice session ${action} NAME`);
  }
  if (tooMuch !== undefined) {
    throw usage(`session ${action} takes one name (${tooMuch} is too much): name one`);
  }
  if (action !== 'save' && values.session !== undefined) {
    throw usage('--session goes with save: codex-voice session save NAME --session SESSION');
  }
  const ofLoading = OF_LOADING.find((option) => values[option] !== undefined);
  if (action !== 'load' && ofLoading !== undefined) {
    throw usage(`--${ofLoading} goes with load: codex-voice session load NAME`);
  }
}

function usage(message: string): UserError {
  return new UserError(message, EXIT_USAGE);
}

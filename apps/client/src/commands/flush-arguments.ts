// What may stand behind `flush` on the command line.
import { nearest } from '../nearest.ts';
import { FLUSH_ACTIONS } from '../options.table.ts';
import { EXIT_USAGE, UserError } from '../user-error.ts';

type Values = Readonly<Record<string, unknown>>;

/** Throws `UserError` with status 2. */
export function checkFlush(rest: readonly string[], values: Values): void {
  const [action = 'list', ...names] = rest;
  switch (FLUSH_ACTIONS.find((each) => each === action)) {
    case undefined: {
      const guess = nearest(action, FLUSH_ACTIONS);
      const hint = guess === undefined ? '' : ` (did you mean ${guess}?)`;
      throw usage(`flush needs a word: codex-voice flush ${FLUSH_ACTIONS.join('|')}${hint}`);
    }
    case 'list':
      if (names.length > 0)
        throw usage(`flush list takes no argument (${names[0]}): codex-voice flush show ID`);
      break;
    case 'show':
    case 'send':
    case 'drop':
      checkNames(action, names);
      break;
    case 'edit':
      if (names.length === 0)
        throw usage('flush edit needs a prompt: codex-voice flush edit ID [TEXT…|-]');
      if (names[1] === '-' && names.length > 2)
        throw usage(`- is standard input and stands alone (${names[2]} follows): keep one of them`);
  }
  const stray = ['session', 'compose'].find((option) => values[option] !== undefined);
  if (action !== 'send' && stray !== undefined)
    throw usage(`--${stray} goes with send: codex-voice flush send ID…|all`);
}

function checkNames(action: string, names: readonly string[]): void {
  const some = action === 'show' ? 'ID…' : 'ID…|all';
  if (names.length === 0)
    throw usage(`flush ${action} needs a prompt: codex-voice flush ${action} ${some}`);
  if (names.length > 1 && names.includes('all'))
    throw usage('all is every prompt already: leave the others away');
  if (action === 'show' && names.includes('all'))
    throw usage('flush show takes prompts by name: codex-voice flush lists all');
}

function usage(message: string): UserError {
  return new UserError(message, EXIT_USAGE);
}

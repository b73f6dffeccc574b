// What may stand behind `notes` on the command line.
import { NOTES_ACTIONS } from '../options.table.ts';
import { EXIT_USAGE, UserError } from '../user-error.ts';

type Values = Readonly<Record<string, unknown>>;

/** Options of hearing; the others go with every action. */
const LISTEN_OPTIONS = ['audio', 'device', 'language', 'model'];

/** Throws `UserError` with status 2. */
export function checkNotes(rest: readonly string[], values: Values): void {
  const [action = 'list', ...words] = rest;
  switch (NOTES_ACTIONS.find((each) => each === action)) {
    case undefined:
      throw usage(`notes needs a word: codex-voice notes ${NOTES_ACTIONS.join('|')}`);
    case 'add':
      if (words.length === 0)
        throw usage('notes add needs a text: codex-voice notes add TEXT…, or - for standard input');
      if (words[0] === '-' && words.length > 1)
        throw usage(`- is standard input and stands alone (${words[1]} follows): keep one of them`);
      break;
    case 'show':
      if (words.length > 1)
        throw usage(`notes show has one day (${words[1]} is too much): name one`);
      break;
    case 'list':
    case 'listen':
      if (words.length > 0)
        throw usage(`notes ${action} takes no argument (${words[0]}): leave it away`);
  }
  if (values.audio !== undefined && values.device !== undefined)
    throw usage('--audio and --device are two sources: keep one');
  const stray = LISTEN_OPTIONS.find((option) => values[option] !== undefined);
  if (action !== 'listen' && stray !== undefined)
    throw usage(`--${stray} goes with listen: codex-voice notes listen`);
}

function usage(message: string): UserError {
  return new UserError(message, EXIT_USAGE);
}

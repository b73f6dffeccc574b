// What the arguments of `codex-voice attach` and `sessions` must be: a session of this machine, or an address
// of another one. Reading them is `command-line.ts`'s task.
import { isRemote } from '@codex-voice/remote';
import { EXIT_USAGE, UserError } from '../user-error.ts';

type Values = Readonly<Record<string, unknown>>;

/** Options that say how a session of another machine is reached and heard. */
const OF_LINKS = ['there', 'audio', 'no-voice'];

/** Throws `UserError` with status 2. */
export function checkAttach(rest: readonly string[], values: Values): void {
  if (rest.length > 1) throw usage(`attach shows one session (${rest[1]} is too much): name one`);
  const given = OF_LINKS.find((option) => values[option] !== undefined);
  if (given === undefined || isRemote(rest[0])) return;
  throw usage(`--${given} goes with an address: codex-voice attach --${given} … ssh://HOST`);
}

/** Throws `UserError` with status 2. */
export function checkSessions(rest: readonly string[], values: Values): void {
  const [word, tooMuch] = rest;
  if (tooMuch !== undefined) throw usage(`sessions asks one machine (${tooMuch} is too much)`);
  if (word !== undefined && !isRemote(word))
    throw usage(`sessions takes no argument (${word}) but an address: ssh://HOST, or nothing`);
  if (values.there !== undefined && word === undefined)
    throw usage('--there goes with an address: codex-voice sessions --there PATH ssh://HOST');
}

function usage(message: string): UserError {
  return new UserError(message, EXIT_USAGE);
}

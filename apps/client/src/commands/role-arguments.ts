// What the arguments of `codex-voice role` must be; reading them is `command-line.ts`'s task.
import { EXIT_USAGE, UserError } from '../user-error.ts';

type Values = Readonly<Record<string, unknown>>;

/** Throws `UserError` with status 2. */
export function checkRole(rest: readonly string[], { session, send }: Values): void {
  if (rest.length > 1) {
    throw usage(`role shows one role (${rest[1]} is too much): name one`);
  }
  if (rest.length === 0 && session !== undefined) {
    throw usage('--session needs a role: codex-voice role NAME --session SESSION');
  }
  if (send === true && session === undefined) {
    throw usage('--send goes with --session: codex-voice role NAME --session SESSION --send');
  }
}

function usage(message: string): UserError {
  return new UserError(message, EXIT_USAGE);
}

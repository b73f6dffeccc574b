// What may stand behind `approve`, `deny` and `approvals` on the command line.
import { EXIT_USAGE, UserError } from '../user-error.ts';

/** `a3`, or `3`, as a person types it; a question of the agent's is `q3`. */
const APPROVAL_ID = /^[aq]?\d{1,9}$/iu;

/** Throws `UserError` with status 2. */
export function checkApproval(
  command: 'approve' | 'deny' | 'approvals',
  rest: readonly string[],
): void {
  const [id, more] = rest;
  if (command === 'approvals') {
    if (id !== undefined) throw usage(`approvals takes no argument (${id}): leave it away`);
    return;
  }
  if (id === undefined)
    throw usage(`${command} needs an approval: codex-voice approvals lists what is asked`);
  if (more !== undefined)
    throw usage(`${command} answers one approval (${more} is too much): one at a time`);
  if (!APPROVAL_ID.test(id))
    throw usage(`${id} names no approval: they are a1, a2 …; codex-voice approvals lists them`);
}

function usage(message: string): UserError {
  return new UserError(message, EXIT_USAGE);
}

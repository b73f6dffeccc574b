// What may stand behind `approve`, `deny`, `answer` and `approvals` on the command line.
import { MAXIMUM_REPLY_UNITS } from '@codex-voice/protocol';
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

/** Throws `UserError` with status 2. */
export function checkAnswer(rest: readonly string[]): void {
  const [id, ...words] = rest;
  if (id === undefined)
    throw usage('answer needs a question: codex-voice approvals lists what is asked');
  if (!APPROVAL_ID.test(id))
    throw usage(
      `${id} names no question: they are a1, a2 … and q1, q2 …; codex-voice approvals lists them`,
    );
  if (words.join('').trim() === '')
    throw usage(`answer needs words, or the number of a choice: codex-voice answer ${id} TEXT`);
  if (words.join(' ').length > MAXIMUM_REPLY_UNITS)
    throw usage(`an answer has ${MAXIMUM_REPLY_UNITS} characters at most: say it in fewer`);
}

function usage(message: string): UserError {
  return new UserError(message, EXIT_USAGE);
}

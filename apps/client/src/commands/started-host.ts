// The host that a command asks something: this person's, started where none runs.
import { type AskedHost, findHost, hostProblem } from './host-questions.ts';
import { type CommandGiven, openAccess } from './session-access.ts';

/** `patienceMs`: for each answer. Throws `UserError` where there can be none. */
export async function startedHost(
  given: Pick<CommandGiven, 'config' | 'launcher'>,
  patienceMs?: number,
): Promise<AskedHost> {
  const { place } = openAccess(given);
  const keepEnded = given.config().session.keep_ended;
  const found = await findHost({ ...place, keepEnded }, 'start', patienceMs);
  if (found.kind === 'refused') throw hostProblem(found);
  return found.host;
}

/** The same, let go when `use` has ended. */
export async function withStartedHost<Value>(
  given: Pick<CommandGiven, 'config' | 'launcher'>,
  use: (host: AskedHost) => Promise<Value>,
): Promise<Value> {
  const host = await startedHost(given);
  try {
    return await use(host);
  } finally {
    host.close();
  }
}

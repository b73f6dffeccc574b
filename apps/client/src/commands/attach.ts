// `codex-voice attach`: which session this terminal is to show, and how. Showing it is another's task,
// loaded while the session writes its screen down.
import { isRemote } from '@codex-voice/remote';
import { SESSION_VARIABLE } from '../host-link.ts';
import { reachKeeper } from '../reached-keeper.ts';
import { sessionOptions } from '../session-options.ts';
import { agentSize, requireTerminal } from '../terminal-checks.ts';
import { UserError } from '../user-error.ts';
import { type CommandGiven, findSession, openAccess } from './session-access.ts';

/** Resolves when this terminal has left the session. Throws `UserError`. */
export async function attach(given: CommandGiven): Promise<number> {
  const { request, launcher } = given;
  const { options, rest } = request;
  if (isRemote(rest[0]))
    return await (await import('../remote/attach-remote.ts')).attachRemote(given, rest[0]);
  const config = given.config();
  const sources = openAccess(given).sources();
  const sessionId = await findSession(sources, { name: rest[0], unnamed: 'another' });
  if (sessionId === process.env[SESSION_VARIABLE]) {
    throw new UserError(`${sessionId} is what this terminal is in: attach from another terminal`);
  }
  requireTerminal();
  const hold = options.view === true ? 'never' : options.take === true ? 'take' : 'if-free';
  const size = agentSize(sessionOptions(request, config));
  const reached = await reachKeeper({ sessionId, hold, size });
  const { attachSession } = await import('../attach-session.ts');
  return await attachSession({ reached, request, config, launcher });
}

// Another terminal on a session that runs.
import type { Request } from './command-line.ts';
import type { Config } from './config-schema.ts';
import { joinKeptSession } from './kept-session.ts';
import { showSession } from './session.ts';
import { tellEnd } from './session-end.ts';
import { sessionOptions } from './session-options.ts';
import { sessionSettings } from './session-settings.ts';
import { requireTerminal } from './terminal-checks.ts';

export interface AttachOptions {
  readonly sessionId: string;
  /** `take`: hold the session, whoever has it. `if-free`: unless someone has. `never`: only watch. */
  readonly hold: 'if-free' | 'take' | 'never';
  readonly request: Request;
  readonly config: Config;
  readonly launcher: string;
}

/** Shows the session here until it ends or is left. Resolves with the exit status. Throws `UserError`. */
export async function attachSession(given: AttachOptions): Promise<number> {
  const { sessionId, hold, request, config, launcher } = given;
  requireTerminal();
  const options = sessionOptions(request, config);
  const settings = sessionSettings(config, options);
  const backend = await joinKeptSession({
    sessionId,
    settings,
    launcher,
    capability: hold === 'never' ? 'view' : 'control',
    keepEnded: config.session.keep_ended,
  });
  const end = await showSession({ backend, settings, options, start: hold });
  if (end.kind !== 'switched') return tellEnd(end, sessionId);
  return await attachSession({ ...given, sessionId: end.sessionId, hold: end.hold });
}

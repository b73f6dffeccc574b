// Another terminal on a session that runs.
import type { Request } from './command-line.ts';
import { readSessionRecord } from './commands/session-record.ts';
import type { Config } from './config-schema.ts';
import { joinKeptSession } from './kept-session.ts';
import { LateSettings } from './late-settings.ts';
import { liveConfig } from './live-config.ts';
import { BrokenConnections, knownEnd, nextReached } from './lost-connection.ts';
import { monotonicMs } from './monotonic.ts';
import { sessionsDirectory } from './places.ts';
import type { ReachedKeeper } from './reached-keeper.ts';
import { tellEnd } from './session-end.ts';
import { sessionOptions } from './session-options.ts';
import { showSession } from './show-session.ts';
import { agentSize } from './terminal-checks.ts';

export interface AttachOptions {
  readonly reached: ReachedKeeper;
  readonly request: Request;
  readonly config: Config;
  readonly launcher: string;
  /** Connections of this terminal that broke before this one. */
  readonly broken?: BrokenConnections;
}

/** Shows the session here until it ends or is left. Resolves with the exit status. Throws `UserError`. */
export async function attachSession(given: AttachOptions): Promise<number> {
  const { reached, request, config, launcher } = given;
  const options = sessionOptions(request, config);
  const settings = new LateSettings(async () => {
    const { sessionSettings, sessionSpeech } = await import('./session-settings.ts');
    // The project is the session's, wherever it is joined from.
    return sessionSettings(config, options, sessionSpeech(config, options));
  });
  const folder = readSessionRecord(sessionsDirectory(), reached.sessionId)?.cwd ?? process.cwd();
  const backend = joinKeptSession({
    reached,
    launcher,
    keepEnded: config.session.keep_ended,
  });
  const end = await showSession({
    ...{ backend, settings, options, start: reached.hold },
    live: liveConfig(given, folder),
  });
  const { sessionId } = reached;
  const broken = given.broken ?? new BrokenConnections(monotonicMs);
  const next = await nextReached(end, { sessionId, broken, size: agentSize(options) });
  if ('kind' in next) {
    const told = await knownEnd(next, sessionId);
    return tellEnd(told, { sessionId, words: options.telling.words.end });
  }
  return await attachSession({ ...given, reached: next, broken });
}

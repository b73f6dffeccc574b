// `codex-voice sessions`: what runs, for people and for programs.
import { runningSessions } from './running-sessions.ts';
import { type CommandGiven, openAccess, printJson } from './session-access.ts';
import { sessionDocument, sessionTable } from './session-table.ts';

export async function listSessions(given: CommandGiven): Promise<number> {
  const sessions = await runningSessions(openAccess(given).sources());
  const nowMs = Date.now();
  if (given.request.options.json === true) {
    printJson(sessionDocument(sessions, nowMs));
    return 0;
  }
  const columns = process.stdout.isTTY ? process.stdout.columns : undefined;
  process.stdout.write(sessionTable(sessions, { nowMs, home: process.env.HOME, columns }));
  return 0;
}

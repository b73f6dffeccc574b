// `codex-voice sessions`: what runs, for people and for programs.
import { isRemote } from '@codex-voice/remote';
import { runningSessions } from './running-sessions.ts';
import { type CommandGiven, openAccess, printJson } from './session-access.ts';
import { sessionDocument, sessionTable } from './session-table.ts';

export async function listSessions(given: CommandGiven): Promise<number> {
  const [word] = given.request.rest;
  if (isRemote(word)) return await listThere(given, word);
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

/** Asks the codex-voice of another machine. */
async function listThere(given: CommandGiven, word: string): Promise<number> {
  const [{ programThere, remoteAddress }, { remoteSessions }] = await Promise.all([
    import('../remote/remote-choice.ts'),
    import('../remote/list-remote.ts'),
  ]);
  const { document, sessions } = await remoteSessions(remoteAddress(word), programThere(given));
  if (given.request.options.json === true) printJson(document);
  else {
    const columns = process.stdout.isTTY ? process.stdout.columns : undefined;
    process.stdout.write(sessionTable(sessions, { nowMs: Date.now(), home: undefined, columns }));
  }
  return 0;
}

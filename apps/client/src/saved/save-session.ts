// What a running session is, saved under a name.
import { UserError, visible } from '../user-error.ts';
import { repositoryOf } from './repository.ts';
import { checkSavedName, type SavedSession, writeSaved } from './saved-sessions.ts';
import { knownStart, knownThread } from './session-start-file.ts';

/** Throws `UserError`. */
export async function saveSession(
  sessionId: string,
  name: string,
): Promise<{ readonly saved: SavedSession; readonly was: 'new' | 'replaced' }> {
  checkSavedName(name);
  const known = knownStart(sessionId);
  if (known === undefined) {
    throw new UserError(
      `what ${visible(sessionId)} was started with can't be read: see its folder among the state’s sessions`,
    );
  }
  const repository = await repositoryOf(known.folder);
  const thread = knownThread(sessionId);
  const saved: SavedSession = {
    version: 1,
    name,
    savedAt: new Date().toISOString(),
    ...known,
    ...(repository === undefined ? {} : { repository }),
    ...(thread === undefined ? {} : { thread }),
  };
  return { saved, was: writeSaved(saved) };
}

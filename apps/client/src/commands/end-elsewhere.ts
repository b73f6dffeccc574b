// Ends another session from within one.
import { endSession } from './kill.ts';
import { openAccess } from './session-access.ts';

/** As long as a keeper gives its agent, and a moment more, in ms. */
const PATIENCE_MS = 4_000;

/** Ends it; the answer is what went wrong. */
export async function endElsewhere(sessionId: string): Promise<string | undefined> {
  const sources = openAccess({ launcher: '' }).sources();
  const end = await endSession({ sources, sessionId, patienceMs: PATIENCE_MS });
  return end.kind === 'ended' ? undefined : end.message;
}

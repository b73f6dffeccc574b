// Ends another session from within one.
import { isRemote } from '@codex-voice/remote';
import { endSession } from './kill.ts';
import { openAccess } from './session-access.ts';

/** As long as a keeper gives its agent, and a moment more, in ms. */
const PATIENCE_MS = 4_000;

/** Ends it; the answer is what went wrong. */
export async function endElsewhere(sessionId: string): Promise<string | undefined> {
  if (isRemote(sessionId)) return `codex-voice kill ends it, on its own machine`;
  const sources = openAccess({ launcher: '' }).sources();
  const end = await endSession({ sources, sessionId, patienceMs: PATIENCE_MS });
  return end.kind === 'ended' ? undefined : end.message;
}

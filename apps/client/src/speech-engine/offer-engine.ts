// A session whose model has no library to compute it: asked for before the session's screen is there. Whatever
// is said, the session starts, with what is there.
import type { SessionSettings } from '@codex-voice/protocol';
import { askYes } from '../actions/ask-yes.ts';
import { tellError } from '../told-lines.ts';
import { UserError } from '../user-error.ts';
import { engineStanding } from './engine-standing.ts';
import { ENGINE_COMMAND, ensureEngine } from './ensure-engine.ts';

/** Lines for the person. */
export async function offerEngine(
  { voice }: SessionSettings,
  launcher: string,
): Promise<readonly string[]> {
  const wantsModel = voice?.start.recognizers?.some(({ kind }) => kind === 'model') === true;
  if (!wantsModel || engineStanding(launcher, process.env).kind === 'there') return [];
  try {
    const wish = { launcher, environment: process.env, agree: askYes, tell: tellError };
    const outcome = await ensureEngine(wish);
    return outcome === 'refused' ? [`${ENGINE_COMMAND} fetches what computes your model`] : [];
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return [error.message];
  }
}

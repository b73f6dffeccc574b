// Chooses the voice activity detector: the neural one, or the fallback when it can't be loaded.

import type { VoiceActivity } from '@codex-voice/speech';
import { createEnergyVoiceActivity } from './energy-voice-activity.ts';
import { RecognizerError } from './failure.ts';
import { createSileroVoiceActivity } from './silero-voice-activity.ts';

/** The detector, and why it is only the fallback if it is. */
export interface ChosenVoiceActivity {
  readonly voiceActivity: VoiceActivity;
  /** Why the neural detector isn't in use; undefined when it is. */
  readonly fallbackReason: RecognizerError | undefined;
}

/** Loads the neural detector by `load`, or falls back to band energy; never fails itself. */
export async function createVoiceActivity(
  load: () => Promise<VoiceActivity> = createSileroVoiceActivity,
): Promise<ChosenVoiceActivity> {
  try {
    return { voiceActivity: await load(), fallbackReason: undefined };
  } catch (error) {
    if (!(error instanceof RecognizerError)) throw error;
    return { voiceActivity: createEnergyVoiceActivity(), fallbackReason: error };
  }
}

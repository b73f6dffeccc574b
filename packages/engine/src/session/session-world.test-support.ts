// A session with the built-in recogniser, what it told, and speech to push: a recording of five phrases.
import { join } from 'node:path';
import { Resampler, readRecording } from '@codex-voice/audio';
import { SAMPLE_RATE_HZ } from '@codex-voice/speech';
import { onTestFinished } from 'vitest';
import type { VoiceSessionEvent } from './session-events.ts';
import type { VoiceSessionOptions } from './session-options.ts';
import { startVoiceSession, type VoiceSession } from './voice-session.ts';

export const RECORDING = join(
  import.meta.dirname,
  '../../../../examples/recordings/first-light.wav',
);

/** What is said in the recording, and when it is over, in ms. */
export const PHRASES = [
  'fix the failing tests',
  'explain this code',
  'scratch that',
  'run the tests',
  'send it',
] as const;

/** In the middle of the first phrase, and in the pauses after the first three, in ms. */
export const IN_FIRST_MS = 1_500;
export const AFTER_FIRST_MS = 2_300;
export const AFTER_SECOND_MS = 4_300;
export const AFTER_THIRD_MS = 6_300;

/** The recording, or a part of it, at another rate. */
export async function speech(
  part: { readonly fromMs?: number; readonly toMs?: number; readonly rateHz?: number } = {},
): Promise<Int16Array> {
  const { fromMs = 0, toMs, rateHz = SAMPLE_RATE_HZ } = part;
  const at = (ms: number): number => (ms * SAMPLE_RATE_HZ) / 1000;
  const whole = await readRecording(RECORDING);
  const samples = whole.subarray(at(fromMs), toMs === undefined ? whole.length : at(toMs));
  const resampler = new Resampler({ fromHz: SAMPLE_RATE_HZ, toHz: rateHz });
  const all = [...resampler.process(samples), ...resampler.flush()];
  return Int16Array.from(all, (sample) => Math.round(Math.max(-1, Math.min(1, sample)) * 32_767));
}

export interface HearingSession {
  readonly session: VoiceSession;
  readonly events: VoiceSessionEvent[];
  of<Type extends VoiceSessionEvent['type']>(
    type: Type,
  ): Extract<VoiceSessionEvent, { type: Type }>[];
  transcripts(): string[];
}

/** Closed when the test is over. */
export async function hearingSession(
  options: Partial<VoiceSessionOptions> = {},
): Promise<HearingSession> {
  const events: VoiceSessionEvent[] = [];
  const session = await startVoiceSession({
    sampleRateHz: SAMPLE_RATE_HZ,
    onEvent: (event) => events.push(event),
    ...options,
  });
  onTestFinished(() => session.close());
  const of: HearingSession['of'] = (type) =>
    // The filter is what the type says.
    events.filter((event) => event.type === type) as Extract<
      VoiceSessionEvent,
      { type: typeof type }
    >[];
  return { session, events, of, transcripts: () => of('final').map((each) => each.transcript) };
}

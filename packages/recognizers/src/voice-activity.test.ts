import type { VoiceActivity } from '@codex-voice/speech';
import { describe, expect, it } from 'vitest';
import { RecognizerError } from './failure.ts';
import { createVoiceActivity } from './voice-activity.ts';

describe('createVoiceActivity', () => {
  it('RECOG-36 takes the neural detector when it loads', async () => {
    const { voiceActivity, fallbackReason } = await createVoiceActivity();
    expect(voiceActivity.name).toBe('silero');
    expect(fallbackReason).toBeUndefined();
    voiceActivity.dispose();
  });

  it('RECOG-36 falls back to energy and tells why', async () => {
    const reason = new RecognizerError('engine-failed', 'no such library');
    const { voiceActivity, fallbackReason } = await createVoiceActivity(() =>
      Promise.reject(reason),
    );
    expect(voiceActivity.name).toBe('energy');
    expect(fallbackReason).toBe(reason);
  });

  it('RECOG-36 does not hide a mistake of the program', async () => {
    const broken = (): Promise<VoiceActivity> => Promise.reject(new TypeError('mistake'));
    await expect(createVoiceActivity(broken)).rejects.toThrow(TypeError);
  });
});

// The contract of VoiceActivity, held by every implementation in this package.

import { FRAME_SAMPLES, type VoiceActivity } from '@codex-voice/speech';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createEnergyVoiceActivity } from './energy-voice-activity.ts';
import { fixture, framesOf, hiss } from './fixture.ts';
import { createSileroVoiceActivity } from './silero-voice-activity.ts';

const IMPLEMENTATIONS: readonly (readonly [string, () => Promise<VoiceActivity>])[] = [
  ['silero', createSileroVoiceActivity],
  ['energy', async () => createEnergyVoiceActivity()],
];

/** In the recording, speech lies between these frames (heard by ear and seen in the waveform). */
const SPEECH_FRAMES = { first: 24, last: 58 };

/** 100 ms, the longest that an answer may lag behind. */
const LAG_FRAMES = 4;

describe.each(IMPLEMENTATIONS)('%s', (name, create) => {
  let voiceActivity: VoiceActivity;
  beforeEach(async () => {
    voiceActivity = await create();
  });
  afterEach(() => {
    voiceActivity.dispose();
  });

  const answers = (samples: Float32Array) =>
    framesOf(samples).map((frame) => voiceActivity.accept(frame));

  it('says its name', () => {
    expect(voiceActivity.name).toBe(name);
  });

  it('RECOG-30 answers speech, noise and full scale with probabilities', () => {
    const square = Float32Array.from({ length: 16_000 }, (_, index) => (index % 80 < 40 ? 1 : -1));
    for (const samples of [fixture('other-speech'), hiss(16_000, 0.3), square]) {
      for (const probability of answers(samples)) {
        expect(probability).toBeGreaterThanOrEqual(0);
        expect(probability).toBeLessThanOrEqual(1);
      }
    }
  });

  it('RECOG-31 finds the speech in a recording', () => {
    const speech = answers(fixture('fix-the-failing-tests')).slice(
      SPEECH_FRAMES.first + LAG_FRAMES,
      SPEECH_FRAMES.last,
    );
    const heard = speech.filter((probability) => probability >= 0.5).length;
    expect(heard / speech.length).toBeGreaterThan(0.85);
  });

  it('RECOG-31 finds none in digital silence and faint hiss', () => {
    for (const samples of [new Float32Array(32_000), hiss(32_000, 0.0005)]) {
      expect(answers(samples).filter((probability) => probability >= 0.5)).toEqual([]);
    }
  });

  it('RECOG-32 refuses a frame of another length', () => {
    for (const length of [0, 1, FRAME_SAMPLES - 1, FRAME_SAMPLES + 1]) {
      expect(() => voiceActivity.accept(new Float32Array(length))).toThrow(RangeError);
    }
  });

  it('RECOG-32 takes what is no number for silence', () => {
    const broken = new Float32Array(FRAME_SAMPLES).fill(Number.NaN);
    broken[1] = Number.POSITIVE_INFINITY;
    expect(voiceActivity.accept(broken)).toBeLessThan(0.5);
    const heard = answers(fixture('send-it')).filter((probability) => probability >= 0.5);
    expect(heard.length).toBeGreaterThan(5);
  });

  it('RECOG-33 answers the same again after reset', () => {
    const first = answers(fixture('send-it'));
    voiceActivity.reset();
    expect(answers(fixture('send-it'))).toEqual(first);
  });

  it('RECOG-34 refuses work after dispose', () => {
    voiceActivity.dispose();
    voiceActivity.dispose();
    expect(() => voiceActivity.accept(new Float32Array(FRAME_SAMPLES))).toThrow(TypeError);
  });
});

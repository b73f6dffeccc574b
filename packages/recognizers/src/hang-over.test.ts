import { FRAME_SAMPLES } from '@codex-voice/speech';
import { describe, expect, it } from 'vitest';
import { HangOver } from './hang-over.ts';

const SPEECH = 0.2;
const frame = (level: number) => new Float32Array(FRAME_SAMPLES).fill(level);

/** A detector that goes on for five frames after the speech. */
function answersAfterSpeech(hangOver: HangOver, tailLevel: number, frames = 5): boolean[] {
  for (let index = 0; index < 10; index += 1) hangOver.isSpeech(frame(SPEECH), 'speech');
  return Array.from({ length: frames }, () => hangOver.isSpeech(frame(tailLevel), 'speech'));
}

describe('HangOver', () => {
  it('RECOG-37 takes frames far weaker than the speech for its end', () => {
    expect(answersAfterSpeech(new HangOver(), SPEECH / 40)).toEqual(Array(5).fill(false));
  });

  it('RECOG-37 leaves soft sounds of the same speech alone', () => {
    expect(answersAfterSpeech(new HangOver(), SPEECH / 25)).toEqual(Array(5).fill(true));
  });

  it('RECOG-37 knows the level of a loud room', () => {
    const hangOver = new HangOver();
    for (let index = 0; index < 50; index += 1) hangOver.isSpeech(frame(SPEECH / 6), 'none');
    expect(answersAfterSpeech(hangOver, SPEECH / 6)).toEqual(Array(5).fill(false));
    expect(hangOver.isSpeech(frame(SPEECH / 2), 'speech')).toBe(true);
  });

  it('RECOG-37 believes the detector after seven frames in a row', () => {
    const answers = answersAfterSpeech(new HangOver(), SPEECH / 40, 9);
    expect(answers).toEqual([...Array(7).fill(false), true, true]);
  });

  it('RECOG-37 gives speech after a pause a level of its own', () => {
    const hangOver = new HangOver();
    answersAfterSpeech(hangOver, SPEECH / 40);
    for (let index = 0; index < 4; index += 1) hangOver.isSpeech(frame(0), 'none');
    expect(hangOver.isSpeech(frame(SPEECH / 40), 'speech')).toBe(true);
  });

  it('RECOG-37 hears nothing where the detector hears nothing', () => {
    expect(new HangOver().isSpeech(frame(SPEECH), 'none')).toBe(false);
  });
});

import { FRAME_SAMPLES, SAMPLE_RATE_HZ, type WakeListener } from '@codex-voice/speech';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fixture, framesOf, hiss } from './fixture.ts';
import { createPhraseWakeListener, PhraseWakeListener } from './phrase-wake.ts';

const NOTHING = { verdict: 'rejected', text: '', confidence: 0 } as const;

let listener: WakeListener;
beforeAll(async () => {
  listener = await createPhraseWakeListener({
    phrases: [{ spoken: 'hey codex' }],
    language: 'en',
  });
});
afterAll(() => listener.dispose());

function joined(...parts: readonly Float32Array[]): Float32Array {
  const whole = new Float32Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

describe('the wake phrase', () => {
  it('RECOG-111 is not looked for after other words in the same breath', () => {
    listener.reset();
    const { length } = fixture('other-speech');
    // Two seconds of words, then the phrase without its leading silence.
    const words = fixture('other-speech').subarray(Math.max(0, length - 2 * SAMPLE_RATE_HZ));
    const phrase = fixture('hey-codex').subarray(0.6 * SAMPLE_RATE_HZ);
    const breath = joined(words, phrase);
    const woken = framesOf(breath).flatMap((frame) => listener.accept(frame, 1) ?? []);
    expect(woken).toEqual([]);
  });

  it('RECOG-112 decodes nothing while nobody speaks, and other speech once', () => {
    let decoded = 0;
    const counting = new PhraseWakeListener(
      { grammar: { wordByToken: new Map() }, recognize: () => NOTHING, dispose: () => undefined },
      {
        decode: () => {
          decoded += 1;
          return { tokens: [], score: 0, segments: [] };
        },
        dispose: () => undefined,
      },
    );
    const frame = hiss(FRAME_SAMPLES, 0.5);
    for (let count = 0; count < 5_000; count += 1) counting.accept(frame, 0.2);
    expect(decoded).toBe(0);
    for (let count = 0; count < 5_000; count += 1) counting.accept(frame, 1);
    expect(decoded).toBe(1);
    for (let count = 0; count < 10; count += 1) counting.accept(frame, 0);
    for (let count = 0; count < 100; count += 1) counting.accept(frame, 1);
    expect(decoded).toBe(2);
    counting.dispose();
  });
});

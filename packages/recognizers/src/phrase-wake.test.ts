import { FRAME_SAMPLES, SAMPLE_RATE_HZ, type Wake, type WakeListener } from '@codex-voice/speech';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type FixtureName, fixture, framesOf, hiss } from './fixture.ts';
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

interface Noticed extends Wake {
  readonly atSample: number;
}

/** Loud frames are speech: voice activity itself is tested elsewhere. */
function listen(samples: Float32Array): readonly Noticed[] {
  return framesOf(samples).flatMap((frame, index) => {
    const level = Math.sqrt(frame.reduce((sum, sample) => sum + sample * sample, 0) / frame.length);
    const wake = listener.accept(frame, level > 0.01 ? 1 : 0);
    return wake === undefined ? [] : [{ ...wake, atSample: (index + 1) * FRAME_SAMPLES }];
  });
}

function joined(...parts: readonly Float32Array[]): Float32Array {
  const whole = new Float32Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

const seconds = (count: number) => new Float32Array(count * SAMPLE_RATE_HZ);

/** Where the phrase ends in a recording that is padded by 0.6 s of silence, in s, by ear and eye. */
const PHRASE_END_S: Readonly<Partial<Record<FixtureName, number>>> = {
  'hey-codex': 1.5,
  'hey-codex-fix-the-failing-tests': 1.5,
};

describe('the wake phrase', () => {
  it.each(['hey-codex', 'hey-codex-fix-the-failing-tests'] as const)(
    'RECOG-110 wakes once by %s, and says where it ended',
    (name) => {
      listener.reset();
      const woken = listen(joined(fixture(name), seconds(1)));
      expect(woken).toMatchObject([{ phrase: 'hey codex' }]);
      const endS = woken.map(
        ({ atSample, agoSamples }) => (atSample - agoSamples) / SAMPLE_RATE_HZ,
      );
      expect(Math.abs((endS[0] ?? 0) - (PHRASE_END_S[name] ?? 0))).toBeLessThan(0.25);
    },
  );

  it('RECOG-110 is heard again, and after other speech and a pause', () => {
    listener.reset();
    const phrase = fixture('hey-codex');
    const woken = listen(joined(phrase, fixture('other-speech'), seconds(0.5), phrase, phrase));
    expect(woken).toHaveLength(3);
  });

  it('RECOG-111 is not heard in other speech, noise and silence', () => {
    listener.reset();
    const sounds = [
      fixture('other-speech'),
      fixture('fix-the-failing-tests'),
      fixture('send-it'),
      hiss(3 * SAMPLE_RATE_HZ, 0.3),
      seconds(1),
    ];
    for (const sound of sounds) expect(listen(joined(sound, seconds(0.5)))).toEqual([]);
  });

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

  it('RECOG-113 comes to the same result after a reset, whatever was heard before', () => {
    const heard = joined(fixture('hey-codex-fix-the-failing-tests'), seconds(1));
    listener.reset();
    const first = listen(heard);
    listen(fixture('other-speech').subarray(0, 9 * FRAME_SAMPLES));
    listener.reset();
    expect(listen(heard)).toEqual(first);
  });

  it('RECOG-113 refuses a frame of another length, and any frame after dispose', async () => {
    expect(() => listener.accept(new Float32Array(10), 0)).toThrow(RangeError);
    const other = await createPhraseWakeListener({
      phrases: [{ spoken: 'hello robot' }],
      language: 'en',
    });
    other.dispose();
    other.dispose();
    other.reset();
    expect(() => other.accept(new Float32Array(FRAME_SAMPLES), 0)).toThrow(TypeError);
  });
});

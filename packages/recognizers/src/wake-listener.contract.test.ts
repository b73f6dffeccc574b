// The contract of a wake listener, which every implementation keeps: the built-in phrases hear recorded
// speech, a keyword model hears melodies, in a process of its own.
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { FRAME_SAMPLES, SAMPLE_RATE_HZ, type Wake, type WakeListener } from '@codex-voice/speech';
import { melody } from '@codex-voice/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createWakeListener } from './create-wake-listener.ts';
import { fixture, framesOf, hiss } from './fixture.ts';
import { KeywordWakeListener } from './keywords/keyword-wake.ts';
import { createPhraseWakeListener } from './phrase-wake.ts';
import { generatedModels } from './sherpa/generated-models.test-support.ts';

const app = fileURLToPath(new URL('../../../apps/recognizer/src/main.ts', import.meta.url));
const command = { file: process.execPath, args: ['--no-warnings', app] };

const generate = generatedModels();

const seconds = (count: number) => new Float32Array(count * SAMPLE_RATE_HZ);

function joined(...parts: readonly Float32Array[]): Float32Array {
  const whole = new Float32Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

interface Subject {
  readonly name: string;
  readonly phrase: string;
  make(): Promise<WakeListener>;
  readonly alone: () => Float32Array;
  /** In the same breath. */
  readonly followed: () => Float32Array;
  /** Where the phrase ends in both, in s: of recordings by ear and eye. */
  readonly endS: number;
  readonly others: () => readonly Float32Array[];
}

const PHRASES: Subject = {
  name: 'the built-in phrases',
  phrase: 'hey codex',
  make: () => createPhraseWakeListener({ phrases: [{ spoken: 'hey codex' }], language: 'en' }),
  alone: () => fixture('hey-codex'),
  followed: () => fixture('hey-codex-fix-the-failing-tests'),
  endS: 1.5,
  others: () => [fixture('other-speech'), fixture('fix-the-failing-tests'), fixture('send-it')],
};

const KEYWORDS: Subject = {
  name: 'a keyword model',
  phrase: 'codex',
  async make() {
    const { id, files, provider } = await generate('streaming-transducer');
    return await createWakeListener({
      phrases: [{ spoken: 'codex' }],
      language: 'en',
      model: { id, files, provider, threads: 1 },
      // Nobody but the model understands melodies.
      confirmed: 'off',
      command,
      onNotice: (message) => {
        throw new Error(message);
      },
    });
  },
  alone: () => joined(seconds(0.5), melody('codex')),
  followed: () => joined(seconds(0.5), melody('codex go on')),
  // Half a second and 0.2 s of silence, five letters of 0.2 s, the last without its gap.
  endS: 1.62,
  others: () => [melody('hey claude'), melody('code'), melody('index'), melody('cod')],
};

interface Noticed extends Wake {
  readonly atSample: number;
}

/** Loud frames are speech: voice activity itself is tested elsewhere. */
async function listen(listener: WakeListener, samples: Float32Array): Promise<readonly Noticed[]> {
  const woken: Noticed[] = [];
  for (const [index, frame] of framesOf(samples).entries()) {
    const level = Math.sqrt(frame.reduce((sum, sample) => sum + sample * sample, 0) / frame.length);
    const wake = listener.accept(frame, level > 0.01 ? 1 : 0);
    if (wake !== undefined) woken.push({ ...wake, atSample: (index + 1) * FRAME_SAMPLES });
    // Its process needs the processor more than a loop that looks at it does.
    if (listener instanceof KeywordWakeListener) while (listener.behindSamples > 0) await sleep(1);
  }
  return woken;
}

describe.each([PHRASES, KEYWORDS])('a wake listener: $name', (subject) => {
  const { phrase, endS, make, alone, followed, others } = subject;
  let listener: WakeListener;
  beforeAll(async () => {
    listener = await make();
  });
  afterAll(() => listener.dispose());

  it.each([
    ['alone', alone],
    ['with words in the same breath', followed],
  ] as const)(
    'RECOG-110 wakes once by its phrase %s, and says where it ended',
    async (_, sound) => {
      listener.reset();
      const woken = await listen(listener, joined(sound(), seconds(1)));
      expect(woken).toMatchObject([{ phrase }]);
      const [end] = woken.map(
        ({ atSample, agoSamples }) => (atSample - agoSamples) / SAMPLE_RATE_HZ,
      );
      expect(Math.abs((end ?? 0) - endS)).toBeLessThan(0.25);
    },
  );

  it('RECOG-110 is heard again, and after other speech and a pause', async () => {
    listener.reset();
    const [other = seconds(1)] = others();
    const sound = joined(alone(), other, seconds(1), alone(), seconds(1), alone(), seconds(1));
    expect(await listen(listener, sound)).toHaveLength(3);
  });

  it('RECOG-111 is not heard in other speech, noise and silence', async () => {
    listener.reset();
    for (const sound of [...others(), hiss(3 * SAMPLE_RATE_HZ, 0.3), seconds(1)]) {
      expect(await listen(listener, joined(sound, seconds(1)))).toEqual([]);
    }
  });

  it('RECOG-113 comes to the same result after a reset, whatever was heard before', async () => {
    const heard = joined(followed(), seconds(1));
    listener.reset();
    const first = await listen(listener, heard);
    expect(first).toHaveLength(1);
    const [other = seconds(1)] = others();
    await listen(listener, other.subarray(0, 20 * FRAME_SAMPLES));
    listener.reset();
    expect(await listen(listener, heard)).toEqual(first);
  });

  it('RECOG-113 refuses a frame of another length, and any frame after dispose', async () => {
    expect(() => listener.accept(new Float32Array(10), 0)).toThrow(RangeError);
    const another = await make();
    another.dispose();
    another.dispose();
    another.reset();
    expect(() => another.accept(new Float32Array(FRAME_SAMPLES), 0)).toThrow(TypeError);
  });
});

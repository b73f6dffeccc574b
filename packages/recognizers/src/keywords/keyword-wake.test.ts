import { writeFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { FoundKeyword, KeywordModelSpec } from '@codex-voice/protocol';
import { FRAME_SAMPLES, SAMPLE_RATE_HZ, type Wake, type WakeListener } from '@codex-voice/speech';
import { isProcessAlive } from '@codex-voice/testing';
import { afterAll, afterEach, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { createWakeListener } from '../create-wake-listener.ts';
import { fixture, framesOf, hiss } from '../fixture.ts';
import { createPhraseWakeListener, type PhraseWakeListener } from '../phrase-wake.ts';
import { generatedModels } from '../sherpa/generated-models.test-support.ts';
import { type KeywordEar, startKeywordProcess } from './keyword-link.ts';
import { KeywordWakeListener } from './keyword-wake.ts';

const app = fileURLToPath(new URL('../../../../apps/recognizer/src/main.ts', import.meta.url));
const command = { file: process.execPath, args: ['--no-warnings', app] };
const phrases = [{ spoken: 'hey codex' }];
const LOOK_EVERY_MS = 20;

const generate = generatedModels();

const made: WakeListener[] = [];
afterEach(() => {
  for (const listener of made.splice(0)) listener.dispose();
});

/** Hears what it is told to hear. */
class ScriptedEar implements KeywordEar {
  readonly name = 'scripted';
  readonly heard: { at: number; place: string; length: number }[] = [];
  found: (sound: { at: number; length: number }) => FoundKeyword | undefined = () => undefined;
  #told: (found: FoundKeyword | undefined) => void = () => undefined;

  hear({ at, place, samples }: Parameters<KeywordEar['hear']>[0]): void {
    this.heard.push({ at, place, length: samples.length });
    this.#told(this.found({ at, length: samples.length }));
  }

  onHeard(told: (found: FoundKeyword | undefined) => void): void {
    this.#told = told;
  }

  onEnd(): void {}

  dispose(): void {}
}

function play(listener: WakeListener, samples: Float32Array, from = 0): readonly Wake[] {
  return framesOf(samples)
    .slice(from)
    .flatMap((frame) => {
      const level = Math.sqrt(frame.reduce((sum, each) => sum + each * each, 0) / frame.length);
      return listener.accept(frame, level > 0.01 ? 1 : 0) ?? [];
    });
}

function padded(sound: Float32Array): Float32Array {
  const whole = new Float32Array(sound.length + SAMPLE_RATE_HZ);
  whole.set(sound);
  return whole;
}

/** Says that the phrase was at a place once the sound after it has come. */
function foundAt(ear: ScriptedEar, from: number, to: number): void {
  let isTold = false;
  ear.found = ({ at, length }) => {
    if (isTold || at + length < to) return undefined;
    isTold = true;
    return { phrase: 'hey codex', from, to };
  };
}

describe('what a keyword model is given', () => {
  function listening(): { ear: ScriptedEar; listener: KeywordWakeListener } {
    const ear = new ScriptedEar();
    const options = { ear, confirmed: new Set<string>(), onLost: () => undefined };
    return { ear, listener: new KeywordWakeListener(options) };
  }

  it('RECOG-130 is nothing while nobody speaks, and speech with what is around it', () => {
    const { ear, listener } = listening();
    const frame = hiss(FRAME_SAMPLES, 0.5);
    for (let count = 0; count < 1000; count += 1) listener.accept(frame, 0.2);
    expect(ear.heard).toEqual([]);
    for (let count = 0; count < 30; count += 1) listener.accept(frame, 1);
    for (let count = 0; count < 1000; count += 1) listener.accept(frame, 0);
    expect(ear.heard[0]).toEqual({
      at: 990 * FRAME_SAMPLES,
      place: 'begins',
      length: 11 * FRAME_SAMPLES,
    });
    const sent = ear.heard.reduce((sum, { length }) => sum + length, 0) / FRAME_SAMPLES;
    expect(sent).toBe(10 + 30 + 22);
  });

  it('RECOG-130 is of speech without a pause the beginning', () => {
    const { ear, listener } = listening();
    const frame = hiss(FRAME_SAMPLES, 0.5);
    for (let count = 0; count < 5000; count += 1) listener.accept(frame, 1);
    const sent = ear.heard.reduce((sum, { length }) => sum + length, 0) / SAMPLE_RATE_HZ;
    expect(sent).toBeGreaterThan(3);
    expect(sent).toBeLessThan(4);
  });

  it('RECOG-111 a phrase that it finds behind other words does not wake', () => {
    const frame = hiss(FRAME_SAMPLES, 0.5);
    const woken = [0.3, 1.5].map((startS) => {
      const { ear, listener } = listening();
      const from = startS * SAMPLE_RATE_HZ;
      foundAt(ear, from, from + 0.8 * SAMPLE_RATE_HZ);
      return Array.from({ length: 90 }, () => listener.accept(frame, 1)).filter(Boolean).length;
    });
    expect(woken).toEqual([1, 0]);
  });
});

describe('the second stage', () => {
  let phraseListener: PhraseWakeListener;
  beforeAll(async () => {
    phraseListener = await createPhraseWakeListener({ phrases, language: 'en' });
  });
  afterAll(() => phraseListener.dispose());

  function confirming(...confirmed: readonly string[]): {
    ear: ScriptedEar;
    listener: KeywordWakeListener;
  } {
    const ear = new ScriptedEar();
    const listener = new KeywordWakeListener({
      ear,
      phrases: phraseListener,
      confirmed: new Set(confirmed),
      onLost: () => undefined,
    });
    return { ear, listener };
  }

  it.each([0.7, 0.9, 1.1])(
    'RECOG-131 wakes where the phrases hear it too, by their place of its end (found %s s into speech)',
    (afterS) => {
      const { ear, listener } = confirming('hey codex');
      const sound = padded(fixture('hey-codex-fix-the-failing-tests'));
      foundAt(ear, 0.6 * SAMPLE_RATE_HZ, (0.6 + afterS) * SAMPLE_RATE_HZ);
      const woken = framesOf(sound).flatMap((frame, index) => {
        const level = Math.sqrt(frame.reduce((sum, each) => sum + each * each, 0) / frame.length);
        const wake = listener.accept(frame, level > 0.01 ? 1 : 0);
        if (wake === undefined) return [];
        return [((index + 1) * FRAME_SAMPLES - wake.agoSamples) / SAMPLE_RATE_HZ];
      });
      expect(woken).toHaveLength(1);
      expect(Math.abs((woken[0] ?? 0) - 1.5)).toBeLessThan(0.25);
    },
  );

  it('RECOG-131 does not wake where they hear something else, unless they do not know the words', () => {
    const woken = [['hey codex'], []].map((confirmed) => {
      const { ear, listener } = confirming(...confirmed);
      foundAt(ear, 0.6 * SAMPLE_RATE_HZ, 1.4 * SAMPLE_RATE_HZ);
      return play(listener, padded(fixture('other-speech'))).length;
    });
    expect(woken).toEqual([0, 1]);
  });
});

describe('a keyword model that can not be used', () => {
  async function model(): Promise<KeywordModelSpec & { readonly folder: string }> {
    const { id, files, provider } = await generate('streaming-transducer');
    return { id, files, provider, threads: 1, folder: files.tokens ?? '' };
  }

  async function waking(
    spec: KeywordModelSpec,
    spoken = phrases,
  ): Promise<{ listener: WakeListener; notices: string[] }> {
    const notices: string[] = [];
    const listener = await createWakeListener({
      phrases: spoken,
      language: 'en',
      model: spec,
      command,
      onNotice: (message) => notices.push(message),
    });
    made.push(listener);
    return { listener, notices };
  }

  it.each([
    ['encoder', 'not a model at all', /encoder\.onnx can't be used/],
    ['tokens', 'no list', /tokens\.txt can't be used/],
    ['joiner', '', /joiner\.onnx can't be used: it is empty/],
  ] as const)(
    'RECOG-132 with a bad %s is told once, and the phrases listen',
    async (role, content, words) => {
      const spec = await model();
      await writeFile(spec.files[role] ?? '', content);
      const { listener, notices } = await waking(spec);
      expect(notices).toEqual([expect.stringMatching(words)]);
      expect(notices[0]).toMatch(/: the built-in phrases listen for the wake phrase instead$/);
      expect(notices[0]).not.toContain('\n');
      expect(listener.name).toBe('phrases');
      expect(play(listener, padded(fixture('hey-codex')))).toMatchObject([{ phrase: 'hey codex' }]);
    },
  );

  it('RECOG-132 with missing files, or a phrase that it can not spell, is told in one line', async () => {
    const spec = await model();
    const gone = { ...spec, files: { ...spec.files, decoder: '/no/such/decoder.onnx' } };
    expect((await waking(gone)).notices).toEqual([
      expect.stringMatching(/the decoder of .* is not there/),
    ]);
    const { tokens = '' } = spec.files;
    const letters = [...'<>_abcdefghijklmnopqrstuvwyz'].slice(3);
    const list = ['<blk>', '<unk>', '\u2581', ...letters, 'é', "'"];
    await writeFile(tokens, list.map((token, at) => `${token} ${at}\n`).join(''));
    expect((await waking(spec)).notices).toEqual([
      expect.stringMatching(/^the wake phrase "hey codex" can't be spelt .*\("codex"\): choose/),
    ]);
  });

  let phraseListener: PhraseWakeListener;
  beforeAll(async () => {
    phraseListener = await createPhraseWakeListener({ phrases, language: 'en' });
  });
  afterAll(() => phraseListener.dispose());

  async function watched(spec: KeywordModelSpec) {
    const ear = await startKeywordProcess({ model: spec, phrases, command });
    onTestFinished(() => ear.dispose());
    phraseListener.reset();
    const lost: string[] = [];
    const listener = new KeywordWakeListener({
      ear,
      phrases: phraseListener,
      confirmed: new Set(['hey codex']),
      onLost: (fault) => lost.push(fault),
    });
    const { pid } = ear;
    if (pid === undefined) throw new Error('there is no process');
    return { listener, lost, pid };
  }

  async function until(holds: () => boolean): Promise<void> {
    while (!holds()) await sleep(LOOK_EVERY_MS);
  }

  it.each([0.3, 1.2, 1.6])(
    'RECOG-133 killed at %s s, it is told once, and a phrase at 0.7 s is heard to its end',
    async (atS) => {
      const { listener, lost, pid } = await watched(await model());
      const sound = padded(fixture('hey-codex-fix-the-failing-tests'));
      const at = Math.floor((atS * SAMPLE_RATE_HZ) / FRAME_SAMPLES);
      expect(play(listener, sound.subarray(0, at * FRAME_SAMPLES))).toEqual([]);
      process.kill(pid, 'SIGKILL');
      await until(() => lost.length > 0);
      const woken = play(listener, sound, at);
      expect(woken).toMatchObject([{ phrase: 'hey codex' }]);
      expect(lost).toEqual([expect.stringContaining('was ended by SIGKILL')]);
      await until(() => !isProcessAlive(pid));
    },
  );

  it('RECOG-133 one that stands still is given up, and what it was given is heard by the phrases', async () => {
    const { listener, lost, pid } = await watched(await model());
    process.kill(pid, 'SIGSTOP');
    const sound = padded(fixture('hey-codex-fix-the-failing-tests'));
    const at = Math.floor((2.6 * SAMPLE_RATE_HZ) / FRAME_SAMPLES);
    expect(play(listener, sound.subarray(0, at * FRAME_SAMPLES))).toEqual([]);
    await until(() => lost.length > 0);
    expect(lost).toEqual([expect.stringContaining('does not keep up')]);
    expect(play(listener, sound, at)).toMatchObject([{ phrase: 'hey codex' }]);
    await until(() => !isProcessAlive(pid));
  });

  it('RECOG-133 no process is left after dispose', async () => {
    const { listener, lost, pid } = await watched(await model());
    listener.dispose();
    await until(() => !isProcessAlive(pid));
    expect(lost).toEqual([]);
  });
});

// A device that goes and comes again: told once, waited for, and nobody has to ask for it.
import type { VoiceEvent } from '@codex-voice/protocol';
import { FRAME_SAMPLES } from '@codex-voice/speech';
import { expect, onTestFinished, test } from 'vitest';
import type { FrameSourceHandlers, Opened } from './frame-source.ts';
import { FIRST_TRY_MS, Reopening, SLOWEST_TRY_MS, willComeBack } from './reopening.ts';
import { VoiceEngine } from './voice-engine.ts';

const PRESENT: Opened = { kind: 'open', name: 'headset', openMs: 1 };
const ABSENT: Opened = { kind: 'unavailable', reason: 'no-device', detail: 'none: plug one in' };

test('ENGINE-30 it is tried soon, then less often, without end, and not after a stop', () => {
  const delays: number[] = [];
  let due: () => void = () => {};
  const clock = {
    nowMs: () => 0,
    after: (ms: number, call: () => void) => {
      delays.push(ms);
      due = call;
      return () => {
        due = () => {};
      };
    },
  };
  let tries = 0;
  const reopening = new Reopening(() => {
    tries += 1;
    reopening.again();
  }, clock);
  reopening.start();
  for (let n = 0; n < 6; n += 1) due();
  expect(delays.slice(0, 5)).toEqual([FIRST_TRY_MS, 1000, 2000, SLOWEST_TRY_MS, SLOWEST_TRY_MS]);
  reopening.stop();
  due();
  expect(tries).toBe(6);
});

test('ENGINE-31 only what a plug or a sound server mends is waited for', () => {
  expect((['no-device', 'device-lost'] as const).every(willComeBack)).toBe(true);
  const others = ['no-audio-system', 'no-permission', 'device-busy', 'failed'] as const;
  expect(others.some(willComeBack)).toBe(false);
});

test('ENGINE-30 a lost device is told once, its utterance is final, and it is listened to again', async () => {
  const events: VoiceEvent[] = [];
  const opened = [PRESENT, ABSENT, PRESENT];
  let handlers: FrameSourceHandlers | undefined;
  let heard: () => void = () => {};
  const engine = new VoiceEngine({
    emit: (event) => {
      events.push(event);
      heard();
    },
    onFailed: () => {},
    recognizerCommand: { file: process.execPath, args: [] },
  });
  onTestFinished(() => engine.shutdown());
  await engine.start({
    source: {
      kind: 'pushed',
      make: (given) => {
        handlers = given;
        return { open: async () => opened.shift() ?? ABSENT, close: async () => {} };
      },
      loudspeaker: { openPlayback: () => Promise.reject(new Error('none')) },
    },
    phrases: [{ spoken: 'run the tests' }],
    segmenter: { silenceMs: 250, minimumSpeechMs: 32, maximumSegmentMs: 20_000, preRollMs: 400 },
    language: 'en',
    warmMicrophone: false,
    keepAudioDays: 7,
    cues: false,
    voiceActivity: 'energy',
  });
  await engine.open({});
  const tone = Float32Array.from({ length: FRAME_SAMPLES }, (_, n) => 0.5 * Math.sin(n / 6));
  for (let n = 0; n < 40; n += 1)
    handlers?.onFrame(n < 20 ? new Float32Array(FRAME_SAMPLES) : tone, n * 32);
  expect(events.some(({ type }) => type === 'speech-started')).toBe(true);
  handlers?.onLost('device-lost', 'gone: plug it in again');
  const states = () => events.flatMap((event) => (event.type === 'device' ? [event.state] : []));
  while (states().at(-1) !== 'open' || states().length < 4) {
    await new Promise<void>((resolve) => {
      heard = resolve;
    });
  }
  expect(states()).toEqual(['closed', 'open', 'opening', 'open']);
  expect(events.filter(({ type }) => type === 'final')).toHaveLength(1);
});

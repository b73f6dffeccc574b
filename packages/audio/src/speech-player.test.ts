// Speech is handed to the device in small pieces, and none after it was interrupted.
import type { SpokenPiece } from '@codex-voice/speech';
import { expect, it } from 'vitest';
import type { AudioBackend } from './audio-backend.ts';
import { HANDED_SAMPLES, SpeechPlayer } from './speech-player.ts';

/** A loudspeaker that takes everything, and counts. */
class CountingSpeaker {
  handed: number[] = [];
  stops = 0;
  onWrite: () => void = () => {};
  readonly backend: AudioBackend = {
    inputDevices: async () => [],
    openCapture: () => Promise.reject(new Error('not here')),
    openPlayback: async () => ({
      write: async (samples) => {
        this.handed.push(samples.length);
        this.onWrite();
      },
      drain: async () => {},
      stop: () => {
        this.stops += 1;
      },
    }),
  };
  readonly load = async () => this.backend;
}

async function* tone(rateHz: number, seconds: number): AsyncGenerator<SpokenPiece> {
  for (let second = 0; second < seconds; second += 1)
    yield { samples: new Float32Array(rateHz).fill(0.1), sampleRateHz: rateHz };
}

const count = (numbers: readonly number[]) => numbers.reduce((sum, number) => sum + number, 0);

it('AUDIO-60 hands on every sample at 16 kHz, 20 ms at a time, and tells the first', async () => {
  const speaker = new CountingSpeaker();
  let startedAfter = -1;
  const played = await new SpeechPlayer(speaker.load).play({
    pieces: tone(22_050, 3),
    signal: new AbortController().signal,
    onStarted: () => {
      startedAfter = count(speaker.handed);
    },
  });
  expect(played).toMatchObject({ state: 'played' });
  const handed = count(speaker.handed.slice(0, -1));
  expect(Math.abs(handed - 48_000)).toBeLessThanOrEqual(1);
  expect(Math.max(...speaker.handed.slice(0, -1))).toBe(HANDED_SAMPLES);
  expect(startedAfter).toBeLessThanOrEqual(HANDED_SAMPLES);
  expect(speaker.stops).toBe(1);
});

it('AUDIO-61 hands on no sample after the decision to stop, and drops what the device holds', async () => {
  const speaker = new CountingSpeaker();
  const decision = new AbortController();
  let atDecision = 0;
  let stopsAtOnce = 0;
  speaker.onWrite = () => {
    if (speaker.handed.length !== 40) return;
    atDecision = count(speaker.handed);
    decision.abort();
    stopsAtOnce = speaker.stops;
  };
  const played = await new SpeechPlayer(speaker.load).play({
    pieces: tone(16_000, 10),
    signal: decision.signal,
    onStarted: () => {},
  });
  expect(count(speaker.handed) - atDecision).toBe(0);
  expect(played).toEqual({ state: 'interrupted', handed: atDecision });
  expect(stopsAtOnce).toBe(1);
});

it('AUDIO-61 what is interrupted before it began opens no device', async () => {
  const speaker = new CountingSpeaker();
  const played = await new SpeechPlayer(speaker.load).play({
    pieces: tone(16_000, 1),
    signal: AbortSignal.abort(),
    onStarted: () => {},
  });
  expect([played, speaker.stops]).toEqual([{ state: 'interrupted', handed: 0 }, 0]);
});

it('AUDIO-62 a device that fails is a value, a voice that fails is thrown', async () => {
  const speaker = new CountingSpeaker();
  speaker.onWrite = () => {
    throw new Error('Failed to open audio stream: it has been unplugged.');
  };
  const play = { signal: new AbortController().signal, onStarted: () => {} };
  const player = new SpeechPlayer(speaker.load);
  expect(await player.play({ ...play, pieces: tone(16_000, 1) })).toMatchObject({
    state: 'unavailable',
    reason: 'no-device',
  });
  // biome-ignore lint/correctness/useYield: a voice that fails before its first sound
  async function* mute(): AsyncGenerator<SpokenPiece> {
    throw new Error('no such voice');
  }
  await expect(player.play({ ...play, pieces: mute() })).rejects.toThrow('no such voice');
});

// Plays sound of any length and rate while it is still being made, in small pieces, so that it can be
// stopped at once. What is played and when is decided elsewhere.
import { SAMPLE_RATE_HZ, type SpokenPiece } from '@codex-voice/speech';
import type { Loudspeaker, Playback } from './audio-backend.ts';
import { loadAudioBackend } from './backend-loading.ts';
import { classifyDeviceFailure, type DeviceFailure } from './device-failure.ts';
import { Resampler } from './resampler.ts';

/** Handed to the device at a time: 20 ms, less than half of what an interruption may take. */
export const HANDED_SAMPLES = SAMPLE_RATE_HZ / 50;

/** Silence after it, in samples: a driver that is closed drops what it has not played yet. 120 ms. */
const TAIL_SAMPLES = (SAMPLE_RATE_HZ * 120) / 1000;

export interface SpeechPlay {
  readonly pieces: AsyncIterable<SpokenPiece>;
  /** Aborted: no sample is handed on any more, and what the device holds is dropped. */
  readonly signal: AbortSignal;
  /** The first samples are with the device. */
  readonly onStarted: () => void;
}

/** `handed`: samples of 16 kHz that were given to the device, the silence at the end not counted. */
export type SpeechPlayed =
  | { readonly state: 'played' | 'interrupted'; readonly handed: number }
  | ({ readonly state: 'unavailable' } & DeviceFailure);

export class SpeechPlayer {
  readonly #loadBackend: () => Promise<Loudspeaker>;

  /** The argument: another loudspeaker than the system's. */
  constructor(loadBackend: () => Promise<Loudspeaker> = loadAudioBackend) {
    this.#loadBackend = loadBackend;
  }

  /** Rejects only with what `pieces` throws; a device that fails is a value. */
  async play(play: SpeechPlay): Promise<SpeechPlayed> {
    if (play.signal.aborted) return { state: 'interrupted', handed: 0 };
    let playback: Playback;
    try {
      playback = await (await this.#loadBackend()).openPlayback();
    } catch (error) {
      const failure = classifyDeviceFailure({ error, stage: 'opening', device: 'loudspeaker' });
      return { state: 'unavailable', ...failure };
    }
    const stop = (): void => playback.stop();
    play.signal.addEventListener('abort', stop);
    try {
      return await feed(playback, play);
    } finally {
      play.signal.removeEventListener('abort', stop);
      playback.stop();
    }
  }
}

async function feed(playback: Playback, play: SpeechPlay): Promise<SpeechPlayed> {
  const { signal, onStarted } = play;
  let handed = 0;
  for await (const samples of atOurRate(play.pieces)) {
    for (let start = 0; start < samples.length; start += HANDED_SAMPLES) {
      if (signal.aborted) return { state: 'interrupted', handed };
      const part = samples.slice(start, start + HANDED_SAMPLES);
      const failure = await failureOf(() => playback.write(part));
      if (signal.aborted) return { state: 'interrupted', handed: handed + part.length };
      if (failure !== undefined) return { state: 'unavailable', ...failure };
      if (handed === 0) onStarted();
      handed += part.length;
    }
  }
  if (signal.aborted) return { state: 'interrupted', handed };
  if (handed === 0) return { state: 'played', handed };
  const failure = await failureOf(async () => {
    await playback.write(new Float32Array(TAIL_SAMPLES));
    await playback.drain();
  });
  if (signal.aborted) return { state: 'interrupted', handed };
  return failure === undefined ? { state: 'played', handed } : { state: 'unavailable', ...failure };
}

async function* atOurRate(
  pieces: AsyncIterable<SpokenPiece>,
): AsyncGenerator<Float32Array, void, undefined> {
  let resampler: Resampler | undefined;
  let rateHz = 0;
  for await (const { samples, sampleRateHz } of pieces) {
    if (resampler !== undefined && sampleRateHz !== rateHz) {
      yield resampler.flush();
      resampler = undefined;
    }
    rateHz = sampleRateHz;
    resampler ??= new Resampler({ fromHz: sampleRateHz, toHz: SAMPLE_RATE_HZ });
    yield resampler.process(samples);
  }
  if (resampler !== undefined) yield resampler.flush();
}

async function failureOf(work: () => Promise<void>): Promise<DeviceFailure | undefined> {
  try {
    await work();
    return undefined;
  } catch (error) {
    return classifyDeviceFailure({ error, stage: 'opening', device: 'loudspeaker' });
  }
}

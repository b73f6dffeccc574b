// Plays short sounds through the default loudspeaker, one at a time. It never disturbs the caller:
// what can't be played is reported as a value, and what comes too soon is left out.
import { SAMPLE_RATE_HZ } from '@codex-voice/speech';
import type { Loudspeaker, Playback } from './audio-backend.ts';
import { loadAudioBackend } from './backend-loading.ts';
import { type Cue, cueSamples } from './cue-sounds.ts';
import { classifyDeviceFailure, type DeviceFailure } from './device-failure.ts';
import { type PlayerClock, SYSTEM_CLOCK } from './realtime-player.ts';

export type Played =
  | { readonly state: 'played' }
  /** Another sound was still playing: a cue that comes late would tell something untrue. */
  | { readonly state: 'skipped' }
  | ({ readonly state: 'unavailable' } & DeviceFailure);

/** Silence after every sound, in ms: a driver that is closed drops what it has not played yet. */
const TAIL_MS = 120;

/** A sound not over this long after its end never will be, in ms: some drivers do not start. */
export const PLAYBACK_GRACE_MS = 1500;

/**
 * Opens the loudspeaker for each sound and closes it after, so that nothing is held while silent.
 * After a failure it tries again with the next sound.
 */
export class SoundPlayer {
  readonly #loadBackend: () => Promise<Loudspeaker>;
  readonly #clock: PlayerClock;
  readonly #cueVolume: number;
  #busy = false;
  #playback: Playback | undefined;
  #disposed = false;

  /** `cueVolume`: 0 to 1. `loadBackend`: another loudspeaker than the system's. `clock` is for tests. */
  constructor(
    options: {
      readonly loadBackend?: () => Promise<Loudspeaker>;
      readonly clock?: PlayerClock;
      readonly cueVolume?: number;
    } = {},
  ) {
    this.#loadBackend = options.loadBackend ?? loadAudioBackend;
    this.#clock = options.clock ?? SYSTEM_CLOCK;
    this.#cueVolume = options.cueVolume ?? 1;
  }

  playCue(cue: Cue): Promise<Played> {
    return this.play(cueSamples(cue, this.#cueVolume));
  }

  /** Plays 16 kHz mono samples in -1 to 1. Resolves when they were heard; never rejects. */
  async play(samples: Float32Array): Promise<Played> {
    if (this.#busy || this.#disposed) return { state: 'skipped' };
    this.#busy = true;
    try {
      return await this.#playNow(samples);
    } finally {
      this.#playback?.stop();
      this.#playback = undefined;
      this.#busy = false;
    }
  }

  /** Falls silent at once and plays nothing more. */
  dispose(): void {
    this.#disposed = true;
    this.#playback?.stop();
  }

  async #playNow(samples: Float32Array): Promise<Played> {
    let backend: Loudspeaker;
    try {
      backend = await this.#loadBackend();
    } catch (error) {
      return {
        state: 'unavailable',
        ...classifyDeviceFailure({ error, stage: 'loading', device: 'loudspeaker' }),
      };
    }
    try {
      this.#playback = await backend.openPlayback();
      if (this.#disposed) return { state: 'skipped' };
      await this.#inTime(this.#playback, samples);
      return { state: 'played' };
    } catch (error) {
      return {
        state: 'unavailable',
        ...classifyDeviceFailure({ error, stage: 'opening', device: 'loudspeaker' }),
      };
    }
  }

  /** Rejects when the sound fails or takes far longer than it is. */
  async #inTime(playback: Playback, samples: Float32Array): Promise<void> {
    const padded = new Float32Array(samples.length + (TAIL_MS * SAMPLE_RATE_HZ) / 1000);
    padded.set(samples);
    const limitMs = (padded.length * 1000) / SAMPLE_RATE_HZ + PLAYBACK_GRACE_MS;
    await new Promise<void>((resolve, reject) => {
      const cancel = this.#clock.after(limitMs, () => reject(new Error('it does not play')));
      playback
        .write(padded)
        .then(() => playback.drain())
        .then(resolve, reject)
        .finally(cancel);
    });
  }
}

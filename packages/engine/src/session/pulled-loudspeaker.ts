// A loudspeaker that somebody else plays: what would sound is mixed and given out in pieces as it is asked
// for. What nobody asks for is dropped, so that nothing waits for a listener who isn't there.
import {
  DeviceFailedError,
  type Loudspeaker,
  type Playback,
  type PlayerClock,
  SYSTEM_CLOCK,
} from '@codex-voice/audio';
import { SAMPLE_RATE_HZ } from '@codex-voice/speech';

/** Of every chunk, in Hz. */
export const PLAYBACK_RATE_HZ = SAMPLE_RATE_HZ;

/** The longest chunk, in samples: 20 ms, so that a hush is heard soon. */
export const CHUNK_SAMPLES = PLAYBACK_RATE_HZ / 50;

/** Held ready once somebody pulls, in samples: half a second, the longest buffer a device asks to fill at once. */
export const AHEAD_SAMPLES = PLAYBACK_RATE_HZ / 2;

/** What nobody has pulled for so long never will be, in ms: a device that plays pulls every few of them. */
export const PULL_TIMEOUT_MS = 2_000;

const FULL_SCALE = 32_767;

export class PulledLoudspeaker implements Loudspeaker {
  readonly #clock: PlayerClock;
  readonly #playing = new Set<PulledPlayback>();
  readonly #mix = new Float32Array(CHUNK_SAMPLES);

  /** The argument is for tests: another time. */
  constructor(clock: PlayerClock = SYSTEM_CLOCK) {
    this.#clock = clock;
  }

  async openPlayback(): Promise<Playback> {
    const playback = new PulledPlayback(this.#clock, () => this.#playing.delete(playback));
    this.#playing.add(playback);
    return playback;
  }

  /** The next of what sounds, at most `CHUNK_SAMPLES`; undefined: nothing just now. */
  next(): Int16Array | undefined {
    this.#mix.fill(0);
    let samples = 0;
    for (const playback of this.#playing) {
      samples = Math.max(samples, playback.mixInto(this.#mix));
    }
    if (samples === 0) return undefined;
    return Int16Array.from(this.#mix.subarray(0, samples), (sample) =>
      Math.round(Math.max(-1, Math.min(1, sample)) * FULL_SCALE),
    );
  }
}

interface Waiting {
  /** Goes on once no more than so many samples are held. */
  readonly atMost: number;
  readonly resolve: () => void;
  readonly reject: (error: Error) => void;
}

/** One sound. What is written counts as played when it was pulled, but for what is held ready. */
class PulledPlayback implements Playback {
  readonly #clock: PlayerClock;
  readonly #onStopped: () => void;
  #parts: Float32Array[] = [];
  #held = 0;
  #waiting: Waiting[] = [];
  #isPulled = false;
  #stopped = false;
  #cancelTimeout: () => void = () => undefined;

  constructor(clock: PlayerClock, onStopped: () => void) {
    this.#clock = clock;
    this.#onStopped = onStopped;
  }

  write(samples: Float32Array): Promise<void> {
    if (this.#stopped) return Promise.resolve();
    this.#parts.push(samples);
    this.#held += samples.length;
    return this.#until(this.#isPulled ? AHEAD_SAMPLES : 0);
  }

  drain(): Promise<void> {
    return this.#until(0);
  }

  stop(): void {
    this.#stopped = true;
    this.#parts = [];
    this.#held = 0;
    this.#goOn();
    this.#onStopped();
  }

  /** Adds what comes next to `mix`; says how many samples it is. */
  mixInto(mix: Float32Array): number {
    let at = 0;
    while (at < mix.length) {
      const [part] = this.#parts;
      if (part === undefined) break;
      const taken = part.subarray(0, mix.length - at);
      for (const [index, sample] of taken.entries())
        mix[at + index] = (mix[at + index] ?? 0) + sample;
      at += taken.length;
      if (taken.length === part.length) this.#parts.shift();
      else this.#parts[0] = part.subarray(taken.length);
    }
    if (at === 0) return 0;
    this.#isPulled = true;
    this.#held -= at;
    this.#goOn();
    return at;
  }

  #until(atMost: number): Promise<void> {
    if (this.#held <= atMost) return Promise.resolve();
    return new Promise((resolve, reject) => {
      this.#waiting.push({ atMost, resolve, reject });
      this.#watch();
    });
  }

  /** Something was pulled, or nothing is left. */
  #goOn(): void {
    const waiting = this.#waiting;
    this.#waiting = waiting.filter(({ atMost }) => this.#held > atMost);
    for (const each of waiting) if (this.#held <= each.atMost) each.resolve();
    this.#watch();
  }

  #watch(): void {
    this.#cancelTimeout();
    if (this.#waiting.length === 0) return;
    this.#cancelTimeout = this.#clock.after(PULL_TIMEOUT_MS, () => {
      const error = new DeviceFailedError({
        reason: 'failed',
        detail:
          'nobody takes what is played: call nextPlaybackChunk as often as the device wants sound',
      });
      for (const { reject } of this.#waiting.splice(0)) reject(error);
    });
  }
}

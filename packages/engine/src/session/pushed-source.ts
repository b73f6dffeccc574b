// Sound that somebody hands over, as a source of frames: at their rate, in pieces of any length, bounded. What
// is asked of the session takes its turn between the pieces. Hearing is the engine's.
import { setImmediate as nextTurn } from 'node:timers/promises';
import { FrameCutter, Resampler } from '@codex-voice/audio';
import { FRAME_MS, SAMPLE_RATE_HZ } from '@codex-voice/speech';
import type { FrameSource, FrameSourceHandlers, Opened } from '../frame-source.ts';
import { monotonicMs } from '../monotonic.ts';

/** Sound that may wait to be heard, in ms: as much as one segment, so that a recording can be pushed in pieces. */
export const MOST_WAITING_MS = 30_000;

/**
 * Heard at a time, in ms, where more waits: then who listens is waited for, so that what is on its way to a
 * recogniser stays bounded by that and one segment.
 */
const SLICE_MS = 64 * FRAME_MS;

const FULL_SCALE = 32_768;

type Item =
  | { readonly kind: 'samples'; readonly samples: Int16Array; readonly arrivedMs: number }
  | { readonly kind: 'turn'; readonly work: () => Promise<void> | void };

export interface PushedSourceOptions {
  /** Of what is pushed, in Hz. */
  readonly sampleRateHz: number;
  /** Something was not taken: told again only once half of what waits has been heard. */
  readonly onOverrun: () => void;
  /** What hears it threw: nothing will be heard any more. */
  readonly onFault: (error: unknown) => void;
}

export class PushedSource implements FrameSource {
  readonly #options: PushedSourceOptions;
  readonly #resampler: Resampler;
  readonly #cutter = new FrameCutter();
  readonly #mostWaiting: number;
  readonly #sliceSamples: number;
  #handlers: FrameSourceHandlers | undefined;
  #items: Item[] = [];
  #waitingSamples = 0;
  #overrun: 'told' | 'none' = 'none';
  #state: 'idle' | 'working' = 'idle';

  /** @throws RangeError for a rate that is not a whole number of Hz in range. */
  constructor(options: PushedSourceOptions) {
    const { sampleRateHz } = options;
    this.#options = options;
    this.#resampler = new Resampler({ fromHz: sampleRateHz, toHz: SAMPLE_RATE_HZ });
    this.#mostWaiting = Math.floor((sampleRateHz * MOST_WAITING_MS) / 1000);
    this.#sliceSamples = Math.floor((sampleRateHz * SLICE_MS) / 1000);
  }

  /** Whom it is heard by. */
  heardBy(handlers: FrameSourceHandlers): this {
    this.#handlers = handlers;
    return this;
  }

  async open(): Promise<Opened> {
    return { kind: 'open', name: 'pushed sound', openMs: 0 };
  }

  async close(): Promise<void> {}

  /** Copies what there is room for. Says how many samples were taken, from the first. */
  push(samples: Int16Array): number {
    const room = this.#mostWaiting - this.#waitingSamples;
    const taken = samples.slice(0, room);
    if (taken.length < samples.length && this.#overrun === 'none') {
      this.#overrun = 'told';
      this.#options.onOverrun();
    }
    if (taken.length === 0) return 0;
    this.#waitingSamples += taken.length;
    this.#put({ kind: 'samples', samples: taken, arrivedMs: monotonicMs() });
    return taken.length;
  }

  /** Does it once what was pushed before is heard; what is pushed after waits until it is done. */
  inTurn(work: () => Promise<void> | void): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#put({
        kind: 'turn',
        work: async () => {
          try {
            await work();
            resolve();
          } catch (error) {
            reject(error);
          }
        },
      });
    });
  }

  /** Resolves when what was pushed before is heard, and what was said in it is told. */
  async drained(): Promise<void> {
    let told: Promise<void> | undefined;
    await this.inTurn(() => {
      told = this.#handlers?.caughtUp();
    });
    await told;
  }

  /** Gives out what is less than a frame. Call once, in turn. */
  flush(): void {
    const arrivedMs = monotonicMs();
    this.#guarded(() => {
      this.#hear(this.#resampler.flush(), arrivedMs);
      const last = this.#cutter.flush();
      if (last !== undefined) this.#handlers?.onFrame(last, arrivedMs);
    });
  }

  #put(item: Item): void {
    this.#items.push(item);
    if (this.#state === 'working') return;
    this.#state = 'working';
    void this.#work();
  }

  /** Not in the caller's own turn: what is told by it must not come out of a push. */
  async #work(): Promise<void> {
    await nextTurn();
    for (let item = this.#items.shift(); item !== undefined; item = this.#items.shift()) {
      if (item.kind === 'turn') await item.work();
      else await this.#hearAll(item);
    }
    this.#state = 'idle';
  }

  async #hearAll({ samples, arrivedMs }: Extract<Item, { kind: 'samples' }>): Promise<void> {
    for (let at = 0; at < samples.length; at += this.#sliceSamples) {
      const slice = samples.subarray(at, at + this.#sliceSamples);
      this.#guarded(() => {
        const heard = Float32Array.from(slice, (sample) => sample / FULL_SCALE);
        this.#hear(this.#resampler.process(heard), arrivedMs);
      });
      this.#waitingSamples -= slice.length;
      if (this.#waitingSamples < this.#mostWaiting / 2) this.#overrun = 'none';
      if (this.#waitingSamples < this.#sliceSamples) continue;
      // Pushed faster than time passes.
      await this.#handlers?.caughtUp();
      await nextTurn();
    }
  }

  #guarded(hear: () => void): void {
    try {
      hear();
    } catch (error) {
      this.#options.onFault(error);
    }
  }

  #hear(samples: Float32Array, arrivedMs: number): void {
    for (const frame of this.#cutter.push(samples)) this.#handlers?.onFrame(frame, arrivedMs);
  }
}

// One capture from its opening to its end: frames out of whatever pieces the device gives, what it does
// wrong, and its death. Which device, and what opening failed of before it, is left to the microphone.
import { FRAME_SAMPLES } from '@codex-voice/speech';
import type { Capture } from './audio-backend.ts';
import { classifyDeviceFailure, type DeviceFailure } from './device-failure.ts';
import type { PlayerClock } from './realtime-player.ts';

/** A device that gives no sample for this long after it was asked to open never will, in ms. */
export const OPEN_TIMEOUT_MS = 5000;

/** An open device delivers every 32 ms; silent for this long, it is gone without saying so, in ms. */
export const STALL_TIMEOUT_MS = 3000;

/** What the library dropped is asked for this often, in frames: once a second. */
const DROPS_LOOKED_AT_FRAMES = 32;

/** What is wrong with the sound of a device that goes on. `count`: since it was opened. */
export interface CaptureTrouble {
  /** `dropped`: pieces that were lost because we were too slow; `no-number`: samples that are none. */
  readonly kind: 'dropped' | 'no-number';
  readonly count: number;
}

export interface CaptureSessionParts {
  readonly capture: Capture;
  readonly clock: PlayerClock;
  /** Every frame, in order. It is overwritten once the call has returned. */
  readonly onFrame: (frame: Float32Array) => void;
  readonly onLost: (failure: DeviceFailure) => void;
  /** At the first, and again whenever its count has doubled. */
  readonly onTrouble?: ((trouble: CaptureTrouble) => void) | undefined;
}

/** Whichever end comes first wins. In steady state it allocates nothing. */
export class CaptureSession {
  /** Undefined once the first sample has come, otherwise why none will. */
  readonly opened: Promise<DeviceFailure | undefined>;
  readonly #parts: CaptureSessionParts;
  readonly #frame = new Float32Array(FRAME_SAMPLES);
  #filled = 0;
  #frames = 0;
  readonly #told = { dropped: 0, 'no-number': 0 };
  #noNumbers = 0;
  #state: 'opening' | 'open' | 'ended' = 'opening';
  #settle: (failure: DeviceFailure | undefined) => void = () => {};
  #lastSampleMs: number;
  #cancelTimer: () => void;

  constructor(parts: CaptureSessionParts) {
    this.#parts = parts;
    const { capture, clock } = parts;
    this.#lastSampleMs = clock.nowMs();
    this.opened = new Promise((resolve) => {
      this.#settle = resolve;
    });
    this.#cancelTimer = clock.after(OPEN_TIMEOUT_MS, () => this.#watch());
    capture.onError((error) => this.#fail(error));
    capture.onSamples((samples) => this.#accept(samples));
  }

  /** Samples since the last whole frame, filled up with silence; then nothing more comes. */
  close(): Float32Array | undefined {
    if (this.#state === 'ended') return undefined;
    this.#end();
    return this.#filled === 0 ? undefined : this.#frame.fill(0, this.#filled);
  }

  #accept(samples: Float32Array): void {
    if (this.#state === 'ended') return;
    this.#lastSampleMs = this.#parts.clock.nowMs();
    if (this.#state === 'opening') {
      this.#state = 'open';
      this.#settle(undefined);
    }
    for (let index = 0; index < samples.length; index += 1) {
      this.#frame[this.#filled] = this.#sound(samples[index] ?? 0);
      this.#filled += 1;
      if (this.#filled < FRAME_SAMPLES) continue;
      this.#filled = 0;
      this.#complete();
      // Whoever got the frame may have closed us.
      if (!this.#isOpen) return;
    }
  }

  /** What is no number is silence, what is beyond full scale is full scale. */
  #sound(sample: number): number {
    if (sample >= -1 && sample <= 1) return sample;
    if (!Number.isNaN(sample)) return sample > 1 ? 1 : -1;
    this.#noNumbers += 1;
    return 0;
  }

  #complete(): void {
    this.#frames += 1;
    this.#parts.onFrame(this.#frame);
    this.#tell('no-number', this.#noNumbers);
    if (this.#frames % DROPS_LOOKED_AT_FRAMES === 0) {
      this.#tell('dropped', this.#parts.capture.overruns);
    }
  }

  #tell(kind: CaptureTrouble['kind'], count: number): void {
    if (count === 0 || count < 2 * this.#told[kind]) return;
    this.#told[kind] = count;
    this.#parts.onTrouble?.({ kind, count });
  }

  get #isOpen(): boolean {
    return this.#state === 'open';
  }

  /** Looks now and then instead of moving a timer with every frame. */
  #watch(): void {
    const { clock } = this.#parts;
    const limitMs = this.#state === 'opening' ? OPEN_TIMEOUT_MS : STALL_TIMEOUT_MS;
    const silentMs = clock.nowMs() - this.#lastSampleMs;
    if (silentMs >= limitMs) {
      this.#fail(new Error(`it has given no sample for ${Math.round(silentMs / 1000)} s`));
      return;
    }
    this.#cancelTimer = clock.after(Math.max(1, limitMs - silentMs), () => this.#watch());
  }

  #fail(error: Error): void {
    const wasOpen = this.#state === 'open';
    if (this.#state === 'ended') return;
    this.#end();
    const failure = classifyDeviceFailure({ error, stage: wasOpen ? 'running' : 'opening' });
    if (wasOpen) this.#parts.onLost(failure);
    else this.#settle(failure);
  }

  #end(): void {
    this.#state = 'ended';
    this.#cancelTimer();
    this.#parts.capture.stop();
  }
}

// Opens the microphone, hands on frames of 16 kHz mono, and says in one word why it can't or why it
// stopped. Voice activity, segments and what is heard are left to others.
import type { AudioBackend, AudioDevice, Capture } from './audio-backend.ts';
import { loadAudioBackend } from './backend-loading.ts';
import { classifyDeviceFailure, type DeviceFailure } from './device-failure.ts';
import { FrameCutter } from './frame-cutter.ts';
import { type PlayerClock, SYSTEM_CLOCK } from './realtime-player.ts';

/** A device that gives no sample for this long after it was asked to open never will, in ms. */
export const OPEN_TIMEOUT_MS = 5000;

/** An open device delivers every 32 ms; silent for this long, it is gone without saying so, in ms. */
export const STALL_TIMEOUT_MS = 3000;

/** ALSA's bit bucket, which every Linux machine lists as a microphone. */
const SILENT_DEVICE = 'alsa:null';

export interface MicrophoneOptions {
  /** Part of a device's name, or its id; the system's default otherwise. */
  readonly device?: string | undefined;
  /** Every frame of `FRAME_SAMPLES` samples, in order; the receiver's to keep. */
  readonly onFrame: (frame: Float32Array) => void;
  /** Called once, after opening succeeded, when the device stops by itself. */
  readonly onLost: (failure: DeviceFailure) => void;
  /** For tests: another audio library, another time. */
  readonly loadBackend?: () => Promise<AudioBackend>;
  readonly clock?: PlayerClock;
}

export interface OpenMicrophone {
  readonly state: 'open';
  /** As the system lists it; the given name where it lists none. */
  readonly name: string;
  /** From the request to the first sample, in ms. */
  readonly openMs: number;
  /** How often audio had to be dropped because this process was too slow. */
  readonly overruns: number;
  /** Samples heard since the last whole frame, filled up with silence; then nothing more comes. */
  close(): Float32Array | undefined;
}

export type MicrophoneOpening =
  | OpenMicrophone
  | ({ readonly state: 'unavailable' } & DeviceFailure);

/** Opens the microphone; resolves with the first sample or with what is in the way. Never rejects. */
export async function openMicrophone(options: MicrophoneOptions): Promise<MicrophoneOpening> {
  const clock = options.clock ?? SYSTEM_CLOCK;
  const startedMs = clock.nowMs();
  let backend: AudioBackend;
  try {
    backend = await (options.loadBackend ?? loadAudioBackend)();
  } catch (error) {
    return { state: 'unavailable', ...classifyDeviceFailure({ error, stage: 'loading' }) };
  }
  let capture: Capture;
  try {
    capture = await backend.openCapture(options.device);
  } catch (error) {
    return { state: 'unavailable', ...classifyDeviceFailure({ error, stage: 'opening' }) };
  }
  const session = new CaptureSession({ ...options, clock, capture });
  const failure = await session.opened;
  if (failure !== undefined) return { state: 'unavailable', ...failure };
  const openMs = clock.nowMs() - startedMs;
  return {
    state: 'open',
    name: deviceName(backend, options.device),
    openMs,
    get overruns() {
      return capture.overruns;
    },
    close: () => session.close(),
  };
}

/** The microphones of this machine, or what is in the way of listing them. Never rejects. */
export async function listMicrophones(
  loadBackend: () => Promise<AudioBackend> = loadAudioBackend,
): Promise<
  | { readonly state: 'listed'; readonly devices: readonly AudioDevice[] }
  | ({ readonly state: 'unavailable' } & DeviceFailure)
> {
  let backend: AudioBackend;
  try {
    backend = await loadBackend();
  } catch (error) {
    return { state: 'unavailable', ...classifyDeviceFailure({ error, stage: 'loading' }) };
  }
  try {
    const devices = backend
      .inputDevices()
      .filter(({ id, inputChannels }) => inputChannels > 0 && id !== SILENT_DEVICE);
    return { state: 'listed', devices };
  } catch (error) {
    return { state: 'unavailable', ...classifyDeviceFailure({ error, stage: 'opening' }) };
  }
}

/** One capture from its opening to its end; whichever end comes first wins. */
class CaptureSession {
  /** Undefined once the first sample has come, otherwise why none will. */
  readonly opened: Promise<DeviceFailure | undefined>;
  readonly #cutter = new FrameCutter();
  readonly #clock: PlayerClock;
  readonly #capture: Capture;
  readonly #onFrame: (frame: Float32Array) => void;
  readonly #onLost: (failure: DeviceFailure) => void;
  #state: 'opening' | 'open' | 'ended' = 'opening';
  #settle: (failure: DeviceFailure | undefined) => void = () => {};
  #lastSampleMs: number;
  #cancelTimer: () => void;

  constructor(parts: {
    readonly capture: Capture;
    readonly clock: PlayerClock;
    readonly onFrame: (frame: Float32Array) => void;
    readonly onLost: (failure: DeviceFailure) => void;
  }) {
    this.#clock = parts.clock;
    this.#capture = parts.capture;
    this.#onFrame = parts.onFrame;
    this.#onLost = parts.onLost;
    this.#lastSampleMs = this.#clock.nowMs();
    this.opened = new Promise((resolve) => {
      this.#settle = resolve;
    });
    this.#cancelTimer = this.#clock.after(OPEN_TIMEOUT_MS, () => this.#watch());
    this.#capture.onError((error) => this.#fail(error));
    this.#capture.onSamples((samples) => this.#accept(samples));
  }

  close(): Float32Array | undefined {
    if (this.#state === 'ended') return undefined;
    this.#end();
    return this.#cutter.flush();
  }

  #accept(samples: Float32Array): void {
    if (this.#state === 'ended') return;
    this.#lastSampleMs = this.#clock.nowMs();
    if (this.#state === 'opening') {
      this.#state = 'open';
      this.#settle(undefined);
    }
    for (const frame of this.#cutter.push(samples)) this.#onFrame(frame);
  }

  /** Looks now and then instead of moving a timer with every frame. */
  #watch(): void {
    const limitMs = this.#state === 'opening' ? OPEN_TIMEOUT_MS : STALL_TIMEOUT_MS;
    const silentMs = this.#clock.nowMs() - this.#lastSampleMs;
    if (silentMs >= limitMs) {
      this.#fail(new Error(`it has given no sample for ${Math.round(silentMs / 1000)} s`));
      return;
    }
    this.#cancelTimer = this.#clock.after(Math.max(1, limitMs - silentMs), () => this.#watch());
  }

  #fail(error: Error): void {
    const wasOpen = this.#state === 'open';
    if (this.#state === 'ended') return;
    this.#end();
    const failure = classifyDeviceFailure({ error, stage: wasOpen ? 'running' : 'opening' });
    if (wasOpen) this.#onLost(failure);
    else this.#settle(failure);
  }

  #end(): void {
    this.#state = 'ended';
    this.#cancelTimer();
    this.#capture.stop();
  }
}

function deviceName(backend: AudioBackend, wanted: string | undefined): string {
  try {
    const found = backend
      .inputDevices()
      .find((device) =>
        wanted === undefined
          ? device.isDefault
          : device.id === wanted || device.name.toLowerCase().includes(wanted.toLowerCase()),
      );
    return found?.name ?? wanted ?? 'default microphone';
  } catch {
    // The device is open already: a listing that fails now is no reason to close it.
    return wanted ?? 'default microphone';
  }
}

// Opens the microphone, hands on frames of 16 kHz mono, and says in one word why it can't or why it
// stopped. Voice activity, segments and what is heard are left to others.
import type { AudioBackend, AudioDevice, Capture } from './audio-backend.ts';
import { loadAudioBackend } from './backend-loading.ts';
import { CaptureSession, type CaptureTrouble } from './capture-session.ts';
import { classifyDeviceFailure, type DeviceFailure } from './device-failure.ts';
import { gatherMicrophoneFacts } from './gather-microphone-facts.ts';
import { explainMissingMicrophone, type MicrophoneFacts } from './microphone-surroundings.ts';
import { type PlayerClock, SYSTEM_CLOCK } from './realtime-player.ts';

/** ALSA's bit bucket, which every Linux machine lists as a microphone. */
const SILENT_DEVICE = 'alsa:null';

/** `path`: instead of the sound itself; `tap`: beside it, for whoever only looks at it. */
export type Denoise = 'off' | 'tap' | 'path';

export interface MicrophoneOptions {
  /** Part of a device's name, or its id; the system's default otherwise. */
  readonly device?: string | undefined;
  /**
   * Every frame of `FRAME_SAMPLES` samples, in order: finite, within full scale, and overwritten once the
   * call has returned.
   */
  readonly onFrame: (frame: Float32Array) => void;
  /** The same sound without its noise, where that was asked for beside it; as `onFrame`, a little later. */
  readonly onQuietFrame?: (frame: Float32Array) => void;
  /** Noise suppression: none, in the frames themselves, or beside them. */
  readonly denoise?: Denoise | undefined;
  /** Called once, after opening succeeded, when the device stops by itself. */
  readonly onLost: (failure: DeviceFailure) => void;
  /** The device goes on, and something is wrong with its sound: at the first, and whenever it has doubled. */
  readonly onTrouble?: (trouble: CaptureTrouble) => void;
  /** For tests: another audio library, another time. */
  readonly loadBackend?: () => Promise<AudioBackend>;
  readonly clock?: PlayerClock;
  /** Likewise another machine; asked where there is no microphone at all. */
  readonly facts?: () => MicrophoneFacts;
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
  // Asked meanwhile: nobody waits for it.
  const name = deviceName(backend, options.device);
  let capture: Capture;
  try {
    capture = await backend.openCapture(options.device, options.denoise === 'path' ? 'on' : 'off');
  } catch (error) {
    const failure = classifyDeviceFailure({ error, stage: 'opening' });
    return { state: 'unavailable', ...(await explained(failure, backend, options.facts)) };
  }
  const session = new CaptureSession({ ...options, clock, capture });
  const failure = await session.opened;
  if (failure !== undefined) {
    return { state: 'unavailable', ...(await explained(failure, backend, options.facts)) };
  }
  const openMs = clock.nowMs() - startedMs;
  const tap = options.denoise === 'tap' ? openTap(backend, options) : undefined;
  return {
    state: 'open',
    name: await name,
    openMs,
    get overruns() {
      return capture.overruns;
    },
    close: () => {
      void tap?.then((opened) => opened?.close());
      return session.close();
    },
  };
}

/**
 * A second capture of the same device, with its noise taken out: the library can do that only where it
 * captures. One that can't be had costs only itself: who looks at it then looks at the sound as it is.
 */
async function openTap(
  backend: AudioBackend,
  { device, clock = SYSTEM_CLOCK, onQuietFrame }: MicrophoneOptions,
): Promise<CaptureSession | undefined> {
  if (onQuietFrame === undefined) return undefined;
  try {
    const capture = await backend.openCapture(device, 'on');
    return new CaptureSession({ capture, clock, onFrame: onQuietFrame, onLost: () => {} });
  } catch {
    return undefined;
  }
}

/** The microphones of this machine, or what is in the way of listing them. Never rejects. */
export async function listMicrophones(
  loadBackend: () => Promise<AudioBackend> = loadAudioBackend,
  facts: () => MicrophoneFacts = ourFacts,
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
    const devices = await microphonesOf(backend);
    if (devices.length > 0) return { state: 'listed', devices };
    const { reason, detail } = explainMissingMicrophone(facts());
    return { state: 'unavailable', reason, detail };
  } catch (error) {
    return { state: 'unavailable', ...classifyDeviceFailure({ error, stage: 'opening' }) };
  }
}

async function microphonesOf(backend: AudioBackend): Promise<readonly AudioDevice[]> {
  const devices = await backend.inputDevices();
  return devices.filter(({ id, inputChannels }) => inputChannels > 0 && id !== SILENT_DEVICE);
}

/** Where the machine has no microphone at all, the library's words for one of them say little. */
async function explained(
  failure: DeviceFailure,
  backend: AudioBackend,
  facts: () => MicrophoneFacts = ourFacts,
): Promise<DeviceFailure> {
  if (failure.reason !== 'no-device' && failure.reason !== 'failed') return failure;
  try {
    if ((await microphonesOf(backend)).length > 0) return failure;
  } catch {
    // What can't be listed is not there either.
  }
  const { reason, detail } = explainMissingMicrophone(facts());
  return { reason, detail };
}

function ourFacts(): MicrophoneFacts {
  return gatherMicrophoneFacts({
    platform: process.platform,
    environment: process.env,
    root: '/',
  });
}

async function deviceName(backend: AudioBackend, wanted: string | undefined): Promise<string> {
  try {
    const devices = await backend.inputDevices();
    const found = devices.find((device) =>
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

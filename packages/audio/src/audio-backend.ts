// The little that this package needs of the native audio library, as a port. Loading the library is
// left to `backend-loading.ts`.

/** A device as the system lists it. */
export interface AudioDevice {
  readonly name: string;
  /** Stable across listings and restarts, such as `alsa:hw` or `pulse:` and a source's name; empty where there is none. */
  readonly id: string;
  readonly isDefault: boolean;
  readonly inputChannels: number;
}

/**
 * An open microphone. Raw samples: 16 kHz mono, in pieces of any length, which may be overwritten once the
 * listener has returned.
 */
export interface Capture {
  onSamples(listener: (samples: Float32Array) => void): void;
  /** At most one call: the stream broke and gives nothing more. */
  onError(listener: (error: Error) => void): void;
  /** The library had to drop audio this often because we were too slow. */
  readonly overruns: number;
  stop(): void;
}

/** An open loudspeaker, 16 kHz mono. */
export interface Playback {
  /** Takes samples to be played; resolves once there is room for more. Rejects when it can't. */
  write(samples: Float32Array): Promise<void>;
  /** Resolves when the last sample has been heard. */
  drain(): Promise<void>;
  /** Falls silent at once: what was taken and not yet heard is dropped. */
  stop(): void;
}

/** Where sound goes that is played. */
export interface Loudspeaker {
  openPlayback(): Promise<Playback>;
}

export interface AudioBackend extends Loudspeaker {
  inputDevices(): Promise<readonly AudioDevice[]>;
  /** `denoise`: noise is taken out of it. */
  openCapture(device: string | undefined, denoise: 'on' | 'off'): Promise<Capture>;
}

// The little that this package needs of the native audio library, as a port. Loading the library is
// left to `backend-loading.ts`.

/** A device as the system lists it. */
export interface AudioDevice {
  readonly name: string;
  /** Stable across listings and restarts, such as `alsa:pulse`; empty where there is none. */
  readonly id: string;
  readonly isDefault: boolean;
  readonly inputChannels: number;
}

/** An open microphone. Raw samples: 16 kHz mono, in pieces of any length. */
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
  /** Plays the samples; resolves when the last one has been heard. Rejects when it can't. */
  play(samples: Float32Array): Promise<void>;
  stop(): void;
}

export interface AudioBackend {
  inputDevices(): readonly AudioDevice[];
  openCapture(device: string | undefined): Promise<Capture>;
  openPlayback(): Promise<Playback>;
}

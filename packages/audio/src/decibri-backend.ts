// The audio port over decibri. Importing this module loads native code, which may fail and which
// lets ALSA write to file descriptor 2: only `loadAudioBackend` imports it, and late.
import { SAMPLE_RATE_HZ } from '@codex-voice/speech';
import { Microphone, Speaker } from 'decibri';
import type { AudioBackend, Capture, Playback } from './audio-backend.ts';

/**
 * Half a frame of the product, 16 ms. Through ALSA's PulseAudio plug-in other sizes make the capture
 * thread poll without rest: measured 9 % of a core with 256, 40 to 100 % with 240, 260 or 512.
 */
const CAPTURE_SAMPLES = 256;

const FLOAT_BYTES = 4;

/** FastEnhancer, which lies in the library's package. Source: its documentation. */
export const DENOISER = 'fastenhancer-t';

export const decibriBackend: AudioBackend = {
  async inputDevices() {
    return Microphone.devices().map(({ name, id, isDefault, maxInputChannels }) => ({
      name,
      id,
      isDefault,
      inputChannels: maxInputChannels,
    }));
  },

  async openCapture(device, denoise): Promise<Capture> {
    const microphone = await Microphone.open({
      sampleRate: SAMPLE_RATE_HZ,
      channels: 1,
      dtype: 'float32',
      framesPerBuffer: CAPTURE_SAMPLES,
      ...(device === undefined ? {} : { device: selector(device) }),
      ...(denoise === 'on' ? { denoise: DENOISER } : {}),
    });
    const floats = new ReusedFloats();
    return {
      onSamples(listener) {
        // Listening is what opens the device; a failure to do so arrives as an error event.
        microphone.on('data', (chunk) => listener(floats.of(chunk)));
      },
      onError(listener) {
        microphone.once('error', listener);
        // A second error after the first must not become an uncaught one.
        microphone.on('error', () => {});
      },
      get overruns() {
        return microphone.overrunCount;
      },
      stop() {
        microphone.stop();
      },
    };
  },

  async openPlayback(): Promise<Playback> {
    const speaker = await Speaker.open({
      sampleRate: SAMPLE_RATE_HZ,
      channels: 1,
      dtype: 'float32',
    });
    speaker.on('error', () => {});
    return {
      async write(samples) {
        await speaker.writeAsync(
          Buffer.from(samples.buffer, samples.byteOffset, samples.byteLength),
        );
      },
      drain: () => speaker.drainAsync(),
      stop() {
        speaker.stop();
      },
    };
  },
};

/** Ids look like `alsa:pulse`; anything else is part of a name. */
function selector(device: string): string | { id: string } {
  return /^(?:alsa|wasapi|coreaudio):/u.test(device) ? { id: device } : device;
}

/** The bytes of a chunk as floats, in memory that the next chunk overwrites: chunks are all of one length. */
class ReusedFloats {
  #floats = new Float32Array(CAPTURE_SAMPLES);
  #bytes = new Uint8Array(this.#floats.buffer);

  of(chunk: Buffer): Float32Array {
    const length = Math.floor(chunk.byteLength / FLOAT_BYTES);
    if (length !== this.#floats.length) {
      this.#floats = new Float32Array(length);
      this.#bytes = new Uint8Array(this.#floats.buffer);
    }
    chunk.copy(this.#bytes, 0, 0, this.#bytes.length);
    return this.#floats;
  }
}

// Silero's neural voice activity, run by sherpa-onnx. The native library tells speech from silence
// but not its probability, so answers are 0 and 1, with its own hysteresis; cutting speech into
// segments stays with the segmenter.

import { SPEECH_ENGINE } from '@codex-voice/folders';
import { FRAME_SAMPLES, SAMPLE_RATE_HZ, type VoiceActivity } from '@codex-voice/speech';
import { RecognizerError } from './failure.ts';
import { finiteFrame } from './frame.ts';
import { HangOver } from './hang-over.ts';
import { locateModel, SILERO_MODEL } from './model-file.ts';
import { sherpaRequire } from './sherpa/sherpa-require.ts';

/** The part of sherpa-onnx's detector that is used. */
interface NativeDetector {
  acceptWaveform(samples: Float32Array): void;
  isDetected(): boolean;
  flush(): void;
  clear(): void;
  reset(): void;
}

/** Silero's recommended border between speech and silence; speech ends 0.15 below it. */
const SPEECH_PROBABILITY = 0.5;

/** Audio the native side may hold, in s. It never holds more than a few frames: every frame is flushed. */
const NATIVE_BUFFER_S = 2;

/** Practically none, in s; the native side takes 0 for "not given" and puts its defaults in. */
const SHORTEST_S = 0.001;

/** No limit of its own on how long speech lasts, in s: beyond one it would change its threshold. */
const LONGEST_SPEECH_S = 1e5;

/** The native side counts samples in 32 bits, enough for 37 h; after an hour it starts anew at the next silence. */
const FRAMES_BEFORE_RENEWAL = (3600 * SAMPLE_RATE_HZ) / FRAME_SAMPLES;

/** Two seconds: long enough that forgetting what was heard changes nothing. */
const SILENT_FRAMES_FOR_RENEWAL = (2 * SAMPLE_RATE_HZ) / FRAME_SAMPLES;

/**
 * Loads the model and the native code, about 45 MB of memory.
 * @throws RecognizerError `missing-model`, `damaged-model` or `engine-failed`.
 */
export async function createSileroVoiceActivity(): Promise<VoiceActivity> {
  const detector = nativeDetector(await locateModel(SILERO_MODEL));
  return new SileroVoiceActivity(detector);
}

function nativeDetector(model: string): NativeDetector {
  try {
    const native = sherpaRequire()(SPEECH_ENGINE.packageName);
    return new native.Vad(
      {
        sileroVad: {
          model,
          threshold: SPEECH_PROBABILITY,
          // Every frame is answered for itself: holding on and dropping short sounds is the segmenter's.
          minSilenceDuration: SHORTEST_S,
          minSpeechDuration: SHORTEST_S,
          maxSpeechDuration: LONGEST_SPEECH_S,
          windowSize: FRAME_SAMPLES,
        },
        sampleRate: SAMPLE_RATE_HZ,
        numThreads: 1,
        provider: 'cpu',
        debug: 0,
      },
      NATIVE_BUFFER_S,
    );
  } catch (cause) {
    throw new RecognizerError('engine-failed', 'neural voice activity could not be loaded', {
      cause,
    });
  }
}

class SileroVoiceActivity implements VoiceActivity {
  readonly name = 'silero';
  readonly #hangOver = new HangOver();
  #detector: NativeDetector | undefined;
  #frames = 0;
  #silentFrames = 0;

  constructor(detector: NativeDetector) {
    this.#detector = detector;
  }

  accept(frame: Float32Array): number {
    const detector = this.#open();
    const finite = finiteFrame(frame);
    detector.acceptWaveform(finite);
    const detected = detector.isDetected();
    // Without this the native side keeps, and copies at every frame, all the speech so far.
    detector.flush();
    detector.clear();
    this.#frames += 1;
    this.#silentFrames = detected ? 0 : this.#silentFrames + 1;
    if (this.#frames >= FRAMES_BEFORE_RENEWAL && this.#silentFrames >= SILENT_FRAMES_FOR_RENEWAL) {
      this.#renew();
    }
    return this.#hangOver.isSpeech(finite, detected ? 'speech' : 'none') ? 1 : 0;
  }

  reset(): void {
    this.#renew();
    this.#hangOver.reset();
  }

  dispose(): void {
    // The native object has no release call; it goes when it is collected.
    this.#detector = undefined;
  }

  #renew(): void {
    this.#open().reset();
    this.#frames = 0;
    this.#silentFrames = 0;
  }

  #open(): NativeDetector {
    if (this.#detector === undefined) throw new TypeError('voice activity: already disposed');
    return this.#detector;
  }
}

// An offline model at work: one stretch of audio after the other, each in a thread of the library's, so
// that audio goes on being heard meanwhile.

import { SAMPLE_RATE_HZ } from '@codex-voice/speech';
import { RecognizerError } from '../failure.ts';
import { type ModelParts, offlineConfig } from './model-config.ts';
import {
  type NativeResult,
  type OfflineRecognizer,
  type OfflineStream,
  releaseNativeMemory,
  type Sherpa,
} from './native.ts';

/** Silence after a stretch, in ms: models are used to some, and very short ones can't do without. */
const TAIL_MS = 300;

/** A stretch of audio, and how it is to be heard. */
export interface Stretch {
  readonly samples: Float32Array;
  /** `''`: the model's own choice. */
  readonly language: string;
  /** Terms to lean towards, as `hotwordLines` makes them. */
  readonly hotwords: readonly string[];
}

/** `unwanted`: nobody asked for it any more when its turn came. */
export type StretchOutcome =
  | { readonly kind: 'decoded'; readonly result: NativeResult; readonly tookMs: number }
  | { readonly kind: 'failed'; readonly error: unknown }
  | { readonly kind: 'unwanted' };

/** What an utterance needs of a decoder. */
export interface StretchDecoder {
  /** Stretches that are decoded or wait for it. */
  readonly waiting: number;
  /** Decodes after all stretches before it. `isWanted` is asked once its turn has come. Never rejects. */
  decode(stretch: Stretch, isWanted: () => boolean): Promise<StretchOutcome>;
}

/** Kept from being collected while a thread of the library's works with them: it knows only addresses. */
const IN_USE = new Set<OfflineRecognizer | OfflineStream>();

export class OfflineDecoder implements StretchDecoder {
  readonly #sherpa: Sherpa;
  readonly #parts: ModelParts;
  #recognizer: OfflineRecognizer;
  #language = '';
  #last: Promise<unknown> = Promise.resolve();
  #waiting = 0;

  private constructor(sherpa: Sherpa, parts: ModelParts, recognizer: OfflineRecognizer) {
    this.#sherpa = sherpa;
    this.#parts = parts;
    this.#recognizer = recognizer;
  }

  /** @throws RecognizerError `engine-failed`. */
  static async load(sherpa: Sherpa, parts: ModelParts): Promise<OfflineDecoder> {
    try {
      const recognizer = await sherpa.OfflineRecognizer.createAsync(offlineConfig(parts, ''));
      return new OfflineDecoder(sherpa, parts, recognizer);
    } catch (cause) {
      const message = `sherpa-onnx did not load ${parts.spec.id}`;
      throw new RecognizerError('engine-failed', message, { cause });
    }
  }

  get waiting(): number {
    return this.#waiting;
  }

  decode(stretch: Stretch, isWanted: () => boolean): Promise<StretchOutcome> {
    this.#waiting += 1;
    const outcome = this.#last.then(async (): Promise<StretchOutcome> => {
      if (!isWanted()) return { kind: 'unwanted' };
      try {
        const startedAt = performance.now();
        const result = await this.#run(stretch);
        return { kind: 'decoded', result, tookMs: performance.now() - startedAt };
      } catch (error) {
        return { kind: 'failed', error };
      }
    });
    this.#last = outcome.finally(() => {
      this.#waiting -= 1;
    });
    return outcome;
  }

  async #run({ samples, language, hotwords }: Stretch): Promise<NativeResult> {
    await this.#speak(language);
    const recognizer = this.#recognizer;
    const stream =
      hotwords.length === 0
        ? recognizer.createStream()
        : recognizer.createStream(hotwords.join('/'));
    const padded = new Float32Array(samples.length + (TAIL_MS * SAMPLE_RATE_HZ) / 1000);
    padded.set(samples);
    stream.acceptWaveform({ samples: padded, sampleRate: SAMPLE_RATE_HZ });
    const used = [recognizer, stream];
    for (const one of used) IN_USE.add(one);
    try {
      return await recognizer.decodeAsync(stream);
    } finally {
      for (const one of used) IN_USE.delete(one);
    }
  }

  /** Whisper takes another language at any time; other models are loaded anew for it. */
  async #speak(language: string): Promise<void> {
    if (language === this.#language) return;
    const config = offlineConfig(this.#parts, language);
    if (this.#parts.spec.layout === 'whisper') this.#recognizer.setConfig(config);
    else {
      this.#recognizer = await this.#sherpa.OfflineRecognizer.createAsync(config);
      setImmediate(releaseNativeMemory);
    }
    this.#language = language;
  }
}

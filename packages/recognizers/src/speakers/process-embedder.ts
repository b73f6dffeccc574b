// A speaker model in a process of its own, as the embedder that voice uses: its native code may crash and
// costs one label. Which process, and how it is talked to, is `speaker-link.ts`'s.
import type { SpeakerModelSpec } from '@codex-voice/protocol';
import {
  SAMPLE_RATE_HZ,
  type SpeakerEmbedder,
  type SpeakerEmbedding,
  unitVector,
} from '@codex-voice/speech';
import { RecognizerError } from '../failure.ts';
import type { ProcessCommand } from '../process/process-link.ts';
import type { SpeakerTurn } from './sherpa-embedder.ts';
import { SpeakerLink } from './speaker-link.ts';
import { loudMs } from './voice-statistics.ts';

/**
 * The value that sherpa-onnx's own examples use for these models; nothing was measured with people here.
 * Source: the speaker identification examples of sherpa-onnx 1.13.
 */
const THRESHOLD = 0.6;

/** Before a process that died is started again, in ms: one that dies at each question must not take the machine. */
const REST_MS = 10_000;

/** Below it nothing is asked of a model, in ms of speech. */
const LEAST_SPEECH_MS = 300;

/** The longest recording that is held for a model, in ms: 460 MB of samples in its process. */
export const LONGEST_DIARIZED_MS = 7_200_000;

export interface SpeakerModelEmbedder extends SpeakerEmbedder {
  readonly pid: number | undefined;
  readonly canDiarize: boolean;
  /** Who speaks when in a whole recording; a text says why not. */
  diarize(
    samples: Float32Array,
    speakers: number | undefined,
  ): Promise<readonly SpeakerTurn[] | string>;
}

export interface SpeakerModelOptions {
  readonly model: SpeakerModelSpec;
  /** How a process for it is started. */
  readonly command: ProcessCommand;
}

/** @throws RecognizerError `engine-failed` where it can't be loaded. */
export async function createSpeakerModel(
  options: SpeakerModelOptions,
): Promise<SpeakerModelEmbedder> {
  const embedder = new ProcessEmbedder(options);
  const fault = await embedder.loaded();
  if (fault !== undefined) throw new RecognizerError('engine-failed', fault);
  return embedder;
}

class ProcessEmbedder implements SpeakerModelEmbedder {
  readonly model: string;
  readonly threshold = THRESHOLD;
  readonly canDiarize: boolean;
  readonly #options: SpeakerModelOptions;
  #link: SpeakerLink;
  #startedMs = performance.now();
  #state: 'in-use' | 'disposed' = 'in-use';

  constructor(options: SpeakerModelOptions) {
    this.#options = options;
    this.model = options.model.id;
    this.canDiarize = options.model.segmentation !== undefined;
    this.#link = new SpeakerLink(options.command, options.model);
  }

  get pid(): number | undefined {
    return this.#link.fault === undefined ? this.#link.pid : undefined;
  }

  loaded(): Promise<string | undefined> {
    return this.#link.loaded;
  }

  async embed(samples: Float32Array): Promise<SpeakerEmbedding> {
    this.#requireUse('embed');
    const speechMs = loudMs(samples);
    if (speechMs < LEAST_SPEECH_MS) return { kind: 'too-little', speechMs };
    const reply = await this.#living().ask(samples, { type: 'embed' });
    if (reply.type === 'failed') return { kind: 'failed', message: reply.message };
    const vector = reply.type === 'embedding' ? unitVector(reply.vector ?? []) : undefined;
    return vector === undefined
      ? { kind: 'too-little', speechMs }
      : { kind: 'embedded', vector, speechMs };
  }

  async diarize(
    samples: Float32Array,
    speakers: number | undefined,
  ): Promise<readonly SpeakerTurn[] | string> {
    this.#requireUse('diarize');
    const longest = (LONGEST_DIARIZED_MS * SAMPLE_RATE_HZ) / 1000;
    if (samples.length > longest) return 'the recording is longer than two hours';
    const question = { type: 'diarize', ...(speakers === undefined ? {} : { speakers }) } as const;
    const reply = await this.#living().ask(samples, question);
    if (reply.type === 'failed') return reply.message;
    return reply.type === 'turns' ? reply.turns : [];
  }

  dispose(): void {
    this.#state = 'disposed';
    this.#link.dispose();
  }

  /** A new life where the last one is over, and has been for a while. */
  #living(): SpeakerLink {
    const isDue = performance.now() - this.#startedMs >= REST_MS;
    if (this.#link.fault !== undefined && isDue) {
      this.#startedMs = performance.now();
      this.#link = new SpeakerLink(this.#options.command, this.#options.model);
    }
    return this.#link;
  }

  #requireUse(call: string): void {
    if (this.#state === 'disposed') throw new TypeError(`${call}: the embedder was disposed of`);
  }
}

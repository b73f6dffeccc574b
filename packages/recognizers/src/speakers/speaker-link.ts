// One life of a speaker model's process: loads the model, carries stretches of speech to it and questions
// about them, and has patience with it. Another life after it is left to `process-embedder.ts`.
import {
  parseSpeakerAnswer,
  SPEAKER_PROTOCOL_VERSION,
  type SpeakerAnswer,
  type SpeakerModelSpec,
} from '@codex-voice/protocol';
import { LoadingLink } from '../process/loading-link.ts';
import type { ProcessCommand } from '../process/process-link.ts';

/** Loading, in ms: a large model from a slow disk. */
const LOAD_MS = 60_000;

/** For an answer, in ms, and for each ms of audio: a slow machine is not a hung one. */
const ANSWER_MS = 8_000;
const PER_AUDIO_MS = 2;

/** Samples in one message: 8 s, half of what a message may hold. */
const PIECE_SAMPLES = 131_072;

const SAMPLES_A_MS = 16;

type Answered = Extract<SpeakerAnswer, { type: 'embedding' | 'turns' }>;

export type SpeakerReply = Answered | { readonly type: 'failed'; readonly message: string };

export class SpeakerLink {
  readonly #link: LoadingLink;
  readonly #label: string;
  readonly #waiting = new Map<
    number,
    { settle: (reply: SpeakerReply) => void; timer: NodeJS.Timeout }
  >();
  #lastId = 0;

  constructor(command: ProcessCommand, model: SpeakerModelSpec) {
    this.#label = `the speaker model ${model.id}`;
    this.#link = new LoadingLink({
      command,
      label: this.#label,
      load: { type: 'load-speakers', version: SPEAKER_PROTOCOL_VERSION, model },
      loadMs: LOAD_MS,
      onMessage: (value) => this.#received(value),
      onOver: (fault) => this.#failAll(fault),
    });
  }

  /** Resolves with why it can't be used; undefined once it is loaded. */
  get loaded(): Promise<string | undefined> {
    return this.#link.loaded;
  }

  get pid(): number | undefined {
    return this.#link.pid;
  }

  /** Why it is over; undefined while it lives. */
  get fault(): string | undefined {
    return this.#link.fault;
  }

  async ask(
    samples: Float32Array,
    question: { readonly type: 'embed' } | { readonly type: 'diarize'; readonly speakers?: number },
  ): Promise<SpeakerReply> {
    if (this.fault !== undefined) return { type: 'failed', message: this.fault };
    this.#lastId += 1;
    const id = this.#lastId;
    for (let at = 0; at < samples.length; at += PIECE_SAMPLES) {
      this.#link.send({ type: 'stretch', samples: samples.subarray(at, at + PIECE_SAMPLES) });
    }
    this.#link.send({ ...question, id });
    const patienceMs = ANSWER_MS + (PER_AUDIO_MS * samples.length) / SAMPLES_A_MS;
    return await new Promise((settle) => {
      this.#waiting.set(id, { settle, timer: this.#patience(patienceMs) });
    });
  }

  /** Ends the process; what it had not answered is `failed`. */
  dispose(): void {
    this.#link.end(`${this.#label} was disposed of`);
  }

  #patience(ms: number): NodeJS.Timeout {
    const giveUp = (): void =>
      this.#link.end(`${this.#label} did not answer within ${(ms / 1000).toFixed(1)} s`);
    return setTimeout(giveUp, ms);
  }

  #received(value: unknown): void {
    const parsed = parseSpeakerAnswer(value);
    if (parsed.kind === 'refused') {
      this.#link.unreadable(parsed.reason);
      return;
    }
    const answer = parsed.message;
    if (answer.type === 'loaded') this.#link.settleLoaded();
    else if (answer.type === 'not-loaded') {
      this.#link.end(`${this.#label} can't be loaded: ${answer.message}`);
    } else {
      const waiting = this.#waiting.get(answer.id);
      this.#waiting.delete(answer.id);
      clearTimeout(waiting?.timer);
      waiting?.settle(answer);
    }
  }

  #failAll(fault: string): void {
    for (const { settle, timer } of this.#waiting.values()) {
      clearTimeout(timer);
      settle({ type: 'failed', message: fault });
    }
    this.#waiting.clear();
  }
}

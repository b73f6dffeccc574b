// Who speaks: follows each utterance while it is spoken, and says what its voice tells. Words never wait
// for it where it only labels; where others are not listened to, they wait a bounded time.
import {
  matchSpeaker,
  SAMPLE_RATE_HZ,
  type SpeakerEmbedder,
  type SpeakerEmbedding,
  type SpeakerMatch,
  type SpeakerRules,
  UNDECIDED,
} from '@codex-voice/speech';

/** So much of an utterance is listened to, in samples: 10 s tell as much of a voice as a minute. */
const MOST_SAMPLES = 10 * SAMPLE_RATE_HZ;

/** While somebody speaks a first look is taken after so much, in samples: 0.8 s. */
const FIRST_LOOK_SAMPLES = 0.8 * SAMPLE_RATE_HZ;

/** And again when there is so much more: the last one has four fifths of it, and all cost five times the last. */
const LOOK_GROWTH = 1.25;

/** Words wait at most so long for the answer, in ms; then nothing is known and they are heard. */
const PATIENCE_MS = 1_500;

/** A second line about a model that fails would say the same. */
export interface SpeakerEarOptions {
  readonly embedder: SpeakerEmbedder;
  readonly rules: SpeakerRules;
  /** `while-speaking`: what is known when the words are; `at-the-end`: of all that was said. */
  readonly answers: 'while-speaking' | 'at-the-end';
  /** Told once. */
  readonly onFault: (message: string) => void;
}

/** What is known of an utterance's speaker. */
export interface HeardSpeaker {
  readonly match: SpeakerMatch;
  readonly embedding: SpeakerEmbedding;
}

const NOTHING: SpeakerEmbedding = { kind: 'too-little', speechMs: 0 };

export class SpeakerEar {
  readonly #options: SpeakerEarOptions;
  #isFaultTold = false;

  constructor(options: SpeakerEarOptions) {
    this.#options = options;
  }

  get model(): string {
    return this.#options.embedder.model;
  }

  begin(): UtteranceEar {
    return new UtteranceEar((samples) => this.#embed(samples), this.#options);
  }

  async #embed(samples: Float32Array): Promise<SpeakerEmbedding> {
    const embedding = await this.#options.embedder.embed(samples);
    if (embedding.kind === 'failed' && !this.#isFaultTold) {
      this.#isFaultTold = true;
      this.#options.onFault(`${embedding.message}: speakers are not told apart`);
    }
    return embedding;
  }
}

export class UtteranceEar {
  readonly #embed: (samples: Float32Array) => Promise<SpeakerEmbedding>;
  readonly #options: Pick<SpeakerEarOptions, 'rules' | 'answers'>;
  readonly #samples = new Float32Array(MOST_SAMPLES);
  #length = 0;
  #nextLook = FIRST_LOOK_SAMPLES;
  #latest: SpeakerEmbedding = NOTHING;
  #isLooking = false;
  #last: Promise<SpeakerEmbedding> | undefined;

  constructor(
    embed: (samples: Float32Array) => Promise<SpeakerEmbedding>,
    options: Pick<SpeakerEarOptions, 'rules' | 'answers'>,
  ) {
    this.#embed = embed;
    this.#options = options;
  }

  accept(samples: Float32Array): void {
    const taken = samples.subarray(0, MOST_SAMPLES - this.#length);
    this.#samples.set(taken, this.#length);
    this.#length += taken.length;
    if (this.#options.answers === 'at-the-end' || this.#length < this.#nextLook) return;
    // A slow embedder is asked less often.
    if (this.#isLooking) return;
    this.#isLooking = true;
    this.#nextLook = this.#length * LOOK_GROWTH;
    const heard = this.#heard();
    // The frame that is being handled goes first.
    setImmediate(() => {
      void this.#embed(heard).then((embedding) => {
        this.#latest = embedding;
        this.#isLooking = false;
      });
    });
  }

  /** Nothing more is said. Where the words wait, the answer is begun now. */
  end(): void {
    if (this.#options.answers === 'at-the-end') this.#last = this.#embed(this.#heard());
  }

  /** Once the words are there. */
  async known(): Promise<HeardSpeaker> {
    const last = this.#last;
    if (last === undefined) return this.#told(this.#latest);
    let timer: NodeJS.Timeout | undefined;
    const tired = new Promise<SpeakerEmbedding>((resolve) => {
      timer = setTimeout(() => resolve(NOTHING), PATIENCE_MS);
    });
    const embedding = await Promise.race([last, tired]);
    clearTimeout(timer);
    return this.#told(embedding);
  }

  #told(embedding: SpeakerEmbedding): HeardSpeaker {
    const isKnown = this.#options.rules.known.length > 0;
    return { embedding, match: isKnown ? matchSpeaker(embedding, this.#options.rules) : UNDECIDED };
  }

  #heard(): Float32Array {
    return this.#samples.subarray(0, this.#length);
  }
}

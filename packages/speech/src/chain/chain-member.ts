// One recogniser of a chain: whether it may be asked now, what its failures and its slowness lead to,
// and its turn to take audio. Which member is asked is the chain's decision.
import type { Recognition, Recognizer, Recognizing, UtteranceContext } from '../ports.ts';
import type { KeptAudio } from './kept-audio.ts';

export type FailedRecognition = Extract<Recognition, { verdict: 'failed' }>;

/** The first failure may be the last: only from the second in a row on a recogniser rests so long, in ms. */
export const FIRST_REST_MS = 5000;

/** One that is too slow rests so long, in ms: what slows a machine down lasts. */
export const FIRST_SLOW_REST_MS = 60_000;

/** Each further time doubles the rest, up to here, in ms. */
export const LONGEST_REST_MS = 300_000;

/** Slower than speech is spoken: it would fall behind further with each utterance. */
export const SLOW_REAL_TIME_FACTOR = 1;

/** Fast enough again; between the two nothing changes, so that nobody is told time and again. */
export const RECOVERED_REAL_TIME_FACTOR = 0.7;

/** So many utterances in a row are looked at; their middle one counts. */
export const SPEED_UTTERANCES = 3;

/** What an answer may take besides, in ms: the way to a server and its queue cost the same for one word and for many. */
export const FIXED_COST_MS = 1500;

/** Shorter utterances tell of that only, in ms. */
const LEAST_MEASURED_MS = 500;

export class ChainMember {
  readonly recognizer: Recognizer;
  #failures = 0;
  #restUntilMs = Number.NEGATIVE_INFINITY;
  #trouble: 'failed' | 'slow' | undefined;
  #factors: number[] = [];
  #takesAudio = false;
  #waiting: (() => void)[] = [];

  constructor(recognizer: Recognizer) {
    this.recognizer = recognizer;
  }

  get name(): string {
    return this.recognizer.name;
  }

  get isClosed(): boolean {
    return this.recognizer.abilities.dictation === 'closed';
  }

  rests(nowMs: number): boolean {
    return nowMs < this.#restUntilMs;
  }

  /** Answers whether this is news. */
  failed(nowMs: number): boolean {
    const isNews = this.#trouble !== 'failed';
    this.#trouble = 'failed';
    this.#factors = [];
    this.#failures += 1;
    if (this.#failures > 1) this.#rest(nowMs, FIRST_REST_MS * 2 ** (this.#failures - 2));
    return isNews;
  }

  /** It takes longer than it may; it rests if somebody stands in. Answers whether this is news. */
  tooSlow(nowMs: number, standIn: 'exists' | 'none'): boolean {
    const isNews = this.#trouble !== 'slow';
    this.#trouble = 'slow';
    this.#failures += 1;
    this.#factors = [];
    if (standIn === 'exists') this.#rest(nowMs, FIRST_SLOW_REST_MS * 2 ** (this.#failures - 1));
    return isNews;
  }

  /** Answers whether a trouble that was told is over. */
  worked(): boolean {
    const isNews = this.#trouble === 'failed';
    if (isNews) this.#recover();
    return isNews;
  }

  /** How long an answer took. `realTimeFactor`: of the last ones, where they are too slow. */
  took(spent: { readonly audioMs: number; readonly answerMs: number }): {
    readonly realTimeFactor?: number;
    readonly recovered: boolean;
  } {
    if (spent.audioMs < LEAST_MEASURED_MS) return { recovered: false };
    const decodingMs = Math.max(0, spent.answerMs - FIXED_COST_MS);
    this.#factors = [...this.#factors, decodingMs / spent.audioMs].slice(-SPEED_UTTERANCES);
    const factor = median(this.#factors);
    const enough = this.#trouble === 'slow' || this.#factors.length === SPEED_UTTERANCES;
    if (enough && factor > SLOW_REAL_TIME_FACTOR)
      return { realTimeFactor: factor, recovered: false };
    const recovered = this.#trouble === 'slow' && factor <= RECOVERED_REAL_TIME_FACTOR;
    if (recovered) this.#recover();
    return { recovered };
  }

  /** An utterance that takes audio as it arrives. */
  begin(context: UtteranceContext | undefined, onGuess?: () => void): Recognizing {
    const recognizing = this.recognizer.begin(context, onGuess);
    this.#takesAudio = true;
    const over = (): void => {
      this.#takesAudio = false;
      for (const next of this.#waiting.splice(0)) next();
    };
    return guarded(recognizing, over);
  }

  /** The whole of an utterance at once; it waits for one that takes audio just now. */
  async recognize(
    pieces: NonNullable<KeptAudio['pieces']>,
    context: UtteranceContext | undefined,
  ): Promise<Recognition> {
    while (this.#takesAudio) await new Promise<void>((resolve) => this.#waiting.push(resolve));
    const recognizing = this.begin(context);
    for (const piece of pieces) recognizing.accept(piece);
    return await recognizing.finish();
  }

  #rest(nowMs: number, restMs: number): void {
    this.#restUntilMs = nowMs + Math.min(LONGEST_REST_MS, restMs);
  }

  #recover(): void {
    this.#trouble = undefined;
    this.#failures = 0;
    this.#restUntilMs = Number.NEGATIVE_INFINITY;
  }
}

/** What a recogniser throws in the middle of its work is a failure of its own, not of who called it. */
function guarded(recognizing: Recognizing, over: () => void): Recognizing {
  let broken: FailedRecognition | undefined;
  const attempt = (work: () => void): void => {
    try {
      work();
    } catch (error) {
      broken ??= brokenBy(error);
    }
  };
  return {
    accept: (samples) => {
      if (broken === undefined) attempt(() => recognizing.accept(samples));
    },
    partial: () => recognizing.partial(),
    finish: async () => {
      if (broken !== undefined) attempt(() => recognizing.abandon());
      over();
      try {
        return broken ?? (await recognizing.finish());
      } catch (error) {
        return brokenBy(error);
      }
    },
    abandon: () => {
      attempt(() => recognizing.abandon());
      over();
    },
  };
}

function brokenBy(error: unknown): FailedRecognition {
  const message = error instanceof Error ? error.message : String(error);
  return { verdict: 'failed', text: '', failure: 'died', message };
}

export function median(values: readonly number[]): number {
  return values.toSorted((one, other) => one - other)[Math.floor(values.length / 2)] ?? 0;
}

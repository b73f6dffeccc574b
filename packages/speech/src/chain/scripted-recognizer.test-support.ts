// Recognisers that do as they are told, and a clock that stands still until it is moved: for the tests
// of the chain.
import type {
  PartialText,
  Recognition,
  RecognitionFailure,
  Recognizer,
  RecognizerAbilities,
  UtteranceContext,
} from '../ports.ts';
import type { ChainClock } from './chain-utterance.ts';

/** What comes of an utterance; `afterMs` after it was finished, at once where that is absent. */
export interface ScriptedAnswer {
  readonly does: 'accepts' | 'rejects' | 'throws' | RecognitionFailure;
  readonly afterMs?: number;
}

export interface ScriptedRecognizer extends Recognizer {
  /** What the utterances to come meet, in order; the last one stays. */
  script: ScriptedAnswer[];
  /** Partials it tells, in order; the last one stays. */
  partials: PartialText[];
  /** The samples of each utterance that was finished or abandoned. */
  readonly heard: Float32Array[];
  readonly abandoned: number;
  readonly disposed: number;
  /** As if a guess had come between two pieces of audio. */
  guess(): void;
}

export class StandingClock implements ChainClock {
  #nowMs = 0;
  #timers: { readonly atMs: number; readonly call: () => void }[] = [];

  nowMs(): number {
    return this.#nowMs;
  }

  after(delayMs: number, call: () => void): () => void {
    const timer = { atMs: this.#nowMs + delayMs, call };
    this.#timers.push(timer);
    return () => {
      this.#timers = this.#timers.filter((each) => each !== timer);
    };
  }

  get pending(): number {
    return this.#timers.length;
  }

  /** Moves on, calling what is due in order, and lets all that follows from it happen. */
  async advance(ms: number): Promise<void> {
    const endMs = this.#nowMs + ms;
    await settle();
    for (;;) {
      const [next] = this.#timers
        .filter(({ atMs }) => atMs <= endMs)
        .toSorted((one, other) => one.atMs - other.atMs);
      if (next === undefined) break;
      this.#nowMs = Math.max(this.#nowMs, next.atMs);
      this.#timers = this.#timers.filter((each) => each !== next);
      next.call();
      await settle();
    }
    this.#nowMs = endMs;
  }
}

/** One array of all samples: spread one by one they took most of these suites' time. */
function joined(pieces: readonly Float32Array[]): Float32Array {
  const all = new Float32Array(pieces.reduce((sum, piece) => sum + piece.length, 0));
  let at = 0;
  for (const piece of pieces) {
    all.set(piece, at);
    at += piece.length;
  }
  return all;
}

async function settle(): Promise<void> {
  await new Promise((resolve) => setImmediate(resolve));
}

export function scriptedRecognizer(options: {
  readonly name: string;
  readonly clock: ChainClock;
  readonly dictation?: RecognizerAbilities['dictation'];
}): ScriptedRecognizer {
  const { name, clock, dictation = 'free' } = options;
  let isOpen = false;
  let guessed: (() => void) | undefined;
  const scripted = {
    name,
    abilities: { dictation, partials: 'live', terms: 'none', languages: ['en'] } as const,
    script: [{ does: 'accepts' }] as ScriptedAnswer[], // tests put in others
    partials: [] as PartialText[], // tests put some in
    heard: [] as Float32Array[], // filled below
    abandoned: 0,
    disposed: 0,
    guess: () => guessed?.(),
    begin(_context?: UtteranceContext, onGuess?: () => void) {
      guessed = onGuess;
      if (isOpen) throw new TypeError(`${name}: another utterance is open`);
      isOpen = true;
      const pieces: Float32Array[] = [];
      const answer = scripted.script[0] ?? { does: 'accepts' };
      if (scripted.script.length > 1) scripted.script.shift();
      const close = (): void => {
        if (!isOpen) throw new TypeError(`${name}: closed twice`);
        isOpen = false;
        scripted.heard.push(joined(pieces));
      };
      return {
        accept: (piece: Float32Array) => {
          if (answer.does === 'throws') throw new Error(`${name} broke`);
          pieces.push(piece.slice());
        },
        partial: () =>
          (scripted.partials.length > 1 ? scripted.partials.shift() : scripted.partials[0]) ?? {
            text: '',
            settledLength: 0,
          },
        finish: async () => {
          close();
          const { afterMs } = answer;
          if (afterMs !== undefined)
            await new Promise<void>((resolve) => clock.after(afterMs, resolve));
          return recognitionBy(name, answer.does);
        },
        abandon: () => {
          close();
          scripted.abandoned += 1;
        },
      };
    },
    dispose() {
      scripted.disposed += 1;
    },
  };
  return scripted;
}

function recognitionBy(name: string, does: ScriptedAnswer['does']): Recognition {
  if (does === 'accepts') return { verdict: 'accepted', text: `words of ${name}` };
  if (does === 'rejects' || does === 'throws') return { verdict: 'rejected', text: '' };
  return { verdict: 'failed', text: '', failure: does, message: `${name} ${does}` };
}

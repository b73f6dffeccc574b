// The wake listener that works with nothing downloaded: at the beginning of speech it looks, in two
// stages, for one of a few phrases, and leaves all other audio alone.
import { FRAME_SAMPLES, SAMPLE_RATE_HZ, type Wake, type WakeListener } from '@codex-voice/speech';
import { wakeGrammar } from './grammar.ts';
import {
  loadPhraseSearch,
  type PhraseRecognizerOptions,
  type PhraseSearch,
} from './phrase-search.ts';
import type { Extent, SphinxDecoder } from './sphinx.ts';

/** Speech begins at a frame as likely as the first, and pauses at frames less likely than the second:
 *  where the segmenter has them. */
const SPEECH_PROBABILITY = 0.5;
const PAUSE_PROBABILITY = 0.35;

/** Kept from before the first frame of speech: voice activity notices a soft "h" late. 320 ms. */
const PRE_ROLL_FRAMES = 10;

/** A pause this long ends what may be the phrase, and lets another one begin: 160 ms. */
const PAUSE_FRAMES = 5;

/** The first look while somebody speaks on is after 0.9 s, when most phrases are over. */
const FIRST_LOOK_FRAMES = 28;
/** Each further look waits for half as much again, so that all of them cost three times the last. */
const LOOK_GROWTH = 1.5;
/** A phrase that is not over by then is none, said ever so slowly: 2 s from the first frame of speech. */
const LAST_LOOK_FRAMES = 64;

/** The second stage hears 100 ms after the end of the phrase: what follows may begin abruptly. */
const TAIL_SAMPLES = SAMPLE_RATE_HZ * 0.1;

/** The engine counts in frames of 10 ms. */
const ENGINE_FRAME_SAMPLES = SAMPLE_RATE_HZ / 100;

/** As the phrase recogniser's background, in which the phrases compete here. */
const FIRST_STAGE_SETTINGS = {
  bestpath: false,
  lw: 1,
  wip: 1,
  beam: 1e-20,
  wbeam: 1e-15,
  pbeam: 1e-20,
};

/**
 * Loads the model and makes the listener; takes about 200 ms.
 * @throws RecognizerError `no-pronunciation` (naming the word), `missing-model` or `engine-failed`.
 * @throws TypeError or RangeError for phrases that aren't lower-case words, or none.
 */
export async function createPhraseWakeListener(
  options: PhraseRecognizerOptions,
): Promise<PhraseWakeListener> {
  const search = await loadPhraseSearch(options);
  const firstStage = await search.engine.createDecoder({
    words: search.words,
    jsgf: wakeGrammar(search.grammar, search.phones),
    settings: FIRST_STAGE_SETTINGS,
  });
  return new PhraseWakeListener(search, firstStage);
}

/** `other`: what was heard begins with something else. `unfinished`: it may become the phrase. */
export type Look = Wake | 'other' | 'unfinished';

/** The two searches, as far as they are used once they are loaded. */
interface SecondStage extends Pick<PhraseSearch, 'recognize' | 'dispose'> {
  readonly grammar: Pick<PhraseSearch['grammar'], 'wordByToken'>;
}

export class PhraseWakeListener implements WakeListener {
  readonly name = 'phrases';
  readonly #search: SecondStage;
  readonly #firstStage: SphinxDecoder;
  readonly #audio = new Float32Array((PRE_ROLL_FRAMES + LAST_LOOK_FRAMES + 1) * FRAME_SAMPLES);
  /** Frames in `#audio`. */
  #frames = 0;
  #quietFrames = PAUSE_FRAMES;
  /** `speech`: it may be the phrase. `other-speech`: it is not, until the next pause. */
  #state: 'silence' | 'speech' | 'other-speech' | 'disposed' = 'silence';
  /** Frames since speech began. */
  #speechFrames = 0;
  #nextLook = FIRST_LOOK_FRAMES;

  constructor(search: SecondStage, firstStage: SphinxDecoder) {
    this.#search = search;
    this.#firstStage = firstStage;
  }

  accept(frame: Float32Array, probability: number): Wake | undefined {
    if (this.#state === 'disposed') throw new TypeError('accept: already disposed');
    if (frame.length !== FRAME_SAMPLES)
      throw new RangeError(`frame has ${frame.length} samples, not ${FRAME_SAMPLES}`);
    this.#quietFrames = probability >= PAUSE_PROBABILITY ? 0 : this.#quietFrames + 1;
    if (this.#state === 'speech') return this.#listen(frame);
    this.#remember(frame);
    if (this.#paused) this.#state = 'silence';
    if (this.#state === 'silence' && probability >= SPEECH_PROBABILITY) {
      this.#state = 'speech';
      this.#speechFrames = 1;
      this.#nextLook = FIRST_LOOK_FRAMES;
    }
    return undefined;
  }

  reset(): void {
    if (this.#state === 'disposed') return;
    this.#state = 'silence';
    this.#frames = 0;
    this.#quietFrames = PAUSE_FRAMES;
  }

  dispose(): void {
    if (this.#state === 'disposed') return;
    this.#state = 'disposed';
    this.#firstStage.dispose();
    this.#search.dispose();
  }

  get #paused(): boolean {
    return this.#quietFrames >= PAUSE_FRAMES;
  }

  #listen(frame: Float32Array): Wake | undefined {
    this.#append(frame);
    this.#speechFrames += 1;
    const isLast = this.#paused || this.#speechFrames >= LAST_LOOK_FRAMES;
    if (!isLast && this.#speechFrames < this.#nextLook) return undefined;
    this.#nextLook = this.#speechFrames * LOOK_GROWTH;
    const heard = this.#audio.subarray(0, this.#frames * FRAME_SAMPLES);
    const look = this.look(heard, this.#paused ? 'whole' : 'beginning');
    if (!isLast && look === 'unfinished') return undefined;
    this.#state = this.#paused ? 'silence' : 'other-speech';
    this.#frames = 0;
    return typeof look === 'string' ? undefined : look;
  }

  /**
   * Whether sound from the beginning of speech on, a little before it included, is a phrase; `agoSamples` is
   * counted from its last sample. What is listened to frame by frame knows nothing of it.
   */
  look(heard: Float32Array, extent: Extent): Look {
    const { segments } = this.#firstStage.decode(heard, extent);
    const { wordByToken } = this.#search.grammar;
    const words = segments.filter(({ token }) => wordByToken.has(token.replace(/\(\d+\)$/u, '')));
    const last = words.at(-1);
    if (last === undefined) return 'other';
    const end = (last.lastFrame + 1) * ENGINE_FRAME_SAMPLES;
    const { verdict, text } = this.#search.recognize(heard.subarray(0, end + TAIL_SAMPLES));
    if (verdict !== 'accepted') return 'unfinished';
    return { phrase: text, agoSamples: Math.max(0, heard.length - end) };
  }

  /** Keeps the last frames before speech. */
  #remember(frame: Float32Array): void {
    if (this.#frames >= PRE_ROLL_FRAMES) {
      this.#audio.copyWithin(0, FRAME_SAMPLES, this.#frames * FRAME_SAMPLES);
      this.#frames -= 1;
    }
    this.#append(frame);
  }

  #append(frame: Float32Array): void {
    this.#audio.set(frame, this.#frames * FRAME_SAMPLES);
    this.#frames += 1;
  }
}

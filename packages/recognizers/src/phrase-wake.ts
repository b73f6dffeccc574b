// The wake listener that works with nothing downloaded: at the beginning of speech it looks, in two
// stages, for one of a few phrases, and leaves all other audio alone.
import { FRAME_SAMPLES, SAMPLE_RATE_HZ, type WakeListener } from '@codex-voice/speech';
import { wakeGrammar } from './grammar.ts';
import {
  loadPhraseSearch,
  type PhraseRecognizerOptions,
  type PhraseSearch,
} from './phrase-search.ts';
import type { SphinxDecoder } from './sphinx.ts';

/** Speech begins at a frame as likely as this, and has paused after frames less likely than the other. */
const SPEECH_PROBABILITY = 0.5;
const PAUSE_PROBABILITY = 0.35;

/** Audio kept from before the first frame of speech: voice activity notices a soft "h" late. */
const PRE_ROLL_FRAMES = 10;

/** A pause this long ends what may be the phrase, or begins what may be another: 160 ms. */
const PAUSE_FRAMES = 5;

/** The first look while somebody goes on speaking, and between two: the shortest phrase, half a word. */
const FIRST_LOOK_FRAMES = 22;
const LOOK_EVERY_FRAMES = 10;

/** A phrase that is not over by then is none, said ever so slowly: 2.2 s from the first frame of speech. */
const LAST_LOOK_FRAMES = 70;

/** The second stage is given this much after the end of the phrase: the next sound begins abruptly. */
const TAIL_SAMPLES = SAMPLE_RATE_HZ * 0.1;

const ENGINE_FRAME_SAMPLES = SAMPLE_RATE_HZ / 100;

/** Word against sounds: how much likelier each of the paths begins, as weights of the grammar. */
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
): Promise<WakeListener> {
  const search = await loadPhraseSearch(options);
  const firstStage = await search.engine.createDecoder({
    words: search.words,
    jsgf: wakeGrammar(search.grammar, search.phones),
    settings: FIRST_STAGE_SETTINGS,
  });
  return new PhraseWakeListener(search, firstStage);
}

class PhraseWakeListener implements WakeListener {
  readonly name = 'phrases';
  readonly #search: PhraseSearch;
  readonly #firstStage: SphinxDecoder;
  readonly #audio = new Float32Array((PRE_ROLL_FRAMES + LAST_LOOK_FRAMES + 1) * FRAME_SAMPLES);
  /** Frames in `#audio`. */
  #frames = 0;
  /** Frames since speech began; undefined: nobody speaks. */
  #speechFrames: number | undefined;
  #quietFrames = PAUSE_FRAMES;
  #nextLook = FIRST_LOOK_FRAMES;
  /** What was said since the last pause began with something else. */
  #given: 'nothing' | 'up' = 'nothing';
  #disposed = false;

  constructor(search: PhraseSearch, firstStage: SphinxDecoder) {
    this.#search = search;
    this.#firstStage = firstStage;
  }

  accept(frame: Float32Array, probability: number) {
    if (this.#disposed) throw new TypeError('accept: already disposed');
    if (frame.length !== FRAME_SAMPLES)
      throw new RangeError(`frame has ${frame.length} samples, not ${FRAME_SAMPLES}`);
    this.#quietFrames = probability >= PAUSE_PROBABILITY ? 0 : this.#quietFrames + 1;
    const paused = this.#quietFrames >= PAUSE_FRAMES;
    if (this.#speechFrames === undefined) {
      this.#remember(frame);
      if (!(probability >= SPEECH_PROBABILITY)) {
        if (paused) this.#given = 'nothing';
        return undefined;
      }
      if (this.#given === 'up') return undefined;
      this.#speechFrames = 1;
      this.#nextLook = FIRST_LOOK_FRAMES;
      return undefined;
    }
    this.#append(frame);
    this.#speechFrames += 1;
    const last = this.#speechFrames >= LAST_LOOK_FRAMES;
    if (!paused && !last && this.#speechFrames < this.#nextLook) return undefined;
    this.#nextLook = this.#speechFrames + LOOK_EVERY_FRAMES;
    const wake = this.#look(paused ? 'whole' : 'beginning');
    if (wake !== undefined || paused || last) {
      this.#forget();
      this.#given = paused || wake !== undefined ? 'nothing' : 'up';
    }
    return wake;
  }

  reset(): void {
    this.#forget();
    this.#given = 'nothing';
    this.#quietFrames = PAUSE_FRAMES;
  }

  dispose(): void {
    if (this.#disposed) return;
    this.#disposed = true;
    this.#firstStage.dispose();
    this.#search.dispose();
  }

  #look(extent: 'whole' | 'beginning') {
    const heard = this.#audio.subarray(0, this.#frames * FRAME_SAMPLES);
    const { segments } = this.#firstStage.decode(heard, extent);
    const { wordByToken } = this.#search.grammar;
    let end: number | undefined;
    for (const { token, lastFrame } of segments) {
      const word = wordByToken.get(token.replace(/\(\d+\)$/u, ''));
      if (word !== undefined) end = (lastFrame + 1) * ENGINE_FRAME_SAMPLES;
    }
    if (end === undefined) return undefined;
    const { verdict, text } = this.#search.recognize(heard.subarray(0, end + TAIL_SAMPLES));
    if (verdict !== 'accepted') return undefined;
    return { phrase: text, agoSamples: Math.max(0, heard.length - end) };
  }

  #remember(frame: Float32Array): void {
    if (this.#frames < PRE_ROLL_FRAMES) {
      this.#append(frame);
      return;
    }
    this.#audio.copyWithin(0, FRAME_SAMPLES, this.#frames * FRAME_SAMPLES);
    this.#frames -= 1;
    this.#append(frame);
  }

  #append(frame: Float32Array): void {
    this.#audio.set(frame, this.#frames * FRAME_SAMPLES);
    this.#frames += 1;
  }

  #forget(): void {
    this.#frames = 0;
    this.#speechFrames = undefined;
  }
}

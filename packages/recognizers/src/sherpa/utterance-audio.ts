// The audio of an utterance that is decoded as a whole, up to the length that a model hears at once, and
// how loud it is: where it pauses, and where it may be cut.

import { SAMPLE_RATE_HZ } from '@codex-voice/speech';
import { BLOCK_SAMPLES, PauseDetector } from '../pause-detector.ts';

/**
 * The longest stretch that is decoded at once, in ms: the longest that a segmenter makes. Whisper hears
 * 29.5 s at the most, and silence comes after it.
 */
export const LONGEST_PART_MS = 28_000;

const LONGEST_PART_SAMPLES = (LONGEST_PART_MS * SAMPLE_RATE_HZ) / 1000;

/** Room that is made at first, and by which it grows: 4 s. */
const GROWTH_SAMPLES = 4 * SAMPLE_RATE_HZ;

/** A cut is made in the quietest 100 ms. */
const CUT_BLOCKS = 5;

/** Louder than this (12 dB) than the middle of its blocks is what stands out of the noise. */
const STANDING_OUT = 4;

/** No sound in a pause that may be over is louder than this: -60 dB of full scale, a quiet room. */
const ROOM_LEVEL = 0.001;

/** A block in a pause that is twice as loud (6 dB) as the pause began is soft speech, maybe. */
const SOFT_SPEECH = 2;

/** All positions are in samples from the first one of the utterance. */
export class UtteranceAudio {
  readonly #pauses = new PauseDetector();
  #samples = new Float32Array(GROWTH_SAMPLES);
  #start = 0;
  #end = 0;
  /** Loudness of the blocks from `#start`'s on, and where the first one begins. */
  #levels: number[] = [];
  #pauseLevel = 0;
  #pause: 'none' | 'begun' | 'lasts' | 'spoilt' = 'none';

  get start(): number {
    return this.#start;
  }

  get end(): number {
    return this.#end;
  }

  /** How many samples there is room for. */
  get room(): number {
    return LONGEST_PART_SAMPLES - (this.#end - this.#start);
  }

  get hasSound(): boolean {
    return this.#pauses.hasSound;
  }

  /**
   * `begun`: with the last block there is a pause; `lasts`: since before. `spoilt`: something was heard in
   * it, softer than all the rest.
   */
  get pause(): 'none' | 'begun' | 'lasts' | 'spoilt' {
    return this.#pause;
  }

  /** Whether something in the utterance is much louder than most of it. */
  get sound(): 'stands-out' | 'even' {
    const sorted = [...this.#levels].sort((a, b) => a - b);
    const middle = sorted[Math.floor(sorted.length / 2)] ?? 0;
    return (sorted.at(-1) ?? 0) > STANDING_OUT * middle ? 'stands-out' : 'even';
  }

  /**
   * Takes at most `room` samples, the first of `samples`, and returns how many; after each block of them
   * `listen` is called, with `end` after that block.
   */
  append(samples: Float32Array, listen: () => void): number {
    const taken = samples.subarray(0, this.room);
    for (let at = 0; at < taken.length; ) {
      const toBlock = BLOCK_SAMPLES - (this.#end % BLOCK_SAMPLES);
      const piece = taken.subarray(at, at + toBlock);
      this.#store(piece);
      at += piece.length;
      if (this.#end % BLOCK_SAMPLES === 0) {
        this.#measure(this.copy(Math.max(this.#start, this.#end - BLOCK_SAMPLES), this.#end));
        listen();
      }
    }
    return taken.length;
  }

  /** A copy of the samples from one position up to another. */
  copy(from: number, to: number): Float32Array {
    return this.#samples.slice(from - this.#start, to - this.#start);
  }

  /** The middle of the quietest 100 ms between two positions that are kept. */
  quietest(from: number, to: number): number {
    const first = Math.ceil((from - this.#start) / BLOCK_SAMPLES);
    const last = Math.floor((to - this.#start) / BLOCK_SAMPLES) - CUT_BLOCKS;
    let best = first;
    let least = Number.POSITIVE_INFINITY;
    for (let block = first; block <= last; block += 1) {
      const sum = this.#levels
        .slice(block, block + CUT_BLOCKS)
        .reduce((all, level) => all + level, 0);
      if (sum < least) [best, least] = [block, sum];
    }
    return this.#start + (best + Math.floor(CUT_BLOCKS / 2)) * BLOCK_SAMPLES;
  }

  /** Forgets what lies before `position`, the start of a block. */
  forgetBefore(position: number): void {
    this.#samples = Float32Array.from(this.copy(position, this.#end));
    this.#levels = this.#levels.slice((position - this.#start) / BLOCK_SAMPLES);
    this.#start = position;
  }

  #store(piece: Float32Array): void {
    const needed = this.#end - this.#start + piece.length;
    if (needed > this.#samples.length) {
      const larger = new Float32Array(Math.max(needed, this.#samples.length + GROWTH_SAMPLES));
      larger.set(this.#samples.subarray(0, this.#end - this.#start));
      this.#samples = larger;
    }
    this.#samples.set(piece, this.#end - this.#start);
    this.#end += piece.length;
  }

  #measure(block: Float32Array): void {
    const level = this.#pauses.accept(block);
    this.#levels.push(level);
    if (!this.#pauses.inPause) {
      this.#pause = 'none';
      this.#pauseLevel = Math.max(ROOM_LEVEL, level);
    } else if (this.#pause === 'none') {
      this.#pause = 'begun';
      this.#pauseLevel = Math.max(ROOM_LEVEL, level);
    } else if (this.#pause !== 'spoilt') {
      this.#pause = level > SOFT_SPEECH * this.#pauseLevel ? 'spoilt' : 'lasts';
    }
  }
}

// Tells where an utterance pauses, by loudness: a pause may be its end, so work that the end needs can
// begin there. That it is the end is voice activity's to say.

import { SAMPLE_RATE_HZ } from '@codex-voice/speech';

/** Blocks whose loudness is compared: 20 ms. */
export const BLOCK_SAMPLES = (20 * SAMPLE_RATE_HZ) / 1000;

/** A block this much quieter than the loudest one (24 dB) is a pause. */
const PAUSE_LEVEL = 0.063;

/** A pause of 120 ms may be the end: longer than a plosive, shorter than any end-pointer waits. */
const PAUSE_BLOCKS = 6;

/** Without 100 ms of sound there is nothing to decode at a pause. */
const LEAST_SOUND_BLOCKS = 5;

/** Tells a pause by the loudness of blocks compared with the loudest so far. */
export class PauseDetector {
  #loudest = 0;
  #soundBlocks = 0;
  #quietBlocks = 0;

  /** Returns the loudness of the block: its root mean square. */
  accept(block: Float32Array): number {
    let energy = 0;
    for (const sample of block) energy += sample ** 2;
    const level = Math.sqrt(energy / block.length);
    this.#loudest = Math.max(this.#loudest, level);
    if (level > this.#loudest * PAUSE_LEVEL) {
      this.#soundBlocks += 1;
      this.#quietBlocks = 0;
    } else {
      this.#quietBlocks += 1;
    }
    return level;
  }

  /** Whether there was sound enough for anything to have been said. */
  get hasSound(): boolean {
    return this.#soundBlocks >= LEAST_SOUND_BLOCKS;
  }

  get inPause(): boolean {
    return this.#quietBlocks >= PAUSE_BLOCKS && this.hasSound;
  }
}

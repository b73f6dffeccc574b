// Tells where an utterance pauses, by loudness: a pause may be its end, so work that the end needs can
// begin there. That it is the end is voice activity's to say.

import { SAMPLE_RATE_HZ } from '@codex-voice/speech';

/** Blocks whose loudness is compared: 20 ms. */
export const BLOCK_SAMPLES = (20 * SAMPLE_RATE_HZ) / 1000;

/** A block this much quieter than the loudest one (24 dB) is a pause. */
const PAUSE_LEVEL = 0.063;

/** In a louder room: a block so near to the room's level (6 dB), and so far below the loudest one (12 dB), is too. */
const NEAR_ROOM = 2;
const PAUSE_LEVEL_IN_ROOM = 0.25;

/** The quietest 100 ms are the room: shorter stretches lie inside words too, and are quiet by chance in noise. */
const ROOM_BLOCKS = 5;

/** A pause of 120 ms may be the end: longer than a plosive, shorter than any end-pointer waits. */
const PAUSE_BLOCKS = 6;

/** Without 100 ms of sound there is nothing to decode at a pause. */
const LEAST_SOUND_BLOCKS = 5;

/** Tells a pause by the loudness of blocks compared with the loudest and the quietest so far. */
export class PauseDetector {
  #loudest = 0;
  /** Power of the last blocks, as a ring, and how many there were. */
  readonly #powers = new Float64Array(ROOM_BLOCKS);
  #blocks = 0;
  /** Mean power of the quietest stretch. */
  #roomPower = Number.POSITIVE_INFINITY;
  #soundBlocks = 0;
  #quietBlocks = 0;

  /** Returns the loudness of the block: its root mean square. */
  accept(block: Float32Array): number {
    let energy = 0;
    for (const sample of block) energy += sample ** 2;
    const power = energy / block.length;
    const level = Math.sqrt(power);
    this.#loudest = Math.max(this.#loudest, level);
    this.#followRoom(power);
    if (this.#isQuiet(level)) {
      this.#quietBlocks += 1;
    } else {
      this.#soundBlocks += 1;
      this.#quietBlocks = 0;
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

  #isQuiet(level: number): boolean {
    if (level <= this.#loudest * PAUSE_LEVEL) return true;
    const room = Math.sqrt(this.#roomPower);
    return level <= this.#loudest * PAUSE_LEVEL_IN_ROOM && level <= room * NEAR_ROOM;
  }

  #followRoom(power: number): void {
    this.#powers[this.#blocks % ROOM_BLOCKS] = power;
    this.#blocks += 1;
    if (this.#blocks < ROOM_BLOCKS) return;
    let sum = 0;
    for (const each of this.#powers) sum += each;
    this.#roomPower = Math.min(this.#roomPower, sum / ROOM_BLOCKS);
  }
}

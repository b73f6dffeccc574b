// What voice activity said of the sound without its noise, for the frames of the sound as it is: both come
// from one device by two ways, one of them a little later, and the second may fail to come.

/** Frames without news of it after which it is not followed any more: half a second. */
const LOST_AFTER_FRAMES = 16;

export class QuietSound {
  #probability = 0;
  #frames = LOST_AFTER_FRAMES;

  /** Whether speech and level are told from it. */
  get isFollowed(): boolean {
    return this.#frames < LOST_AFTER_FRAMES;
  }

  accept(probability: number): void {
    this.#probability = probability;
    this.#frames = 0;
  }

  /** For the next frame of the sound as it is; undefined where it has to be judged itself. */
  next(): number | undefined {
    if (!this.isFollowed) return undefined;
    this.#frames += 1;
    return this.#probability;
  }

  forget(): void {
    this.#frames = LOST_AFTER_FRAMES;
  }
}

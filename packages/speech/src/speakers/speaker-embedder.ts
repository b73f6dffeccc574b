// The port for telling speakers apart: a stretch of speech becomes a vector, and vectors of one person
// point the same way. Which person that is, is decided elsewhere.

/** What a stretch of speech says of its speaker. */
export type SpeakerEmbedding =
  | {
      readonly kind: 'embedded';
      /** Of length 1. */
      readonly vector: readonly number[];
      /** How much speech it rests on, in ms. */
      readonly speechMs: number;
    }
  /** Not enough speech for any answer. */
  | { readonly kind: 'too-little'; readonly speechMs: number }
  /** It could not do its work; one line that says why. */
  | { readonly kind: 'failed'; readonly message: string };

export interface SpeakerEmbedder {
  /** Vectors of different models can't be compared. */
  readonly model: string;
  /** From this likeness on, two stretches count as one speaker's, unless somebody chose otherwise. */
  readonly threshold: number;
  /**
   * 16 kHz mono samples in [-1, 1], any number of them; silence in them does no harm. They may be
   * overwritten once the call has returned. Never rejects. Throws a `TypeError` after `dispose`.
   */
  embed(samples: Float32Array): Promise<SpeakerEmbedding>;
  dispose(): void;
}

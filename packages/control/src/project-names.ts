// What a session must know of the project its agent works in, to hear its names and to write them: a
// port. Gathering names is the `vocabulary` package's task, and only one who has the disk makes one.
import type { VocabularyTerm } from '@codex-voice/speech';

export interface ProjectNames {
  /** Those most likely to be said, the likeliest first: the same list until `onChange` tells another. */
  terms(): readonly VocabularyTerm[];
  /** Whether a word, in any case, is the person's own. */
  knows(word: string): boolean;
  /** Every name there is, as it is written: read at once. */
  names(): Iterable<string>;
  /** What its person sees now: names in it are likely to be said. */
  setScreen(text: string): void;
  dispose(): void;
}

/** `onChange`: the terms are others than before. */
export type OpenProjectNames = (
  folder: string,
  onChange: (terms: readonly VocabularyTerm[]) => void,
) => ProjectNames;

// Word errors of what was heard against what was said: the least number of words to put in another's
// place, to leave out and to put in.

export interface WordErrors {
  /** Of what was said. */
  readonly words: number;
  readonly substitutions: number;
  readonly deletions: number;
  readonly insertions: number;
}

export const NO_ERRORS: WordErrors = { words: 0, substitutions: 0, deletions: 0, insertions: 0 };

/** Lower case, without punctuation but apostrophes inside words; hyphens part words. */
export function normalizedWords(text: string): readonly string[] {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replaceAll(/[’‘]/gu, "'")
    .replaceAll(/(?<![\p{L}\p{N}])'|'(?![\p{L}\p{N}])/gu, ' ')
    .replaceAll(/[^\p{L}\p{M}\p{N}']+/gu, ' ')
    .trim()
    .split(' ')
    .filter((word) => word !== '');
}

/** Where several alignments have the fewest errors, the one with the most substitutions. */
export function wordErrors(said: readonly string[], heard: readonly string[]): WordErrors {
  let row: WordErrors[] = Array.from({ length: heard.length + 1 }, (_, insertions) => ({
    ...NO_ERRORS,
    insertions,
  }));
  for (const [index, word] of said.entries()) {
    const before = row;
    row = [{ ...NO_ERRORS, words: index + 1, deletions: index + 1 }];
    for (const [at, other] of heard.entries()) {
      const diagonal = before[at] ?? NO_ERRORS;
      const above = before[at + 1] ?? NO_ERRORS;
      const left = row[at] ?? NO_ERRORS;
      const changed = word === other ? 0 : 1;
      row.push(
        fewest([
          {
            ...diagonal,
            words: index + 1,
            substitutions: diagonal.substitutions + changed,
          },
          { ...above, words: index + 1, deletions: above.deletions + 1 },
          { ...left, insertions: left.insertions + 1 },
        ]),
      );
    }
  }
  return row.at(-1) ?? NO_ERRORS;
}

function fewest(candidates: readonly [WordErrors, ...WordErrors[]]): WordErrors {
  return candidates.reduce((best, each) => (errorCount(each) < errorCount(best) ? each : best));
}

export function errorCount({ substitutions, deletions, insertions }: WordErrors): number {
  return substitutions + deletions + insertions;
}

export function summed(all: readonly WordErrors[]): WordErrors {
  return all.reduce(
    (sum, each) => ({
      words: sum.words + each.words,
      substitutions: sum.substitutions + each.substitutions,
      deletions: sum.deletions + each.deletions,
      insertions: sum.insertions + each.insertions,
    }),
    NO_ERRORS,
  );
}

/** Errors a word said; more than 1 where more was put in. 0 where nothing was said and nothing heard. */
export function errorRate(errors: WordErrors): number {
  const count = errorCount(errors);
  return count === 0 ? 0 : count / errors.words;
}

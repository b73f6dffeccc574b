// Which names of a project are worth telling a recogniser: those likely to be said soon that it would
// hardly write right by itself. Collecting the names is for others.
import type { VocabularyTerm } from '@codex-voice/speech';
import { familiarity } from './english-words.ts';
import { nameParts, nameWords } from './name-parts.ts';
import { spokenForms } from './spoken-forms.ts';

/** Longer lists harm: recognisers begin to hear names that were not said. */
export const MOST_TERMS = 100;

export type NameKind =
  | 'identifier'
  | 'file'
  | 'folder'
  | 'script'
  | 'package'
  | 'dependency'
  | 'branch'
  | 'remote'
  | 'screen';

/** A name, and what is known of its use. */
export interface NameUse {
  readonly text: string;
  readonly kind: NameKind;
  /** How often it stands in the project. */
  readonly count: number;
  /** When a file with it last changed, in ms since 1970. */
  readonly changedMs: number;
}

/** How close a name is to what the person sees. */
export type Closeness = 'on-screen' | 'in-a-shown-file' | 'elsewhere';

export interface RankingQuestion {
  readonly uses: Iterable<NameUse>;
  readonly closeness: (name: string) => Closeness;
  readonly nowMs: number;
  /** At most `MOST_TERMS`, which is the default. */
  readonly limit?: number;
}

/** What a day without change takes from a name's recency: half. */
const HALF_LIFE_MS = 24 * 60 * 60 * 1000;
/** What each reason adds to a name's score; its difficulty multiplies the sum. */
const WEIGHT = { recency: 1.5, onScreen: 3, shownFile: 1, frequency: 1 } as const;
/** So many uses are as good as any more. */
const FREQUENT_USES = 256;

/** What a kind of name adds: what is talked about more often than its uses tell. */
const KIND_WEIGHT: Readonly<Record<NameKind, number>> = {
  identifier: 0.2,
  screen: 0.2,
  folder: 0.3,
  file: 0.4,
  dependency: 0.6,
  script: 0.6,
  branch: 0.6,
  remote: 0.8,
  package: 0.9,
};

/** How unlikely an ordinary recogniser is to write a name right, 0 to 1. */
const DIFFICULTY = {
  ordinary: 0,
  /** A word of small dictionaries: written right, yet confused with a commoner one (cache, cash). */
  familiar: 0.15,
  /** Said in plain words, so that only the writing is lost: `useEffect`. */
  compound: 0.5,
  /** As above, of so many words that it is seldom said. */
  longCompound: 0.2,
  /** A short form that is read more than said: `ctx`, `idx`. */
  shortForm: 0.25,
  /** With a word that is no English, or spelled. */
  foreign: 1,
} as const;
const SHORT_FORM_LETTERS = 4;
/** Names of fewer letters are said letter by letter, and heard well. */
const SHORTEST_NAME_LETTERS = 3;
const LONG_COMPOUND_WORDS = 4;

/** Difficulties that are remembered; beyond it they are worked out anew. */
const MOST_REMEMBERED = 200_000;

export class TermRanking {
  readonly #difficulties = new Map<string, number>();

  /** The likeliest first; of names that are said alike the likeliest one. */
  rank({ uses, closeness, nowMs, limit = MOST_TERMS }: RankingQuestion): readonly VocabularyTerm[] {
    const scored: ScoredName[] = [];
    for (const use of uses) {
      const difficulty = this.#difficulty(use.text);
      if (difficulty === 0) continue;
      scored.push({
        text: use.text,
        score: difficulty * likelihood(use, closeness(use.text), nowMs),
      });
    }
    const most = Math.min(limit, MOST_TERMS);
    // Names that are said alike leave gaps, so more are put in order than are wanted.
    for (let wanted = most * 2; ; wanted *= 4) {
      const terms = distinctlySaid(likeliest(scored, wanted), most);
      if (terms.length === most || wanted >= scored.length) return terms;
    }
  }

  /** Works out beforehand what ranking will ask of these names, so that it takes no long turn then. */
  prepare(names: Iterable<string>): void {
    for (const name of names) this.#difficulty(name);
  }

  #difficulty(name: string): number {
    const known = this.#difficulties.get(name);
    if (known !== undefined) return known;
    if (this.#difficulties.size >= MOST_REMEMBERED) this.#difficulties.clear();
    const difficulty = difficultyOf(name);
    this.#difficulties.set(name, difficulty);
    return difficulty;
  }
}

interface ScoredName {
  readonly text: string;
  readonly score: number;
}

/** The best `count`, and those as good as the last of them, in order. Sorts no more than these. */
function likeliest(scored: readonly ScoredName[], count: number): readonly ScoredName[] {
  const scores = Float64Array.from(scored, ({ score }) => score).sort();
  const least = scores[Math.max(0, scores.length - count)] ?? 0;
  return scored
    .filter(({ score }) => score >= least)
    .sort((left, right) => right.score - left.score || (left.text < right.text ? -1 : 1));
}

function distinctlySaid(names: readonly ScoredName[], most: number): readonly VocabularyTerm[] {
  const terms = new Map<string, VocabularyTerm>();
  for (const { text } of names) {
    if (terms.size >= most) break;
    const spoken = spokenForms(text)[0];
    if (spoken === undefined || terms.has(spoken)) continue;
    terms.set(spoken, spoken === text ? { text } : { text, spoken });
  }
  return [...terms.values()];
}

/** How unlikely an ordinary recogniser is to write `name` right, 0 (an everyday word) to 1. */
export function difficultyOf(name: string): number {
  const words = nameWords(name);
  const only = words[0];
  if (only === undefined || words.join('').length < SHORTEST_NAME_LETTERS)
    return DIFFICULTY.ordinary;
  const known = words.map(familiarity);
  const foreign = words.filter((_, index) => known[index] === 'unknown');
  if (foreign.some(({ length }) => length > SHORT_FORM_LETTERS)) return DIFFICULTY.foreign;
  if (foreign.length > 0 && words.length === 1) return DIFFICULTY.shortForm;
  if (nameParts(name).length > 1)
    return words.length > LONG_COMPOUND_WORDS ? DIFFICULTY.longCompound : DIFFICULTY.compound;
  return known[0] === 'common' ? DIFFICULTY.ordinary : DIFFICULTY.familiar;
}

function likelihood(use: NameUse, closeness: Closeness, nowMs: number): number {
  const ageMs = Math.max(0, nowMs - use.changedMs);
  const recency = 2 ** (-ageMs / HALF_LIFE_MS);
  const frequency = Math.min(1, Math.log2(1 + use.count) / Math.log2(1 + FREQUENT_USES));
  const seen =
    closeness === 'on-screen'
      ? WEIGHT.onScreen
      : closeness === 'in-a-shown-file'
        ? WEIGHT.shownFile
        : 0;
  return WEIGHT.recency * recency + WEIGHT.frequency * frequency + seen + KIND_WEIGHT[use.kind];
}

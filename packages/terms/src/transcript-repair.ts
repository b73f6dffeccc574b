// Repairs what a recogniser without an ear for the project's names made of them. False repairs matter
// more than gain: plain speech stays as it is, and every repair is listed and can be undone.
import type { VocabularyTerm } from '@codex-voice/speech';
import { homophoneRepairs } from './homophone-repairs.ts';
import { LikelyNames } from './name-repairs.ts';
import { applyRepairs, type Repair, type RepairCandidate, type RepairedText } from './repair.ts';
import { isSignWord, isUnbroken, type SpokenWord, spokenWords } from './spoken-text.ts';
import { Surroundings } from './surroundings.ts';

export type RepairSetting = 'on' | 'off';

export interface RepairKnowledge {
  /** The names that are likely to be said; only these are repaired by how they are said or sound. */
  readonly terms: readonly VocabularyTerm[];
  /** Whether a lower-case word is one of the person's own, in any name: such a word is not changed. */
  readonly knows?: (word: string) => boolean;
  /** Default: on. */
  readonly setting?: RepairSetting;
}

/** A transcript longer than this is left as it is: nobody speaks so long in one breath. */
export const LONGEST_REPAIRED_CHARACTERS = 20_000;

/** Where two repairs want the same words, the one that covers more wins; then in this order. */
const REASONS: readonly RepairCandidate['reason'][] = [
  'project-name',
  'developer-term',
  'sounds-like-name',
];

/** Made once for a list of likely names, then asked for each transcript. */
export class TranscriptRepair {
  readonly #names: LikelyNames;
  readonly #setting: RepairSetting;
  readonly #knows: (word: string) => boolean;

  constructor({ terms, knows, setting }: RepairKnowledge) {
    this.#setting = setting ?? 'on';
    this.#names = new LikelyNames(this.#setting === 'on' ? terms : []);
    const likely = new Set(terms.map(({ text }) => text.toLowerCase()));
    this.#knows = (word) => likely.has(word) || knows?.(word) === true;
  }

  repair(text: string): RepairedText {
    if (this.#setting === 'off' || text.length > LONGEST_REPAIRED_CHARACTERS)
      return { original: text, text, repairs: [] };
    const words = spokenWords(text);
    const around = new Surroundings(words, this.#knows);
    const heard = { words, around, knows: this.#knows };
    const candidates = [...this.#names.repairs(heard), ...homophoneRepairs(heard)].filter(
      (candidate) => isPlainSpeech(text, words, candidate),
    );
    const chosen = choose(candidates).map((candidate) => placed(text, words, candidate));
    return applyRepairs(
      text,
      chosen.filter(({ from, to }) => from !== to),
    );
  }
}

/** Words said in one go, none of them code already, none beside a sign that is spoken. */
function isPlainSpeech(
  text: string,
  words: readonly SpokenWord[],
  { first, last }: RepairCandidate,
): boolean {
  const covered = words.slice(first, last + 1);
  if (covered.some(({ isCode }) => isCode) || !isUnbroken(text, covered)) return false;
  return !isSignWord(words[first - 1]) && !isSignWord(words[last + 1]);
}

/** The best of those that overlap: no stretch is edited twice. */
function choose(candidates: readonly RepairCandidate[]): readonly RepairCandidate[] {
  const byStrength = [...candidates].sort(
    (left, right) =>
      right.last - right.first - (left.last - left.first) ||
      REASONS.indexOf(left.reason) - REASONS.indexOf(right.reason) ||
      left.first - right.first,
  );
  const chosen: RepairCandidate[] = [];
  for (const candidate of byStrength) {
    const overlaps = chosen.some(
      ({ first, last }) => candidate.first <= last && candidate.last >= first,
    );
    if (!overlaps) chosen.push(candidate);
  }
  return chosen;
}

function placed(text: string, words: readonly SpokenWord[], candidate: RepairCandidate): Repair {
  const { first, last, possessive, to, reason } = candidate;
  const start = words[first]?.start ?? 0;
  let end = (words[last]?.end ?? 0) - (possessive === 'yes' ? "'s".length : 0);
  // "P.R. is" was spelled with dots, the last of which goes too; one at the end of all is a full stop.
  const isDotted = /\./.test(text.slice(start, end));
  if (isDotted && text[end] === '.' && /\S/.test(text.slice(end + 1))) end += 1;
  return { from: text.slice(start, end), to, reason, start, end };
}

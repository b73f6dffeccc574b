// Finds known mishearings of developers' terms in a transcript, each where what must stand around it
// does. The pairs are a table; names of the project are `name-repairs.ts`.

import {
  DEVELOPER_HOMOPHONES,
  type DeveloperHomophone,
  type HomophoneCase,
} from './developer-homophones.table.ts';
import { isEnglish } from './english-words.ts';
import { PhraseIndex } from './phrase-index.ts';
import type { RepairCandidate } from './repair.ts';
import type { SpokenWord } from './spoken-text.ts';
import { type Stretch, type Surroundings, wordSet } from './surroundings.ts';

type Holds = (stretch: Stretch, around: Surroundings) => boolean;

interface Mishearing {
  readonly entry: DeveloperHomophone;
  readonly holds: Holds;
}

let index: PhraseIndex<Mishearing> | undefined;

/** `knows` tells words of the person's own, which are left as they are. */
export function homophoneRepairs(heard: {
  readonly words: readonly SpokenWord[];
  readonly around: Surroundings;
  readonly knows: (word: string) => boolean;
}): readonly RepairCandidate[] {
  index ??= indexed(DEVELOPER_HOMOPHONES);
  const { words, around, knows } = heard;
  const candidates: RepairCandidate[] = [];
  for (const found of index.find(words)) {
    const { entry, holds } = found.meaning;
    const covered = words.slice(found.first, found.last + 1);
    if (isProtected(covered, entry.write, knows) || !holds(found, around)) continue;
    const { first, last, possessive } = found;
    const to = withCapital(entry, covered[0]);
    candidates.push({ first, last, possessive, to, reason: 'developer-term' });
  }
  return candidates;
}

function indexed(table: readonly DeveloperHomophone[]): PhraseIndex<Mishearing> {
  const phrases = new PhraseIndex<Mishearing>();
  for (const entry of table) {
    const meaning = { entry, holds: guard(entry) };
    for (const phrase of entry.heard.split('|')) phrases.add(phrase, meaning);
  }
  return phrases;
}

function guard({ cases, not }: DeveloperHomophone): Holds {
  const guards = cases?.map(caseGuard);
  const forbidden = not === undefined ? undefined : wordSet(not);
  return (stretch, around) =>
    (forbidden === undefined || !around.near(stretch, forbidden)) &&
    (guards === undefined || guards.some((holds) => holds(stretch, around)));
}

function caseGuard({ near, next, previous }: HomophoneCase): Holds {
  const nearby = near === undefined || near === 'technical' ? undefined : wordSet(near);
  const after = next === undefined ? undefined : phrases(next);
  const before = previous === undefined ? undefined : phrases(previous);
  return (stretch, around) =>
    (near !== 'technical' || around.technical(stretch)) &&
    (nearby === undefined || around.near(stretch, nearby)) &&
    (after === undefined || around.next(stretch, after)) &&
    (before === undefined || around.previous(stretch, before));
}

function phrases(list: string): readonly (readonly string[])[] {
  return list.split('|').map((phrase) => phrase.split(' '));
}

/**
 * A word that the person's project has is not changed: a single word never, one of several unless it
 * is ordinary English or its letters stay.
 */
function isProtected(
  covered: readonly SpokenWord[],
  write: string,
  knows: (word: string) => boolean,
): boolean {
  const target = write.toLowerCase();
  const single = covered.length === 1;
  return covered.some(
    ({ lower }) =>
      (single || (lower.length > 1 && !isEnglish(lower) && !target.includes(lower))) &&
      lower !== target &&
      knows(lower),
  );
}

function withCapital({ write, as }: DeveloperHomophone, first: SpokenWord | undefined): string {
  if (as !== 'word' || first?.opens !== true || !/^\p{Lu}/u.test(first.text)) return write;
  return write.charAt(0).toUpperCase() + write.slice(1);
}

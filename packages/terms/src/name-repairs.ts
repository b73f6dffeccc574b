// Finds in a transcript the ways in which likely names are said, and words that sound like one. Names
// made of plain English are taken for names only where something says so.
import type { VocabularyTerm } from '@codex-voice/speech';
import { isEnglish } from './english-words.ts';
import { nameParts } from './name-parts.ts';
import { PhraseIndex } from './phrase-index.ts';
import type { RepairCandidate } from './repair.ts';
import { soundKeys, spellingLikeness } from './sounds-alike.ts';
import { PARTICLES, spokenForms } from './spoken-forms.ts';
import type { SpokenWord } from './spoken-text.ts';
import { type Stretch, type Surroundings, wordSet } from './surroundings.ts';
import {
  DETERMINERS,
  FUNCTION_WORDS,
  KIND_WORDS,
  NAME_VERBS,
  NAMING_WORDS,
  SUBJECT_WORDS,
} from './technical-words.table.ts';

/** Words of a transcript that may together be one name that was misheard. */
const MOST_WINDOW_WORDS = 4;
/** Letters a misheard stretch must have: shorter ones sound like too much. */
const SHORTEST_WINDOW_LETTERS = 5;
/** How much a stretch with a word that is no English must be spelled like the name, 0 to 1. */
const LIKENESS = 0.65;
/** As above, for a stretch of English words. */
const ENGLISH_LIKENESS = 0.75;

/**
 * What has to stand around a way to say a name. `free`: it is no English; `joined`: its letters stay
 * and a technical text is enough; `named`: English words that must be marked as a name; `phrase`: as
 * `named`, with words that hold prose together.
 */
type Demand = 'free' | 'joined' | 'named' | 'phrase';

interface SaidName {
  readonly term: VocabularyTerm;
  readonly demand: Demand;
}

const KINDS = phraseList(KIND_WORDS);
const NAMING = phraseList(NAMING_WORDS);
const ARTICLES = phraseList(DETERMINERS);
const SUBJECTS = phraseList(SUBJECT_WORDS);
const PROSE = wordSet(FUNCTION_WORDS);
const VERBS = wordSet(NAME_VERBS);
const SIGNS = /\b(?:dot|slash)\b/;

export class LikelyNames {
  readonly #said = new PhraseIndex<SaidName>();
  readonly #bySound = new Map<string, { readonly term: VocabularyTerm; readonly form: string }[]>();

  constructor(terms: readonly VocabularyTerm[]) {
    for (const term of terms) {
      const forms = new Set([...(term.spoken === undefined ? [] : [term.spoken.toLowerCase()])]);
      for (const form of spokenForms(term.text)) forms.add(form);
      if (/^[A-Za-z]+$/.test(term.text)) forms.add(term.text.toLowerCase());
      for (const form of forms) this.#add(term, form);
    }
  }

  repairs(heard: {
    readonly words: readonly SpokenWord[];
    readonly around: Surroundings;
    readonly knows: (word: string) => boolean;
  }): readonly RepairCandidate[] {
    return [...this.#exact(heard.words, heard.around), ...this.#alike(heard)];
  }

  #add(term: VocabularyTerm, form: string): void {
    // Signs that are spoken are the dictation formatter's.
    if (SIGNS.test(form)) return;
    const demand = demandOf(term.text, form);
    if (demand !== undefined) this.#said.add(form, { term, demand });
    // What is said in plain English is written right, or not to be guessed at.
    if (demand === 'named' || demand === 'phrase' || isEnglish(form)) return;
    for (const key of soundKeys(form)) {
      const known = this.#bySound.get(key);
      if (known === undefined) this.#bySound.set(key, [{ term, form }]);
      else known.push({ term, form });
    }
  }

  *#exact(words: readonly SpokenWord[], around: Surroundings): Generator<RepairCandidate> {
    for (const { first, last, possessive, meaning } of this.#said.find(words)) {
      const { term, demand } = meaning;
      if (!isMet(demand, { first, last }, around)) continue;
      yield { first, last, possessive, to: term.text, reason: 'project-name' };
    }
  }

  *#alike(heard: {
    readonly words: readonly SpokenWord[];
    readonly around: Surroundings;
    readonly knows: (word: string) => boolean;
  }): Generator<RepairCandidate> {
    if (this.#bySound.size === 0) return;
    const { words, around, knows } = heard;
    for (let first = 0; first < words.length; first += 1) {
      for (let last = first; last < Math.min(first + MOST_WINDOW_WORDS, words.length); last += 1) {
        const window = words.slice(first, last + 1);
        if (!mayBeMisheard(window, knows) || !around.technical({ first, last })) continue;
        const to = this.#soundingLike(window.map(({ lower }) => lower));
        if (to !== undefined)
          yield { first, last, possessive: 'no', to, reason: 'sounds-like-name' };
      }
    }
  }

  #soundingLike(window: readonly string[]): string | undefined {
    const said = window.join(' ');
    const least = window.every(isEnglish) ? ENGLISH_LIKENESS : LIKENESS;
    let best: { readonly text: string; readonly likeness: number } | undefined;
    for (const key of soundKeys(said)) {
      for (const { term, form } of this.#bySound.get(key) ?? []) {
        const likeness = Math.max(
          spellingLikeness(said, form),
          spellingLikeness(said, lettersOf(term.text)),
        );
        if (likeness >= least && likeness > (best?.likeness ?? 0))
          best = { text: term.text, likeness };
      }
    }
    return best?.text;
  }
}

/** What a way to say a name demands; undefined when it must never be taken for it. */
function demandOf(text: string, form: string): Demand | undefined {
  const words = form.split(' ');
  if (words.length === 1) {
    // One word is only ever given its capitals: `graphql` → `GraphQL`.
    const hasCapitals = /\p{Ll}/u.test(text) && /\p{Lu}/u.test(text.slice(1));
    return hasCapitals && form === lettersOf(text) && !isEnglish(form) ? 'free' : undefined;
  }
  if (!words.every((word) => isSpokenEnglish(word))) return 'free';
  const staysSpelled = lettersOf(form) === lettersOf(text);
  if (words.length === 2 && nameParts(text).length === 1 && staysSpelled) return 'joined';
  return words.some((word) => PROSE.has(word)) ? 'phrase' : 'named';
}

function isMet(demand: Demand, stretch: Stretch, around: Surroundings): boolean {
  switch (demand) {
    case 'free':
      return true;
    case 'joined':
      return around.technical(stretch);
    case 'named':
      return isMarkedAsName(stretch, around) || around.previous(stretch, KINDS);
    case 'phrase':
      return isMarkedAsName(stretch, around) && !around.previous(stretch, SUBJECTS);
  }
}

function isMarkedAsName(stretch: Stretch, around: Surroundings): boolean {
  if (around.next(stretch, KINDS) || around.previous(stretch, NAMING)) return true;
  const first = around.at(stretch.first)?.lower ?? '';
  return VERBS.has(first) && around.previous(stretch, ARTICLES);
}

/** A stretch that is not one plain English word, holds no prose together, and is nobody's own word. */
function mayBeMisheard(window: readonly SpokenWord[], knows: (word: string) => boolean): boolean {
  const letters = window.reduce((sum, { lower }) => sum + lower.length, 0);
  if (letters < SHORTEST_WINDOW_LETTERS) return false;
  if (window.some(({ lower }) => PROSE.has(lower) || !/^[a-z]+$/.test(lower))) return false;
  if (window.some(({ lower }) => !isEnglish(lower) && knows(lower))) return false;
  // "Call back" is a verb and its particle, whatever is called `callback`.
  if (PARTICLES.has(window.at(-1)?.lower ?? '')) return false;
  return window.length > 1 || !isEnglish(window[0]?.lower ?? '');
}

/** A single letter is spelled, unless it is a word by itself. */
function isSpokenEnglish(word: string): boolean {
  return word.length === 1 ? word === 'a' || word === 'i' : isEnglish(word);
}

function lettersOf(text: string): string {
  return text.toLowerCase().replace(/[^a-z]/g, '');
}

function phraseList(list: string): readonly (readonly string[])[] {
  return [...wordSet(list)].map((word) => [word]);
}

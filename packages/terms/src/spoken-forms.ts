// How a name is said aloud: `useEffect` as "use effect", `tsconfig` as "t s config". English only;
// what a recogniser makes of it is told by `transcript-repair.ts`.
import { isEnglish } from './english-words.ts';
import { type NamePart, nameParts } from './name-parts.ts';
import { SAID_AS } from './said-as.table.ts';

/** Ways to say one name that are kept; a name of several ambiguous parts would have dozens. */
const MOST_FORMS = 6;
/** Beyond so many words nobody says a name as one. */
export const MOST_SPOKEN_WORDS = 8;
/** A run of capitals up to this length is said letter by letter, unless it is a word. */
const LONGEST_ACRONYM = 5;
/** The parts of a joined word: shorter ones are found in anything. */
const SHORTEST_JOINED_PART = 3;

const DIGITS = 'zero one two three four five six seven eight nine'.split(' ');

/** Words that stand at the end of a verb of two words: "set up" is not the name `setup`. */
export const PARTICLES: ReadonlySet<string> = new Set(
  'up in out off on back down over away through by to it into at for under along around'.split(' '),
);

/**
 * The ways to say `name`, the usual one first, in lower-case words with single spaces. Empty when it
 * has no letters, letters outside a–z, or too many words.
 */
export function spokenForms(name: string): readonly string[] {
  const whole = saidAs(name.toLowerCase());
  if (whole !== undefined) return whole;
  // Where all letters are capitals and several parts are, the capitals say nothing.
  const isShouted = /[_-]/.test(name) && !/\p{Ll}/u.test(name);
  const parts = nameParts(isShouted ? name.toLowerCase() : name);
  if (!parts.some(({ kind }) => kind === 'letters')) return [];
  let forms: readonly string[] = [''];
  for (const part of parts) {
    const ways = waysToSay(part);
    if (ways.length === 0) return [];
    forms = forms
      .flatMap((form) => ways.map((way) => (form === '' ? way : `${form} ${way}`)))
      .slice(0, MOST_FORMS);
  }
  return forms.filter((form) => form.split(' ').length <= MOST_SPOKEN_WORDS);
}

function waysToSay({ kind, text }: NamePart): readonly string[] {
  switch (kind) {
    case 'sign':
      return [text === '.' ? 'dot' : 'slash'];
    case 'digits':
      return /^[0-9]+$/.test(text)
        ? [Array.from(text, (digit) => DIGITS[Number(digit)] ?? digit).join(' ')]
        : [];
    case 'letters':
      return waysToSayLetters(text);
  }
}

function waysToSayLetters(letters: string): readonly string[] {
  const word = letters.toLowerCase();
  if (!/^[a-z]+$/.test(word)) return [];
  const listed = saidAs(word);
  if (listed !== undefined) return [...listed, word];
  if (isEnglish(word) && !isAcronym(letters)) return [word];
  if (!/[aeiouy]/.test(word) || isAcronym(letters)) return [spelled(word)];
  const joined = joinedParts(word);
  if (joined !== undefined) return [joined.join(' ')];
  const prefixed = spelledPrefix(word);
  return prefixed === undefined ? [word] : [prefixed, word];
}

function saidAs(word: string): readonly string[] | undefined {
  return Object.hasOwn(SAID_AS, word) ? SAID_AS[word]?.split('|') : undefined;
}

function isAcronym(letters: string): boolean {
  if (letters.length < 2 || letters.length > LONGEST_ACRONYM) return false;
  return letters === letters.toUpperCase() && !isEnglish(letters.toLowerCase());
}

function spelled(word: string): string {
  return Array.from(word).join(' ');
}

/**
 * The two English words that a word is joined of, the more even split first: `worktree` → work, tree.
 * Never a verb and its particle, since those are ordinary English apart.
 */
export function joinedParts(word: string): readonly [string, string] | undefined {
  if (isEnglish(word)) return undefined;
  const splits = Array.from({ length: word.length - 1 }, (_, index) => index + 1)
    .filter((at) => Math.min(at, word.length - at) >= SHORTEST_JOINED_PART)
    .sort((left, right) => unlikeliness(word, left) - unlikeliness(word, right));
  for (const at of splits) {
    const [first, second] = [word.slice(0, at), word.slice(at)];
    if (isEnglish(first) && isEnglish(second) && !PARTICLES.has(second)) return [first, second];
  }
  return undefined;
}

/** Words are joined near the middle, and hardly ever after a plural: workspaces is not works, paces. */
function unlikeliness(word: string, at: number): number {
  return Math.abs(at - word.length / 2) + (word[at - 1] === 's' ? 2 : 0);
}

/** A few letters without a vowel before a known word are spelled: `tsconfig`, `pgvector`. */
function spelledPrefix(word: string): string | undefined {
  for (const length of [2, 3, 1]) {
    const [prefix, rest] = [word.slice(0, length), word.slice(length)];
    if (rest.length < 4 || /[aeiouy]/.test(prefix)) continue;
    if (!isEnglish(rest) && saidAs(rest) === undefined) continue;
    if (length === 1 && prefix !== 'x') continue;
    return `${spelled(prefix)} ${saidAs(rest)?.[0] ?? rest}`;
  }
  return undefined;
}

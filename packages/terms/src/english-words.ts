// Which English words an ordinary recogniser writes right without help. The lists come generated from
// SCOWL; how they were chosen is the generator's business.
import { COMMON_WORDS, FAMILIAR_WORDS } from './english-words.generated.ts';

/** `common`: everyone says it every day; `familiar`: in every small dictionary; `unknown`: in neither. */
export type Familiarity = 'common' | 'familiar' | 'unknown';

/** A sorted list of words in one string, found by halving: a tenth of the memory of a set. */
interface SortedWords {
  readonly text: string;
}

const lists: { common?: SortedWords; familiar?: SortedWords } = {};

/** Words whose familiarity is remembered: names are made of the same few thousand. */
const MOST_REMEMBERED = 20_000;
const remembered = new Map<string, Familiarity>();

/** How well known a lower-case word of a–z is; anything else is unknown. */
export function familiarity(word: string): Familiarity {
  const known = remembered.get(word);
  if (known !== undefined) return known;
  if (remembered.size >= MOST_REMEMBERED) remembered.clear();
  const found = lookedUp(word);
  remembered.set(word, found);
  return found;
}

function lookedUp(word: string): Familiarity {
  lists.common ??= unfolded(COMMON_WORDS);
  if (contains(lists.common, word)) return 'common';
  lists.familiar ??= unfolded(FAMILIAR_WORDS);
  return contains(lists.familiar, word) ? 'familiar' : 'unknown';
}

/** Whether it is an English word of either list. */
export function isEnglish(word: string): boolean {
  return familiarity(word) !== 'unknown';
}

/** Words follow one another as a capital for the length shared with the one before (A is 0), and the rest. */
function unfolded(folded: string): SortedWords {
  const words: string[] = [];
  let before = '';
  for (const entry of folded.matchAll(/([A-Z])([a-z]*)/g)) {
    const shared = (entry[1] ?? 'A').charCodeAt(0) - 'A'.charCodeAt(0);
    before = before.slice(0, shared) + (entry[2] ?? '');
    words.push(before);
  }
  return { text: `\n${words.join('\n')}\n` };
}

function contains({ text }: SortedWords, word: string): boolean {
  if (!/^[a-z]+$/.test(word)) return false;
  let low = 0;
  let high = text.length - 1;
  while (low < high) {
    const start = text.lastIndexOf('\n', Math.floor((low + high - 1) / 2));
    const end = text.indexOf('\n', start + 1);
    const found = text.slice(start + 1, end);
    if (found === word) return true;
    if (found < word) low = end;
    else high = start;
  }
  return false;
}

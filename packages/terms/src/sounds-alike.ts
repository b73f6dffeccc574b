// Whether two stretches of English sound alike: the same consonants by Double Metaphone, and spelled
// much alike, since that key knows no vowels.
import { doubleMetaphone } from 'double-metaphone';

/** A key of fewer sounds is shared by too many words to mean anything. */
const SHORTEST_KEY = 3;

/** The keys of words said as one: spaces make no sound. */
export function soundKeys(words: string): readonly string[] {
  const letters = words.toLowerCase().replace(/[^a-z]/g, '');
  if (letters === '') return [];
  return [...new Set(doubleMetaphone(letters))].filter((key) => key.length >= SHORTEST_KEY);
}

/** How much two texts are spelled alike, spaces aside: 1 for the same letters, 0 for none in common. */
export function spellingLikeness(left: string, right: string): number {
  const [from, to] = [left.replaceAll(' ', ''), right.replaceAll(' ', '')];
  const longest = Math.max(from.length, to.length);
  return longest === 0 ? 1 : 1 - editDistance(from, to) / longest;
}

function editDistance(from: string, to: string): number {
  let above = Array.from({ length: to.length + 1 }, (_, column) => column);
  for (let row = 1; row <= from.length; row += 1) {
    const here = [row];
    for (let column = 1; column <= to.length; column += 1) {
      const exchanged = (above[column - 1] ?? 0) + (from[row - 1] === to[column - 1] ? 0 : 1);
      here.push(Math.min(exchanged, (above[column] ?? 0) + 1, (here[column - 1] ?? 0) + 1));
    }
    above = here;
  }
  return above.at(-1) ?? 0;
}

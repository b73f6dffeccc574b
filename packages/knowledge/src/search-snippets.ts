// Finds snippets by words. The index is made for the question and kept nowhere: notes are few, and a
// stale answer is worse than some milliseconds. It is made in pieces, between which others get their turn.
import MiniSearch from 'minisearch';
import { type Snippet, titleOf } from './snippets.ts';

/** Some milliseconds of work: a terminal that waits behind it is not seen to. */
const SNIPPETS_AT_ONCE = 25;

/** A question has no more words, and no longer ones; each costs a walk through the index. */
const MOST_ASKED_WORDS = 32;
const MOST_ASKED_UNITS = 1_000;

/** How much more a word in a title or a file's name counts than one in the text. */
const TITLE_WEIGHT = 4;
const FILE_WEIGHT = 2;
/** Letters that may be changed, as a share of the word's: one in a word of five. */
const FUZZY = 0.2;
/** Shorter words mean too many others when a letter changes, and begin too many. */
const FUZZY_FROM_LETTERS = 5;
const BEGINNING_FROM_LETTERS = 3;

export async function searchSnippets(
  snippets: readonly Snippet[],
  { words, most }: { readonly words: string; readonly most: number },
): Promise<readonly Snippet[]> {
  const index = new MiniSearch<{ id: number; title: string; file: string; text: string }>({
    fields: ['title', 'file', 'text'],
    tokenize,
  });
  await index.addAllAsync(
    snippets.map((snippet, id) => ({
      id,
      title: titleOf(snippet),
      file: snippet.file,
      text: snippet.text,
    })),
    { chunkSize: SNIPPETS_AT_ONCE },
  );
  const how = {
    boost: { title: TITLE_WEIGHT, file: FILE_WEIGHT },
    prefix: (term: string) => term.length >= BEGINNING_FROM_LETTERS,
    fuzzy: (term: string) => (term.length >= FUZZY_FROM_LETTERS ? FUZZY : false),
  };
  const asked = words.slice(0, MOST_ASKED_UNITS).split(/\s+/u).slice(0, MOST_ASKED_WORDS).join(' ');
  const all = index.search(asked, { ...how, combineWith: 'AND' });
  const found = all.length > 0 ? all : index.search(asked, { ...how, combineWith: 'OR' });
  return found
    .toSorted((one, other) => other.score - one.score || Number(one.id) - Number(other.id))
    .slice(0, most)
    .flatMap(({ id }) => snippets[Number(id)] ?? []);
}

const UNSPACED = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]{2,}/gu;

/** Words, the parts of names in code, and pairs of characters where no blanks part words. */
function tokenize(text: string): string[] {
  return text.split(/[^\p{L}\p{N}\p{M}_]+/u).flatMap((word) => {
    if (word === '') return [];
    const pairs = [...word.matchAll(UNSPACED)].flatMap(([run]) => pairsOf([...run]));
    if (pairs.length > 0) return pairs;
    const parts = word
      .split(/_+|(?<=[\p{Ll}\p{N}])(?=\p{Lu})|(?<=\p{Lu})(?=\p{Lu}\p{Ll})/u)
      .filter((part) => part !== '');
    return parts.length > 1 ? [word, ...parts] : [word];
  });
}

function pairsOf(characters: readonly string[]): readonly string[] {
  return characters.slice(1).map((character, index) => `${characters[index]}${character}`);
}

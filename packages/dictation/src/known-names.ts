// Names that exist, such as files and identifiers, and how they are found by the way they are said. It
// reads no disk: the caller passes the names, the likeliest first.
import { type SpokenWords, wordsOf } from './spoken-words.ts';

/** Names beyond this are ignored: a large repository's files, in a few megabytes. */
export const MAXIMUM_KNOWN_NAMES = 50_000;

/** A name of more words is not looked for. */
const MAXIMUM_NAME_WORDS = 14;

export interface KnownName {
  /** As it is written: `package.json`, `src/useAuth.ts`, `getUserName`. */
  readonly text: string;
  /** As it is said, where that differs: `use auth`. */
  readonly spoken?: string;
}

export interface KnownNames {
  /** The longest file that is said at a place, sign by sign. */
  fileAt(
    words: SpokenWords,
    at: number,
  ): { readonly text: string; readonly count: number } | undefined;
  /** The longest name that is said at a place, without any sign. */
  nameAt(
    words: SpokenWords,
    at: number,
  ): { readonly text: string; readonly count: number; readonly sure: 'yes' | 'no' } | undefined;
  has(text: string): boolean;
}

/** How the signs in a name are said. */
const SIGNS: ReadonlyMap<string, string> = new Map([
  ['dot', '.'],
  ['point', '.'],
  ['punkt', '.'],
  ['punto', '.'],
  ['slash', '/'],
  ['at', '@'],
  ['dash', ''],
  ['hyphen', ''],
  ['underscore', ''],
]);

/** Endings of file names as recognisers hear them. */
export const HEARD_ENDINGS: ReadonlyMap<string, string> = new Map([
  ['jason', 'json'],
  ['pie', 'py'],
]);

/** Identifiers of so many parts are plain enough alone; shorter ones need a word that introduces them. */
const SURE_PARTS = 3;

interface Identifier {
  readonly text: string;
  readonly sure: 'yes' | 'no';
}

/** Makes the lookup; of two names that are said alike the first one counts. */
export function knownNames(names: Iterable<string | KnownName>): KnownNames {
  const files = new Map<string, string>();
  const spoken = new Map<string, Identifier>();
  const texts = new Set<string>();
  let count = 0;
  for (const given of names) {
    if (count >= MAXIMUM_KNOWN_NAMES) break;
    count += 1;
    const name = typeof given === 'string' ? { text: given } : given;
    if (/\s/u.test(name.text) || name.text === '') continue;
    texts.add(name.text);
    if (name.spoken !== undefined)
      addFirst(spoken, wordsOf(name.spoken).join(' '), { text: name.text, sure: 'yes' });
    if (/[./@]/u.test(name.text)) addFirst(files, fileKey(name.text), name.text);
    else addIdentifier(spoken, name.text);
  }
  return new IndexedNames(files, spoken, texts);
}

function addFirst<T>(map: Map<string, T>, key: string, value: T): void {
  if (key !== '' && !map.has(key)) map.set(key, value);
}

function fileKey(text: string): string {
  return text.normalize('NFC').toLowerCase().replace(/[-_]/gu, '');
}

function addIdentifier(spoken: Map<string, Identifier>, text: string): void {
  const parts = text
    .replace(/(\p{Ll}|\p{N})(\p{Lu})/gu, '$1 $2')
    .replace(/(\p{Lu})(\p{Lu}\p{Ll})/gu, '$1 $2')
    .split(/[\s_-]+/u)
    .filter((part) => part !== '');
  if (parts.length < 2) return;
  const sure = parts.length >= SURE_PARTS ? 'yes' : 'no';
  addFirst(spoken, wordsOf(parts.join(' ')).join(' '), { text, sure });
}

class IndexedNames implements KnownNames {
  readonly #files: ReadonlyMap<string, string>;
  readonly #spoken: ReadonlyMap<string, Identifier>;
  readonly #texts: ReadonlySet<string>;

  constructor(
    files: ReadonlyMap<string, string>,
    spoken: ReadonlyMap<string, Identifier>,
    texts: ReadonlySet<string>,
  ) {
    this.#files = files;
    this.#spoken = spoken;
    this.#texts = texts;
  }

  has(text: string): boolean {
    return this.#texts.has(text);
  }

  fileAt(words: SpokenWords, at: number) {
    if (this.#files.size === 0) return undefined;
    let found: { text: string; count: number } | undefined;
    let key = '';
    let previous = '';
    for (let count = 1; count <= MAXIMUM_NAME_WORDS; count += 1) {
      const index = at + count - 1;
      const norm = words.norm(index);
      if (norm === '' || (count > 1 && !words.flowsInto(index))) break;
      const sign = SIGNS.get(norm);
      key += sign ?? (SIGNS.get(previous) === '.' ? (HEARD_ENDINGS.get(norm) ?? norm) : norm);
      previous = norm;
      const text = count > 1 && /[./@]/u.test(key) ? this.#files.get(key) : undefined;
      if (text !== undefined && sign === undefined) found = { text, count };
    }
    return found;
  }

  nameAt(words: SpokenWords, at: number) {
    if (this.#spoken.size === 0) return undefined;
    let found: (Identifier & { count: number }) | undefined;
    let key = '';
    for (let count = 1; count <= MAXIMUM_NAME_WORDS; count += 1) {
      const index = at + count - 1;
      const norm = words.norm(index);
      if (norm === '' || (count > 1 && !words.flowsInto(index))) break;
      key = count === 1 ? norm : `${key} ${norm}`;
      const name = this.#spoken.get(key);
      if (name !== undefined) found = { ...name, count };
    }
    return found;
  }
}

export const NO_KNOWN_NAMES: KnownNames = knownNames([]);

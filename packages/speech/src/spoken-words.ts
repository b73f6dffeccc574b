// What counts as a word of a recognised text, and how words compare. Chinese and Japanese are written
// without spaces: there every character stands for itself.

/** A word where it stands in its text. */
export interface SpokenWord {
  /** Lower case, with a straight apostrophe: how words compare. */
  readonly normal: string;
  /** Offsets in UTF-16 units: its first, and the one after its last. */
  readonly from: number;
  readonly to: number;
}

const UNSPACED = String.raw`\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\u30fc`;
const WORD = new RegExp(
  String.raw`[${UNSPACED}]\p{M}*|(?:(?![${UNSPACED}])[\p{L}\p{M}\p{N}'\u2019\u02bc])+`,
  'gu',
);
const IS_UNSPACED = new RegExp(`^[${UNSPACED}]`, 'u');

/** Written without spaces around it: a Chinese or Japanese character. */
export function isUnspaced(word: SpokenWord): boolean {
  return IS_UNSPACED.test(word.normal);
}

/** The words of a text, in order. */
export function spokenWords(text: string): readonly SpokenWord[] {
  return Array.from(text.matchAll(WORD), ({ 0: word, index }) => ({
    normal: normalized(word),
    from: index,
    to: index + word.length,
  }));
}

function normalized(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .normalize('NFKC')
    .replace(/[\u2019\u02bc]/gu, "'");
}

/** The words alone, with one space between those that have spaces: texts and phrases compare by it. */
export function normalizeSpoken(text: string): string {
  let line = '';
  let before: SpokenWord | undefined;
  for (const word of spokenWords(normalized(text))) {
    const touches = before === undefined || (isUnspaced(before) && isUnspaced(word));
    line += touches ? word.normal : ` ${word.normal}`;
    before = word;
  }
  return line;
}

/** Whether `part` stands in `words` from `at` on. */
export function standsAt(
  words: readonly SpokenWord[],
  part: readonly SpokenWord[],
  at: number,
): boolean {
  if (at < 0 || at + part.length > words.length) return false;
  return part.every((word, index) => word.normal === words[at + index]?.normal);
}

/** Characters that make up a word's worth of what is written without spaces. */
const UNSPACED_PER_WORD = 2;

/** How many words a phrase has, two unspaced characters counted as one. */
export function wordCount(phrase: string): number {
  const words = spokenWords(phrase);
  const unspaced = words.filter(isUnspaced).length;
  return words.length - unspaced + Math.ceil(unspaced / UNSPACED_PER_WORD);
}

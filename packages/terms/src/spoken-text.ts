// A transcript as the words that were said, each with its place, and what stands around them. Says
// which stretches of words are plain speech, and which are code already and to be left alone.

/** One word of a transcript; `start` and `end` are UTF-16 offsets. */
export interface SpokenWord {
  readonly text: string;
  /** Lower case, straight apostrophes. */
  readonly lower: string;
  readonly start: number;
  readonly end: number;
  /** It begins the text or a sentence. */
  readonly opens: boolean;
  /** Only a space or a hyphen stands between it and the word before. */
  readonly follows: boolean;
  /** It is part of code, a path, a number with a unit, or stands in backticks. */
  readonly isCode: boolean;
}

const WORD = /[\p{L}\p{M}\p{N}]+(?:['\u2019][\p{L}\p{M}]+)*/gu;
/** Signs that, touching a word, make it code. A full stop does so only inside. */
const CODE_SIGNS = /[`_/\\@#$=<>{}[\]+*~|&^%]/;

/** Words that dictation writes as signs: what stands beside them is the dictation formatter's. */
const SIGN_WORDS: ReadonlySet<string> = new Set(
  'dot slash backslash underscore dash hyphen snake camel kebab pascal'.split(' '),
);

export function spokenWords(text: string): readonly SpokenWord[] {
  const quoted = backtickedSpans(text);
  let endBefore = 0;
  return Array.from(text.matchAll(WORD), (match) => {
    const [word] = match;
    const start = match.index;
    const end = start + word.length;
    const follows = start > 0 && /^[ -]$/.test(text.slice(endBefore, start));
    endBefore = end;
    return {
      text: word,
      lower: word.toLowerCase().replaceAll('\u2019', "'"),
      start,
      end,
      opens: /(?:^|[.!?\u2026\n]["'\u201d)\]]*\s*)["'\u201c([]*$/u.test(text.slice(0, start)),
      follows,
      isCode:
        touchesCode(text, start, end) || quoted.some(([from, to]) => start >= from && end <= to),
    };
  });
}

function touchesCode(text: string, start: number, end: number): boolean {
  const before = text.slice(Math.max(0, start - 2), start);
  const after = text.slice(end, end + 2);
  if (CODE_SIGNS.test(before.slice(-1)) || CODE_SIGNS.test(after.slice(0, 1))) return true;
  // `a.b`, `a:b` and `f(x)` are code; `P.R.` is spelled.
  const isLetter = end - start === 1;
  if (!isLetter && (/[\p{L}\p{N}][.:]$/u.test(before) || /^[.:][\p{L}\p{N}]/u.test(after)))
    return true;
  return /^\(/.test(after) || /^[.-]?-$/.test(before) || /^\.$/.test(before);
}

function backtickedSpans(text: string): readonly (readonly [number, number])[] {
  return Array.from(text.matchAll(/`[^`]*(?:`|$)/g), (match) => [
    match.index,
    match.index + match[0].length,
  ]);
}

/** Whether `words` are said in one go: only a space or a hyphen between, or the dots of spelled letters. */
export function isUnbroken(text: string, words: readonly SpokenWord[]): boolean {
  return words.every((word, index) => {
    const next = words[index + 1];
    if (next === undefined) return true;
    const gap = text.slice(word.end, next.start);
    if (/^[ -]$/.test(gap)) return true;
    return /^\. ?$/.test(gap) && word.text.length === 1 && next.text.length === 1;
  });
}

/** Whether a word is one that the dictation formatter takes its neighbours for. */
export function isSignWord(word: SpokenWord | undefined): boolean {
  return word !== undefined && SIGN_WORDS.has(word.lower);
}

// From the pieces of an utterance to its text, with a list of every rewrite, and back again. What the
// pieces are is decided elsewhere.
import type { DictationRule } from './settings.ts';
import type { SpokenWords } from './spoken-words.ts';

/** One place where the text differs from what was said. Rewrites stand in order and never overlap. */
export interface Rewrite {
  /** What was said there. */
  readonly from: string;
  /** What is typed there. */
  readonly to: string;
  readonly rule: DictationRule;
  /** Where `to` stands in the text, in UTF-16 units. */
  readonly start: number;
  readonly end: number;
}

export interface Dictated {
  /** What is typed. */
  readonly text: string;
  readonly rewrites: readonly Rewrite[];
  /** The words as they were heard. */
  readonly plain: string;
}

/** What a piece does to the white space beside it; of two wishes, `join` wins over `space`. */
export type Glue = 'keep' | 'join' | 'space';

/** Some words in a row and what they become. */
export interface Piece {
  readonly first: number;
  readonly count: number;
  readonly text: string;
  /** Absent: the words stay as they were said. */
  readonly rule?: DictationRule;
  readonly left: Glue;
  readonly right: Glue;
  /** Marks that a recogniser wrote after the spoken words go with them. */
  readonly swallows?: 'marks';
  readonly kind: 'word' | 'name' | 'number' | 'symbol' | 'mark' | 'line' | 'nothing';
  /** Whether what stands beside it may be taken for code. */
  readonly technical: boolean;
  /** Whether it is, or belongs to, an option such as `--port`. */
  readonly option?: true;
}

const SPOKEN_MARKS = /^[,.;:!?\u2026]+/u;

/** The text of the pieces, which cover all words in order. */
export function written(words: SpokenWords, pieces: readonly Piece[]): Dictated {
  const gaps = gapsOf(words, pieces);
  const rewrites: Rewrite[] = [];
  let text = gaps[0]?.said ?? '';
  for (const [index, piece] of pieces.entries()) {
    const said = words.said(piece.first, piece.count);
    const before = gaps[index];
    const after = gaps[index + 1];
    if (before === undefined || after === undefined) break;
    // A gap that changed goes with the rewritten piece before it, or else with the one after it.
    const takesBefore = before.said !== before.text && pieces[index - 1]?.rule === undefined;
    const takesAfter = after.said !== after.text && piece.rule !== undefined;
    if (piece.rule === undefined) {
      text += said;
    } else {
      const from = (takesBefore ? before.said : '') + said + (takesAfter ? after.said : '');
      const to = (takesBefore ? before.text : '') + piece.text + (takesAfter ? after.text : '');
      const start = text.length;
      text += to;
      if (from !== to) rewrites.push({ from, to, rule: piece.rule, start, end: text.length });
    }
    if (after.said === after.text) text += after.said;
  }
  return { text, rewrites, plain: words.plain };
}

interface Gap {
  readonly said: string;
  readonly text: string;
}

/** The gaps before each piece, and the one after the last. */
function gapsOf(words: SpokenWords, pieces: readonly Piece[]): readonly Gap[] {
  const outer = words.gapBefore(0);
  const gaps: Gap[] = [{ said: outer, text: outer }];
  for (const [index, piece] of pieces.entries()) {
    const said = words.gapBefore(piece.first + piece.count);
    gaps.push({ said, text: writtenGap(said, piece, pieces[index + 1]) });
  }
  return gaps;
}

function writtenGap(said: string, piece: Piece, next: Piece | undefined): string {
  if (piece.rule === undefined && next?.rule === undefined) return said;
  const trimmed = said.trimEnd();
  const marks = piece.swallows === undefined ? trimmed : trimmed.replace(SPOKEN_MARKS, '');
  const space = said.slice(trimmed.length);
  if (next?.left === 'join' || (piece.right === 'join' && marks === '')) return marks;
  if (next !== undefined && (piece.right === 'space' || next.left === 'space')) return `${marks} `;
  return marks + space;
}

/** The text with one rewrite taken back; the others stay. Throws a `RangeError` for one that is not there. */
export function withoutRewrite(dictated: Dictated, index: number): Dictated {
  const undone = dictated.rewrites[index];
  if (undone === undefined)
    throw new RangeError(`index: there is no rewrite ${index} of ${dictated.rewrites.length}`);
  const { text, rewrites, plain } = dictated;
  const shift = undone.from.length - (undone.end - undone.start);
  const later = rewrites
    .slice(index + 1)
    .map((each) => ({ ...each, start: each.start + shift, end: each.end + shift }));
  return {
    text: text.slice(0, undone.start) + undone.from + text.slice(undone.end),
    rewrites: [...rewrites.slice(0, index), ...later],
    plain,
  };
}

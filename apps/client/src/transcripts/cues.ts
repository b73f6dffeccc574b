// Cuts what was said into cues for subtitles: at most two lines of 42 columns each, on the screen long
// enough to be read, cut where the words' times tell, or in proportion to the text where nothing does.
import { textWidth } from '@codex-voice/ansi';

/** Columns of a line and lines of a cue that players show whole: the usual ones of television. */
export const LINE_COLUMNS = 42;
export const CUE_LINES = 2;

/** A cue stays at most this long, in ms; longer speech becomes several. */
export const LONGEST_CUE_MS = 7_000;

/** A cue is shown at least this long, in ms, where the next one leaves it the time. */
const SHORTEST_CUE_MS = 1_000;

export interface TimedWord {
  readonly text: string;
  readonly startMs: number;
  readonly endMs: number;
}

/** All times in ms from the start of the recording. */
export interface TimedText {
  readonly text: string;
  readonly startMs: number;
  readonly endMs: number;
  /** Where they are told. */
  readonly words?: readonly TimedWord[];
}

export interface Cue {
  readonly startMs: number;
  readonly endMs: number;
  readonly lines: readonly string[];
}

/** A piece of the text that is not cut, with the white space before it taken off. */
interface Piece extends TimedWord {
  /** What stands between the piece before and this one. */
  readonly gap: '' | ' ';
}

/** The cues of one utterance, in order, none reaching into the next. */
export function cutCues(said: TimedText): Cue[] {
  const cues: Cue[] = [];
  let taken: Piece[] = [];
  const end = (): void => {
    const [first] = taken;
    const last = taken.at(-1);
    if (first !== undefined && last !== undefined) {
      cues.push({ startMs: first.startMs, endMs: last.endMs, lines: linesOf(taken) });
    }
    taken = [];
  };
  for (const piece of piecesOf(said)) {
    const before = taken.at(-1);
    const first = taken[0] ?? piece;
    const isTooMuch =
      linesOf([...taken, piece]).length > CUE_LINES ||
      piece.endMs - first.startMs > LONGEST_CUE_MS ||
      (before !== undefined && endsSentence(before.text) && isFullLine(taken));
    if (isTooMuch) end();
    taken.push(piece);
  }
  end();
  return cues.map((cue, index) => lengthened(cue, cues[index + 1]));
}

/** A sentence's end is a good place once there is enough to read. */
function isFullLine(taken: readonly Piece[]): boolean {
  return textWidth(joined(taken)) >= LINE_COLUMNS / 2;
}

function endsSentence(text: string): boolean {
  return /[.!?…。！？]["'”’)\]]*$/u.test(text);
}

function lengthened(cue: Cue, next: Cue | undefined): Cue {
  const wantedMs = Math.max(cue.endMs, cue.startMs + SHORTEST_CUE_MS);
  return { ...cue, endMs: Math.min(wantedMs, next?.startMs ?? wantedMs) };
}

function joined(pieces: readonly Piece[]): string {
  return pieces.map(({ gap, text }, index) => (index === 0 ? text : gap + text)).join('');
}

/** Broken into lines, two of about the same length where one is too short. */
function linesOf(pieces: readonly Piece[]): string[] {
  const whole = joined(pieces);
  if (textWidth(whole) <= LINE_COLUMNS) return whole === '' ? [] : [whole];
  let best: { readonly lines: string[]; readonly widest: number } | undefined;
  for (let at = 1; at < pieces.length; at += 1) {
    const lines = [joined(pieces.slice(0, at)), joined(pieces.slice(at))];
    const widest = Math.max(...lines.map(textWidth));
    if (best === undefined || widest < best.widest) best = { lines, widest };
  }
  if (best !== undefined && best.widest <= LINE_COLUMNS) return best.lines;
  // Three are too many: whoever asked takes less.
  return pieces.length <= 1 ? [whole] : [whole, '', ''];
}

function piecesOf(said: TimedText): readonly Piece[] {
  const texts = textPieces(said.text);
  const timed = said.words === undefined ? undefined : timesOfWords(texts, said.words);
  return timed ?? timesInProportion(texts, said);
}

interface TextPiece {
  readonly text: string;
  readonly gap: '' | ' ';
}

/** Words between blanks; a word wider than a line, as in languages without blanks, in characters. */
function textPieces(text: string): readonly TextPiece[] {
  const segmenter = new Intl.Segmenter(undefined, { granularity: 'grapheme' });
  return text
    .split(/\s+/u)
    .filter((word) => word !== '')
    .flatMap((word): readonly TextPiece[] => {
      if (
        textWidth(word) <= LINE_COLUMNS &&
        !/[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]/u.test(word)
      )
        return [{ text: word, gap: ' ' }];
      return graphemes(segmenter, word).map((each, index) => ({
        text: each,
        gap: index === 0 ? ' ' : '',
      }));
    });
}

/** Closing punctuation stays with the character before it. */
function graphemes(segmenter: Intl.Segmenter, word: string): string[] {
  const parts: string[] = [];
  for (const { segment } of segmenter.segment(word)) {
    const last = parts.length - 1;
    if (last >= 0 && /^[\p{Pe}\p{Pf}\p{Po}]/u.test(segment)) parts[last] += segment;
    else parts.push(segment);
  }
  return parts;
}

/** The pieces with the times of the words they are made of; undefined where the words are other ones. */
function timesOfWords(
  pieces: readonly TextPiece[],
  words: readonly TimedWord[],
): readonly Piece[] | undefined {
  const spelt = pieces.map(({ text }) => letters(text));
  if (spelt.join('') !== words.map(({ text }) => letters(text)).join('')) return undefined;
  // Letter by letter, so that `don't` may be one word here and two there.
  const times = words.flatMap((word) => [...letters(word.text)].map(() => word));
  let at = 0;
  return pieces.map((piece, index) => {
    const length = [...(spelt[index] ?? '')].length;
    const first = times[Math.min(at, times.length - 1)];
    const last = times[Math.min(Math.max(at, at + length - 1), times.length - 1)];
    at += length;
    return { ...piece, startMs: first?.startMs ?? 0, endMs: last?.endMs ?? 0 };
  });
}

function letters(text: string): string {
  return text.toLowerCase().replaceAll(/[^\p{L}\p{N}]/gu, '');
}

function timesInProportion(
  pieces: readonly TextPiece[],
  { startMs, endMs }: TimedText,
): readonly Piece[] {
  const widths = pieces.map(({ text }) => textWidth(text) + 1);
  const whole = widths.reduce((sum, width) => sum + width, 0);
  let before = 0;
  return pieces.map((piece, index) => {
    const from = before;
    before += widths[index] ?? 0;
    const at = (width: number): number => startMs + ((endMs - startMs) * width) / whole;
    return { ...piece, startMs: at(from), endMs: at(before) };
  });
}

// Joins spoken pieces into one text: which characters to type for the next piece, and how much of
// the end is ours for "scratch that". It types nothing and never sees the composer itself.

/** One piece that was typed. */
export interface LandedPiece {
  readonly id: string;
  /** Exactly what was typed for it, with the space or new line before it. */
  readonly typed: string;
}

/** What "scratch that" takes back: the composer must still end with `typed` for it to be done. */
export interface ScratchedPiece extends LandedPiece {
  /** User-perceived characters (grapheme clusters) of `typed`: one Backspace each. */
  readonly characters: number;
}

/** Pieces remembered for "scratch that"; older ones are forgotten, their text stays. */
export const REMEMBERED_PIECES = 100;

/** Follows what was typed into one composer since it was last empty. */
export class TranscriptJoiner {
  /** Each with what stood before it. */
  #pieces: { readonly piece: LandedPiece; readonly before: string }[] = [];
  #before = '';

  /** What to type for a spoken text after what stands there; remember it with `landed`. */
  next(text: string): string {
    return joinText(this.#before, text);
  }

  /** A piece was typed. */
  landed(piece: LandedPiece): void {
    if (piece.typed === '') return;
    this.#pieces.push({ piece, before: this.#before });
    if (this.#pieces.length > REMEMBERED_PIECES) this.#pieces.shift();
    this.#before = lastLine(this.#before + piece.typed);
  }

  /** Takes the last piece back, or answers undefined when nothing of ours is last. */
  scratch(): ScratchedPiece | undefined {
    const last = this.#pieces.pop();
    if (last === undefined) return undefined;
    this.#before = last.before;
    return { ...last.piece, characters: graphemeCount(last.piece.typed) };
  }

  /** The composer was sent or emptied: the next piece begins a text. */
  emptied(): void {
    this.#pieces = [];
    this.#before = '';
  }

  /**
   * The person typed something themselves: nothing before it is ours to take back. `before` is the
   * text that now stands in front of the cursor, as far as it is known.
   */
  disowned(before: string): void {
    this.#pieces = [];
    this.#before = lastLine(before);
  }
}

/** Only its last characters decide how the next piece is joined; a line is plenty. */
const REMEMBERED_BEFORE = 200;

function lastLine(text: string): string {
  return text.slice(-REMEMBERED_BEFORE);
}

/** The characters to type for `text` after `before`: a space where one is due, and a capital. */
export function joinText(before: string, text: string): string {
  const piece = text.trim();
  if (piece === '') return '';
  const beginsSentence =
    before.trim() === '' || /(?:[.!?\u2026]["'\u201d\u2019)\]]*\s*|\n\s*)$/u.test(before);
  const written = beginsSentence ? capitalized(piece) : piece;
  const touches =
    before === '' || /[\s([{\u201c\u00ab]$/u.test(before) || /^[,.;:!?)\]}\u2026]/u.test(piece);
  return touches ? written : ` ${written}`;
}

/** Leaves alone what looks like code: paths, options, dotted or inner-capital names. */
function capitalized(text: string): string {
  const word = text.split(/\s/u, 1)[0] ?? '';
  const plain = word.replace(/[,.;:!?)\u2026]+$/u, '');
  if (!/^\p{Ll}[\p{Ll}\p{M}'\u2019-]*$/u.test(plain)) return text;
  const first = String.fromCodePoint(text.codePointAt(0) ?? 0);
  return first.toUpperCase() + text.slice(first.length);
}

/** Made late: loading it takes 10 ms, which nobody should wait for at the start. */
let graphemes: Intl.Segmenter | undefined;

function graphemeCount(text: string): number {
  graphemes ??= new Intl.Segmenter('en', { granularity: 'grapheme' });
  let count = 0;
  for (const _ of graphemes.segment(text)) count += 1;
  return count;
}

// The grapheme the child printed last, so that it can be printed again where a paint or a region
// change took the terminal's pending wrap (and its memory of what to repeat) away.
import type { CursorModel } from './cursor-model.ts';
import { SgrState } from './sgr-state.ts';

/** Combining marks kept on one character; text with more is not printed again. */
const MAX_MARKS = 8;

/** The last printed grapheme. */
export class PrintedText {
  #codePoint = 0;
  #marks: number[] = [];
  #certain = false;
  width = 1;
  /** Nothing but printing happened since. */
  just = false;
  readonly #edgeSgr = new SgrState();
  #edgeCertain = false;

  /** A character was printed. `certain` when terminals agree on it and it can be said again. */
  note(codePoint: number, width: number, certain: boolean): void {
    this.#codePoint = codePoint;
    if (this.#marks.length > 0) this.#marks = [];
    this.width = width;
    this.#certain = certain;
    this.just = true;
  }

  /** A combining mark joined the last character. */
  join(mark: number): void {
    if (this.#marks.length >= MAX_MARKS) this.#certain = false;
    else this.#marks.push(mark);
  }

  /** The last character can't be said again. */
  spoil(): void {
    this.#certain = false;
    this.#edgeCertain = false;
  }

  get hasMarks(): boolean {
    return this.#marks.length > 0;
  }

  /** The cursor came to stand past the last column: remembers how the last character looked. */
  noteEdge(cursor: CursorModel, hidden: 'linked' | 'plain'): void {
    this.#edgeSgr.copyFrom(cursor.sgr);
    this.#edgeCertain = hidden === 'plain' && cursor.sgr.certain && cursor.charsets.isPlain;
  }

  /** Whether the pending wrap can be made again by printing the last character again. */
  get edgeRepeatable(): boolean {
    return this.#certain && this.#edgeCertain;
  }

  /** Whether the last character can be printed again, nothing having changed since. */
  get repeatable(): boolean {
    return this.just && this.#certain;
  }

  get text(): string {
    return String.fromCodePoint(this.#codePoint, ...this.#marks);
  }

  get edgeSgr(): SgrState {
    return this.#edgeSgr;
  }
}

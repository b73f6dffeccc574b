// Keeps what has scrolled off a terminal's main screen packed, and gives it back before the terminal
// needs it again. How a line is packed is left to the line.
import {
  type CoreBuffer,
  type CoreLine,
  type CoreLines,
  coreOf,
  type HeadlessTerminal,
  isOwnLine,
  type OwnLine,
  type StoredLine,
  type TerminalSize,
} from './headless-core.ts';
import { PackedLine } from './packed-line.ts';

/** Emptied lines kept for the terminal's next ones: more scroll off in no slice that is fed at once. */
const SPARE_LIMIT = 512;

export class Scrollback {
  readonly #terminal: HeadlessTerminal;
  /** The list that is looked after: a reset gives the terminal a new one. */
  #lines: CoreLines | undefined;
  #spare: OwnLine[] = [];

  constructor(terminal: HeadlessTerminal) {
    this.#terminal = terminal;
  }

  /** Packs what has scrolled off since. */
  pack(): void {
    const { lines, ybase } = this.#buffer();
    if (ybase === 0) return;
    if (lines !== this.#lines) this.#adopt(lines);
    // Older ones are packed already.
    for (let index = ybase - 1; index >= 0; index -= 1) {
      const line = lines.get(index);
      if (line === undefined || !isOwnLine(line)) return;
      lines.set(index, new PackedLine(line));
      if (this.#spare.length < SPARE_LIMIT) this.#spare.push(line);
    }
  }

  /** To be called before the terminal gets another size: lines may come back, or be broken anew. */
  unpackFor(size: TerminalSize): void {
    const { lines, ybase } = this.#buffer();
    const returning = Math.max(0, size.rows - this.#terminal.rows);
    const first = size.columns === this.#terminal.cols ? Math.max(0, ybase - returning) : 0;
    this.#spare = [];
    const pattern = ownLine(lines.get(ybase));
    for (let index = first; index < ybase; index += 1) {
      const line = lines.get(index);
      if (line instanceof PackedLine) lines.set(index, restored(line, pattern));
    }
  }

  #buffer(): CoreBuffer {
    return coreOf(this.#terminal).buffers.normal;
  }

  /** The oldest line becomes the terminal's newest, to be written on: a packed one can't. */
  #adopt(lines: CoreLines): void {
    this.#lines = lines;
    const recycle = lines.recycle.bind(lines);
    lines.recycle = () => {
      const line = recycle();
      if (isOwnLine(line)) return line;
      const newest = lines.length - 1;
      const pattern = lines.get(newest - 1);
      const fresh = this.#spare.pop() ?? ownLine(pattern).clone();
      lines.set(newest, fresh);
      return fresh;
    };
  }
}

/** A buffer's lines one after the other, packed or not; the one before the last stays readable too. */
export class LineReader {
  readonly #lines: CoreLines;
  #cells: Uint32Array | undefined;
  #cellsBefore: Uint32Array | undefined;

  constructor(lines: CoreLines) {
    this.#lines = lines;
  }

  get(index: number): CoreLine | undefined {
    const line = this.#lines.get(index);
    if (!(line instanceof PackedLine)) return line === undefined ? undefined : ownLine(line);
    const unpacked = line.unpacked(this.#cellsBefore);
    this.#cellsBefore = this.#cells;
    this.#cells = unpacked._data;
    return unpacked;
  }
}

function ownLine(line: StoredLine | undefined): OwnLine {
  // Lines on the screen are never packed; if one were, the screen would be begun anew.
  if (line === undefined || !isOwnLine(line)) throw new TypeError('a line on the screen is packed');
  return line;
}

/** The terminal makes its lines itself: one of them is copied and given the packed one's content. */
function restored(packed: PackedLine, pattern: OwnLine): OwnLine {
  const line = packed.unpacked();
  const _combined = { ...line._combined };
  const _extendedAttrs = { ...line._extendedAttrs };
  return Object.assign(pattern.clone(), { ...line, _combined, _extendedAttrs });
}

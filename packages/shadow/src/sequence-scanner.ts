// Follows a stream byte by byte, only far enough to know where it stands between two sequences and
// where a question in it ends. It uses the headless terminal's own table, so that both agree.

const GROUND = 0;
const ESCAPE = 1;
const CSI_ENTRY = 3;
const CSI_INTERMEDIATE = 5;
const OSC_STRING = 8;
const DCS_ENTRY = 9;
const DCS_PASSTHROUGH = 13;
/** Low bits of a transition: the next state. */
const STATE_MASK = 0x0f;
/** All characters from here on are alike to the table. */
const FIRST_PRINTABLE_BEYOND_ASCII = 0xa0;
/** Final characters of control sequences that a terminal may answer: `c n p q t u x`. */
const ANSWERED_FINALS: ReadonlySet<number> = new Set([0x63, 0x6e, 0x70, 0x71, 0x74, 0x75, 0x78]);

export class SequenceScanner {
  readonly #table: Uint8Array;
  #state = GROUND;
  /** Bytes missing of a character, and its code point so far; 0 when between characters. */
  #missing = 0;
  #point = 0;
  #length = 0;

  /** @param table Transitions by state and character. */
  constructor(table: Uint8Array) {
    this.#table = table;
  }

  /** Bytes of an unfinished character at the end of what was scanned, 0 to 3. */
  get unfinishedCharacterBytes(): number {
    return this.#missing === 0 ? 0 : this.#length - this.#missing;
  }

  /** Between two sequences and between two characters. */
  get atRest(): boolean {
    return this.#state === GROUND && this.#missing === 0;
  }

  reset(): void {
    this.#state = GROUND;
    this.#missing = 0;
  }

  /**
   * Scans on from `start` up to the end of the next question, or of the bytes. `rest` is the last
   * place at which the stream was at rest, -1 when there was none.
   */
  scan(bytes: Uint8Array, start: number): { readonly end: number; readonly rest: number } {
    let rest = this.atRest ? start : -1;
    for (let at = start; at < bytes.length; ) {
      const byte = bytes[at] ?? 0;
      if (this.#missing > 0 && (byte & 0xc0) !== 0x80) {
        // The character never ends: it is dropped, and this byte begins anew.
        this.#missing = 0;
        if (this.#state === GROUND) rest = at;
        continue;
      }
      at += 1;
      const answered = byte < 0x80 ? this.#step(byte) : this.#decode(byte);
      if (this.#state === GROUND && this.#missing === 0) rest = at;
      if (answered) return { end: at, rest };
    }
    return { end: bytes.length, rest };
  }

  /** Takes a byte beyond ASCII, and its character once it is whole. */
  #decode(byte: number): boolean {
    if (this.#missing > 0) {
      this.#point = (this.#point << 6) | (byte & 0x3f);
      this.#missing -= 1;
      return this.#missing === 0 && isCharacter(this.#point, this.#length)
        ? this.#step(this.#point)
        : false;
    }
    const length = byte >= 0xf8 ? 0 : byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : byte >= 0xc0 ? 2 : 0;
    if (length === 0) return false;
    this.#length = length;
    this.#missing = length - 1;
    this.#point = byte & (0x7f >> length);
    return false;
  }

  /** Whether a question may have ended with this character. */
  #step(code: number): boolean {
    const before = this.#state;
    const known = Math.min(code, FIRST_PRINTABLE_BEYOND_ASCII);
    let next = (this.#table[(before << 8) | known] ?? GROUND) & STATE_MASK;
    // What ends such a string is the beginning of the next sequence.
    if (code === 0x1b && (before === OSC_STRING || before === DCS_PASSTHROUGH)) next = ESCAPE;
    this.#state = next;
    if (next !== GROUND || before === GROUND) return false;
    if (before >= CSI_ENTRY && before <= CSI_INTERMEDIATE) return ANSWERED_FINALS.has(code);
    if (before === ESCAPE) return code === 0x5c;
    return before === OSC_STRING || before >= DCS_ENTRY;
  }
}

/** Whether a code point may be written in so many bytes. The byte order mark is none. */
function isCharacter(point: number, length: number): boolean {
  if (length === 2) return point >= 0x80;
  if (length === 4) return point >= 0x10000 && point <= 0x10ffff;
  return point >= 0x800 && (point < 0xd800 || point > 0xdfff) && point !== 0xfeff;
}

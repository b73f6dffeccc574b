// A line that has scrolled off the screen, as a short text: a line of the headless terminal takes some
// two kilobytes whatever it holds, and thousands of them are kept to be looked at hardly ever.
import type { CoreLine, ExtendedAttributes, StoredLine } from './headless-core.ts';

const NUMBERS_PER_CELL = 3;
/** A cell that nothing was written to: one column wide. */
const BLANK = 1 << 22;

/** What a byte of the text means; one below these is an ASCII character, 0 a blank. */
const FIRST_SIGN = 0x80;
/** Three bytes follow: all that a cell's content can be. */
const CONTENT = 0x80;
/** One byte follows: how often the cell before comes once more. */
const AGAIN = 0x81;
/** Eight bytes follow: foreground and background from here on. */
const ATTRIBUTES = 0x82;
/** From here on neither. */
const PLAIN = 0x83;

/** Cells alike that are worth a sign: fewer take no more room one by one. */
const ALIKE_LEAST = 3;
const ALIKE_MOST = 255;
/** Longest of a cell: attributes and content. */
const CELL_BYTES = 13;

type Combined = CoreLine['_combined'];
type Extended = Readonly<Record<number, ExtendedAttributes | undefined>>;

const NOTHING: Readonly<Record<number, undefined>> = Object.freeze({});

/** Used by one line at a time. */
let scratch = Buffer.alloc(4096);

export class PackedLine implements StoredLine {
  readonly length: number;
  readonly isWrapped: boolean;
  readonly #text: string;
  readonly #combined: Combined;
  readonly #extended: Extended;

  /** @param line Its marks and attributes are this one's from now on. */
  constructor(line: CoreLine) {
    this.length = line.length;
    this.isWrapped = line.isWrapped;
    this.#text = packed(line._data, line.length);
    this.#combined = isEmpty(line._combined) ? NOTHING : line._combined;
    this.#extended = isEmpty(line._extendedAttrs) ? NOTHING : line._extendedAttrs;
  }

  /** Takes no part in what the terminal does with its lines' memory, and says so. */
  cleanupMemory(): number {
    return 0;
  }

  /** The line as it was; its cells are written to `cells` where that has room for them. */
  unpacked(cells?: Uint32Array): CoreLine {
    const count = this.length * NUMBERS_PER_CELL;
    const data = cells?.length === count ? cells : new Uint32Array(count);
    unpack(this.#text, data);
    return {
      length: this.length,
      isWrapped: this.isWrapped,
      _data: data,
      _combined: this.#combined,
      _extendedAttrs: this.#extended,
    };
  }
}

function isEmpty(record: object): boolean {
  for (const _ in record) return false;
  return true;
}

function packed(data: Uint32Array, columns: number): string {
  if (scratch.length < columns * CELL_BYTES) scratch = Buffer.alloc(2 * columns * CELL_BYTES);
  const out = scratch;
  const end = usedNumbers(data, columns * NUMBERS_PER_CELL);
  let to = 0;
  let content = -1;
  let fg = 0;
  let bg = 0;
  let alike = 0;
  for (let at = 0; at < end; at += NUMBERS_PER_CELL) {
    const next = data[at] ?? 0;
    const nextFg = data[at + 1] ?? 0;
    const nextBg = data[at + 2] ?? 0;
    const looksAlike = nextFg === fg && nextBg === bg;
    if (looksAlike && next === content && alike < ALIKE_MOST) {
      alike += 1;
      continue;
    }
    if (alike > 0) {
      to = writeAgain(out, { to, content, count: alike });
      alike = 0;
    }
    if (!looksAlike) {
      fg = nextFg;
      bg = nextBg;
      to = writeAttributes(out, { to, fg, bg });
    }
    content = next;
    const character = next ^ BLANK;
    if (character >= 0 && character < FIRST_SIGN) out[to++] = character;
    else to = writeContent(out, to, next);
  }
  if (alike > 0) to = writeAgain(out, { to, content, count: alike });
  return out.toString('latin1', 0, to);
}

function writeAgain(out: Buffer, given: { to: number; content: number; count: number }): number {
  let { to } = given;
  if (given.count >= ALIKE_LEAST) {
    out[to] = AGAIN;
    out[to + 1] = given.count;
    return to + 2;
  }
  for (let count = 0; count < given.count; count += 1) to = writeContent(out, to, given.content);
  return to;
}

/** Numbers up to the last cell that isn't a plain blank. */
function usedNumbers(data: Uint32Array, count: number): number {
  let end = count;
  while (end > 0 && data[end - 3] === BLANK && data[end - 2] === 0 && data[end - 1] === 0)
    end -= NUMBERS_PER_CELL;
  return end;
}

function writeAttributes(out: Buffer, given: { to: number; fg: number; bg: number }): number {
  const { to, fg, bg } = given;
  if (fg === 0 && bg === 0) {
    out[to] = PLAIN;
    return to + 1;
  }
  out[to] = ATTRIBUTES;
  out.writeUInt32LE(fg, to + 1);
  out.writeUInt32LE(bg, to + 5);
  return to + 9;
}

function writeContent(out: Buffer, to: number, content: number): number {
  const character = content ^ BLANK;
  if (character >= 0 && character < FIRST_SIGN) {
    out[to] = character;
    return to + 1;
  }
  out[to] = CONTENT;
  out[to + 1] = content;
  out[to + 2] = content >>> 8;
  out[to + 3] = content >>> 16;
  return to + 4;
}

function unpack(text: string, data: Uint32Array): void {
  if (scratch.length < text.length) scratch = Buffer.alloc(2 * text.length);
  const bytes = scratch;
  const end = bytes.write(text, 0, 'latin1');
  let to = 0;
  let content = BLANK;
  let fg = 0;
  let bg = 0;
  for (let at = 0; at < end; ) {
    const sign = bytes[at++] ?? 0;
    let count = 1;
    if (sign < FIRST_SIGN) content = BLANK | sign;
    else if (sign === CONTENT) {
      content = (bytes[at] ?? 0) | ((bytes[at + 1] ?? 0) << 8) | ((bytes[at + 2] ?? 0) << 16);
      at += 3;
    } else if (sign === AGAIN) count = bytes[at++] ?? 0;
    else {
      fg = sign === PLAIN ? 0 : bytes.readUInt32LE(at);
      bg = sign === PLAIN ? 0 : bytes.readUInt32LE(at + 4);
      if (sign === ATTRIBUTES) at += 8;
      continue;
    }
    for (; count > 0; count -= 1) {
      data[to++] = content;
      data[to++] = fg;
      data[to++] = bg;
    }
  }
  for (; to < data.length; to += NUMBERS_PER_CELL) {
    data[to] = BLANK;
    data[to + 1] = 0;
    data[to + 2] = 0;
  }
}

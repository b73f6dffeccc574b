// A TrueType font from its bytes: which outline a character has, and how wide it is. A font comes from the machine and
// may be broken: what can't be read has no outline. Fonts with outlines of another kind (CFF) are none of ours.
import { type Glyph, type GlyphSource, outlineOf } from './glyph-outline.ts';

/** Where a font's bytes lie. */
export interface FontBytes {
  /** Fewer, where there are no more. Throws the system's error. */
  read(at: number, length: number): Buffer;
}

export interface OutlineFont {
  readonly unitsPerEm: number;
  /** Undefined: it has none for this character. */
  glyph(codePoint: number): Glyph | undefined;
}

/** The first font of a collection is taken. */
const COLLECTION = 0x74_74_63_66;
/** What TrueType outlines begin with: on most systems, and on macOS. */
const TRUE_TYPE: ReadonlySet<number> = new Set([0x00_01_00_00, 0x74_72_75_65]);
const MOST_TABLES = 128;
const RECORD_BYTES = 16;
/** A table of a real font is smaller, in bytes; outlines are read one by one. */
const LARGEST_TABLE_BYTES = 16 * 1024 * 1024;
/** Glyphs that are remembered: a screen has fewer. */
const REMEMBERED_GLYPHS = 4_096;

interface Table {
  readonly at: number;
  readonly length: number;
}

/** Undefined: it is no font of this kind, or broken. */
export function openTrueType(bytes: FontBytes): OutlineFont | undefined {
  try {
    return new TrueType(bytes);
  } catch {
    return undefined;
  }
}

class TrueType implements OutlineFont {
  readonly unitsPerEm: number;
  readonly #characters: CharacterTable;
  readonly #source: GlyphSource;
  readonly #known = new Map<number, Glyph | undefined>();

  /** Throws where it is broken. */
  constructor(bytes: FontBytes) {
    const tables = tablesOf(bytes);
    const table = (tag: string): Buffer => {
      const found = tables.get(tag);
      if (found === undefined) throw new RangeError(`the font has no table ${tag}`);
      if (found.length > LARGEST_TABLE_BYTES) throw new RangeError(`${tag} is too large`);
      return bytes.read(found.at, found.length);
    };
    const head = table('head');
    this.unitsPerEm = head.readUInt16BE(18);
    if (this.unitsPerEm === 0) throw new RangeError('the font has no units');
    const outlines = tables.get('glyf');
    if (outlines === undefined) throw new RangeError('the font has no outlines');
    this.#characters = characterTable(table('cmap'));
    this.#source = {
      places: table('loca'),
      arePlacesLong: head.readInt16BE(50) !== 0,
      widths: table('hmtx'),
      widthCount: table('hhea').readUInt16BE(34),
      read: (at, length) =>
        at + length <= outlines.length ? bytes.read(outlines.at + at, length) : Buffer.alloc(0),
    };
  }

  glyph(codePoint: number): Glyph | undefined {
    if (this.#known.has(codePoint)) return this.#known.get(codePoint);
    const glyph = this.#read(codePoint);
    if (this.#known.size < REMEMBERED_GLYPHS) this.#known.set(codePoint, glyph);
    return glyph;
  }

  #read(codePoint: number): Glyph | undefined {
    try {
      const number = this.#characters(codePoint);
      return number === 0 ? undefined : outlineOf(this.#source, number);
    } catch {
      return undefined;
    }
  }
}

function tablesOf(bytes: FontBytes): ReadonlyMap<string, Table> {
  const begin = bytes.read(0, 16);
  const start = begin.readUInt32BE(0) === COLLECTION ? begin.readUInt32BE(12) : 0;
  const header = bytes.read(start, 12);
  if (!TRUE_TYPE.has(header.readUInt32BE(0))) throw new RangeError('no TrueType font');
  const count = Math.min(header.readUInt16BE(4), MOST_TABLES);
  const records = bytes.read(start + 12, count * RECORD_BYTES);
  return new Map(
    Array.from({ length: count }, (_, index): readonly [string, Table] => {
      const at = index * RECORD_BYTES;
      const tag = records.toString('latin1', at, at + 4);
      return [tag, { at: records.readUInt32BE(at + 8), length: records.readUInt32BE(at + 12) }];
    }),
  );
}

/** Number of a character's outline; 0: none. Throws where the table is broken. */
type CharacterTable = (codePoint: number) => number;

/** Of its tables one with all characters, else one with those of the first plane. */
function characterTable(cmap: Buffer): CharacterTable {
  const count = Math.min(cmap.readUInt16BE(2), MOST_TABLES);
  const tables = Array.from({ length: count }, (_, index) => {
    const at = 4 + index * 8;
    const [platform, encoding] = [cmap.readUInt16BE(at), cmap.readUInt16BE(at + 2)];
    const isUnicode = platform === 0 || (platform === 3 && (encoding === 1 || encoding === 10));
    const table = cmap.subarray(cmap.readUInt32BE(at + 4));
    return { table, form: isUnicode && table.length > 2 ? table.readUInt16BE(0) : 0 };
  });
  const whole = tables.find(({ form }) => form === 12);
  if (whole !== undefined) return (codePoint) => inGroups(whole.table, codePoint);
  const first = tables.find(({ form }) => form === 4);
  if (first === undefined) throw new RangeError('the font has no table of characters');
  return (codePoint) => inSegments(first.table, codePoint);
}

/** Format 12: groups of characters that follow each other. */
function inGroups(table: Buffer, codePoint: number): number {
  let low = 0;
  let high = table.readUInt32BE(12) - 1;
  while (low <= high) {
    const middle = (low + high) >>> 1;
    const at = 16 + middle * 12;
    if (codePoint < table.readUInt32BE(at)) high = middle - 1;
    else if (codePoint > table.readUInt32BE(at + 4)) low = middle + 1;
    else return table.readUInt32BE(at + 8) + codePoint - table.readUInt32BE(at);
  }
  return 0;
}

/** Format 4: segments, each with a distance to its outlines or a list of them. */
function inSegments(table: Buffer, codePoint: number): number {
  const size = table.readUInt16BE(6);
  for (let at = 14; at < 14 + size; at += 2) {
    if (table.readUInt16BE(at) < codePoint) continue;
    const start = table.readUInt16BE(at + size + 2);
    if (start > codePoint) return 0;
    const delta = table.readUInt16BE(at + 2 * size + 2);
    const rangeAt = at + 3 * size + 2;
    const range = table.readUInt16BE(rangeAt);
    if (range === 0) return (codePoint + delta) & 0xff_ff;
    const number = table.readUInt16BE(rangeAt + range + (codePoint - start) * 2);
    return number === 0 ? 0 : (number + delta) & 0xff_ff;
  }
  return 0;
}

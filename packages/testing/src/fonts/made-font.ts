// A TrueType font for tests, made here: squares, triangles and a part that is used twice. Its table of characters is of
// either form.

/** Outlines of these: a square of 600 units, the same on its point, a ring, and two squares that are parts. */
export interface MadeFont {
  /** Character → which outline. */
  readonly characters: Readonly<Record<string, MadeOutline>>;
  /** Form of its table of characters. */
  readonly form: 4 | 12;
}

export type MadeOutline = 'square' | 'round' | 'ring' | 'two-squares';

const UNITS = 1_000;
const WIDTH = 600;

export function madeFont({ characters, form }: MadeFont): Buffer {
  const outlines: readonly Buffer[] = [
    Buffer.alloc(0),
    simple([square(100, 500)]),
    simple([square(100, 500)], 0),
    simple([square(100, 500), square(200, 400).toReversed()]),
    composed(),
  ];
  const number: Readonly<Record<MadeOutline, number>> = {
    square: 1,
    round: 2,
    ring: 3,
    'two-squares': 4,
  };
  const pairs = Object.entries(characters)
    .map(([text, outline]): [number, number] => [text.codePointAt(0) ?? 0, number[outline]])
    .sort(([one], [other]) => one - other);
  const places = [0, ...sums(outlines.map((each) => each.length))];
  const head = Buffer.alloc(54);
  head.writeUInt16BE(UNITS, 18);
  head.writeInt16BE(1, 50);
  const hhea = Buffer.alloc(36);
  hhea.writeUInt16BE(1, 34);
  const maxp = Buffer.alloc(6);
  maxp.writeUInt16BE(outlines.length, 4);
  return sfnt({
    cmap: cmapOf(pairs, form),
    glyf: Buffer.concat(outlines),
    head,
    hhea,
    hmtx: words(WIDTH, 0),
    loca: Buffer.concat(places.map(long)),
    maxp,
  });
}

/** Several fonts in one file. */
export function collectionOf(font: Buffer): Buffer {
  const before = 16;
  const moved = Buffer.from(font);
  for (let index = 0; index < moved.readUInt16BE(4); index += 1) {
    const place = 12 + index * 16 + 8;
    moved.writeUInt32BE(moved.readUInt32BE(place) + before, place);
  }
  return Buffer.concat([Buffer.from('ttcf'), long(0x10000), long(1), long(before), moved]);
}

function sfnt(tables: Readonly<Record<string, Buffer>>): Buffer {
  const entries = Object.entries(tables);
  let at = 12 + entries.length * 16;
  const records = entries.map(([tag, table]) => {
    const record = Buffer.concat([Buffer.from(tag), long(0), long(at), long(table.length)]);
    at += table.length;
    return record;
  });
  const header = Buffer.concat([long(0x10000), words(entries.length, 0, 0, 0)]);
  return Buffer.concat([header, ...records, ...entries.map(([, table]) => table)]);
}

function cmapOf(pairs: readonly (readonly [number, number])[], form: 4 | 12): Buffer {
  const begin = Buffer.concat([words(0, 1, 3, form === 4 ? 1 : 10), long(12)]);
  if (form === 12) {
    const groups = pairs.map(([code, glyph]) =>
      Buffer.concat([long(code), long(code), long(glyph)]),
    );
    const length = 16 + groups.length * 12;
    return Buffer.concat([
      begin,
      words(12, 0),
      long(length),
      long(0),
      long(pairs.length),
      ...groups,
    ]);
  }
  const ends = [...pairs.map(([code]) => code), 0xffff];
  const deltas = [...pairs.map(([code, glyph]) => (glyph - code) & 0xffff), 1];
  const zeros = ends.map(() => 0);
  const table = words(...ends, 0, ...ends, ...deltas, ...zeros);
  return Buffer.concat([begin, words(4, 14 + table.length, 0, ends.length * 2, 0, 0, 0), table]);
}

type Corner = readonly [number, number];

function square(from: number, to: number): Corner[] {
  return [
    [from, 0],
    [from, to],
    [to, to],
    [to, 0],
  ];
}

function simple(contours: readonly (readonly Corner[])[], flag = 1): Buffer {
  const points = contours.flat();
  const ends = sums(contours.map((contour) => contour.length)).map((count) => count - 1);
  const steps = (axis: 0 | 1): number[] =>
    points.map((point, index) => point[axis] - (points[index - 1]?.[axis] ?? 0));
  return Buffer.concat([
    words(contours.length, 0, 0, 0, 0, ...ends, 0),
    Buffer.alloc(points.length, flag),
    words(...steps(0), ...steps(1)),
    Buffer.alloc(points.length % 2),
  ]);
}

/** The square as it is, and half as large to its right. */
function composed(): Buffer {
  return Buffer.concat([
    words(-1, 0, 0, 0, 0),
    words(0x23, 1, 0, 0),
    words(0x0b, 1, 300, 0, 8_192),
  ]);
}

/** Of each with all before it. */
function sums(lengths: readonly number[]): number[] {
  let sum = 0;
  return lengths.map((length) => {
    sum += length;
    return sum;
  });
}

function words(...values: readonly number[]): Buffer {
  const bytes = Buffer.alloc(values.length * 2);
  for (const [index, value] of values.entries()) bytes.writeUInt16BE(value & 0xffff, index * 2);
  return bytes;
}

function long(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
}

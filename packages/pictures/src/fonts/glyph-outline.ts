// One outline of a TrueType font: its contours, also where it is made of others, and how wide it is. Which character
// it is of is true-type.ts's.

export interface OutlinePoint {
  readonly x: number;
  readonly y: number;
  /** Else it bends the line between its neighbours. */
  readonly isOnLine: boolean;
}

/** In units of the font, upwards; each contour ends where it began. */
export interface Glyph {
  readonly contours: readonly (readonly OutlinePoint[])[];
  readonly width: number;
}

export interface GlyphSource {
  /** Where each outline begins. */
  readonly places: Buffer;
  readonly arePlacesLong: boolean;
  readonly widths: Buffer;
  readonly widthCount: number;
  /** Of the outlines. */
  readonly read: (at: number, length: number) => Buffer;
}

/** Outlines in outlines, and all points and parts of one: real fonts have fewer. */
const MOST_DEEP = 6;
const MOST_POINTS = 20_000;
const LARGEST_OUTLINE_BYTES = 256 * 1024;

/** Throws where the font is broken. */
export function outlineOf(source: GlyphSource, number: number): Glyph {
  const { widths, widthCount } = source;
  const width = widths.readUInt16BE(Math.max(0, Math.min(number, widthCount - 1)) * 4);
  const room = { points: MOST_POINTS };
  return { contours: contoursOf(source, { number, deep: 0, room }), width };
}

interface Wanted {
  readonly number: number;
  readonly deep: number;
  /** Points and parts that may still come. */
  readonly room: { points: number };
}

type Contour = readonly OutlinePoint[];

function contoursOf(source: GlyphSource, { number, deep, room }: Wanted): readonly Contour[] {
  const { places, arePlacesLong } = source;
  // A part without a point takes time, too.
  takeRoom(room, 1);
  const place = (index: number): number =>
    arePlacesLong ? places.readUInt32BE(index * 4) : places.readUInt16BE(index * 2) * 2;
  const at = place(number);
  const length = place(number + 1) - at;
  // A blank.
  if (length <= 0) return [];
  if (length > LARGEST_OUTLINE_BYTES) throw new RangeError('an outline is too large');
  const bytes = source.read(at, length);
  const count = bytes.readInt16BE(0);
  if (count >= 0) return simpleContours(bytes, { count, room });
  if (deep >= MOST_DEEP) throw new RangeError('an outline is part of itself');
  return composedOf(bytes).flatMap((part) =>
    contoursOf(source, { number: part.number, deep: deep + 1, room }).map((contour) =>
      contour.map((point) => moved(point, part)),
    ),
  );
}

function takeRoom(room: { points: number }, points: number): void {
  room.points -= points;
  if (room.points < 0) throw new RangeError('an outline has too many points');
}

/** Bits of a point's flag. */
const ON_LINE = 1;
const SHORT = { x: 2, y: 4 } as const;
const SAME = { x: 16, y: 32 } as const;
const REPEATED = 8;

function simpleContours(
  bytes: Buffer,
  { count, room }: { readonly count: number; readonly room: { points: number } },
): readonly Contour[] {
  const ends = Array.from({ length: count }, (_, index) => bytes.readUInt16BE(10 + index * 2));
  const points = (ends.at(-1) ?? -1) + 1;
  if (ends.some((end, index) => end < (ends[index - 1] ?? 0)))
    throw new RangeError('contours of an outline lie in each other');
  takeRoom(room, points + count);
  let at = 10 + count * 2;
  at += 2 + bytes.readUInt16BE(at);
  const flags: number[] = [];
  while (flags.length < points) {
    const flag = bytes.readUInt8(at);
    at += 1;
    flags.push(flag);
    if ((flag & REPEATED) === 0) continue;
    for (let more = bytes.readUInt8(at); more > 0 && flags.length < points; more -= 1)
      flags.push(flag);
    at += 1;
  }
  const along = (axis: 'x' | 'y'): number[] => {
    let value = 0;
    return flags.map((flag) => {
      const isSame = (flag & SAME[axis]) !== 0;
      if ((flag & SHORT[axis]) !== 0) {
        value += bytes.readUInt8(at) * (isSame ? 1 : -1);
        at += 1;
      } else if (!isSame) {
        value += bytes.readInt16BE(at);
        at += 2;
      }
      return value;
    });
  };
  const [x, y] = [along('x'), along('y')];
  const all = flags.map((flag, index) => ({
    x: x[index] ?? 0,
    y: y[index] ?? 0,
    isOnLine: (flag & ON_LINE) !== 0,
  }));
  return ends.map((end, index) => all.slice((ends[index - 1] ?? -1) + 1, end + 1));
}

interface Part {
  readonly number: number;
  readonly x: number;
  readonly y: number;
  /** Its axes, as they are turned and stretched. */
  readonly axes: readonly [xx: number, xy: number, yx: number, yy: number];
}

/** Bits of a part's flag. */
const WORDS = 1;
const DISTANCES = 2;
const ONE_SCALE = 8;
const MORE_PARTS = 32;
const TWO_SCALES = 64;
const FOUR_SCALES = 128;
/** Scales are fractions of so many parts. */
const SCALE = 16_384;
const MOST_PARTS = 64;

function composedOf(bytes: Buffer): readonly Part[] {
  const parts: Part[] = [];
  let at = 10;
  for (let flag = MORE_PARTS; (flag & MORE_PARTS) !== 0 && parts.length < MOST_PARTS; ) {
    flag = bytes.readUInt16BE(at);
    const number = bytes.readUInt16BE(at + 2);
    at += 4;
    const isWide = (flag & WORDS) !== 0;
    const distance = (index: number): number =>
      isWide ? bytes.readInt16BE(at + index * 2) : bytes.readInt8(at + index);
    // Points that are laid on each other are not known of here: the part stays where it is.
    const [x, y] = (flag & DISTANCES) === 0 ? [0, 0] : [distance(0), distance(1)];
    at += isWide ? 4 : 2;
    const scale = (index: number): number => bytes.readInt16BE(at + index * 2) / SCALE;
    if ((flag & ONE_SCALE) !== 0) {
      parts.push({ number, x, y, axes: [scale(0), 0, 0, scale(0)] });
      at += 2;
    } else if ((flag & TWO_SCALES) !== 0) {
      parts.push({ number, x, y, axes: [scale(0), 0, 0, scale(1)] });
      at += 4;
    } else if ((flag & FOUR_SCALES) !== 0) {
      parts.push({ number, x, y, axes: [scale(0), scale(1), scale(2), scale(3)] });
      at += 8;
    } else parts.push({ number, x, y, axes: [1, 0, 0, 1] });
  }
  return parts;
}

function moved(point: OutlinePoint, { x, y, axes: [xx, xy, yx, yy] }: Part): OutlinePoint {
  return {
    x: point.x * xx + point.y * yx + x,
    y: point.x * xy + point.y * yy + y,
    isOnLine: point.isOnLine,
  };
}

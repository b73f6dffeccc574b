// The colours of one frame, at most 256: all of them where there are no more, else those that stand best for them.

/** A pixel that is not drawn. */
export const SEE_THROUGH = -1;

/** With the number of each pixel. */
export interface Colours {
  /** 0xRRGGBB; the see-through one, if there is one, is negative. */
  readonly colours: readonly number[];
  readonly numbers: Uint8Array;
  readonly seeThrough: number | undefined;
}

const MOST_COLOURS = 256;
const CHANNELS: readonly number[] = [16, 8, 0];

/** @param pixels 0xRRGGBB, or SEE_THROUGH. */
export function coloursOf(pixels: Int32Array): Colours {
  const seen = new SeenColours();
  const ids = pixels.map((pixel) => seen.count(pixel));
  const { counts } = seen;
  const isSeeThrough = counts.delete(SEE_THROUGH);
  const room = MOST_COLOURS - (isSeeThrough ? 1 : 0);
  const { colours, number } = counts.size <= room ? asTheyAre(counts) : chosen(counts, room);
  const seeThrough = isSeeThrough ? colours.length : undefined;
  const numberOf = seen.colours.map((colour) =>
    colour === SEE_THROUGH ? (seeThrough ?? 0) : (number.get(colour) ?? 0),
  );
  const numbers = new Uint8Array(pixels.length);
  for (let at = 0; at < ids.length; at += 1) numbers[at] = numberOf[ids[at] ?? 0] ?? 0;
  return { colours: isSeeThrough ? [...colours, SEE_THROUGH] : colours, numbers, seeThrough };
}

/** Of a pixel's colour the place where it was seen last: most pixels are like one of those just before. */
const PLACE_BITS = 12;
/** Spreads neighbours over all places (Knuth's multiplier). */
const SPREAD = 2_654_435_761;
const NO_COLOUR = -2;

class SeenColours {
  /** In the order in which they were seen first. */
  readonly colours: number[] = [];
  readonly #counts: number[] = [];
  readonly #ids = new Map<number, number>();
  readonly #placed = new Int32Array(1 << PLACE_BITS).fill(NO_COLOUR);
  readonly #placedIds = new Int32Array(1 << PLACE_BITS);

  /** Which one it is, counted from 0. */
  count(colour: number): number {
    const place = Math.imul(colour, SPREAD) >>> (32 - PLACE_BITS);
    let id = this.#placedIds[place] ?? 0;
    if (this.#placed[place] !== colour) {
      id = this.#id(colour);
      this.#placed[place] = colour;
      this.#placedIds[place] = id;
    }
    this.#counts[id] = (this.#counts[id] ?? 0) + 1;
    return id;
  }

  get counts(): Map<number, number> {
    return new Map(this.colours.map((colour, id) => [colour, this.#counts[id] ?? 0]));
  }

  #id(colour: number): number {
    const known = this.#ids.get(colour);
    if (known !== undefined) return known;
    const id = this.colours.length;
    this.#ids.set(colour, id);
    this.colours.push(colour);
    this.#counts.push(0);
    return id;
  }
}

interface Chosen {
  readonly colours: readonly number[];
  /** Of each colour that is there. */
  readonly number: ReadonlyMap<number, number>;
}

function asTheyAre(counts: ReadonlyMap<number, number>): Chosen {
  const colours = [...counts.keys()];
  return { colours, number: new Map(colours.map((colour, index) => [colour, index])) };
}

interface Box {
  readonly colours: readonly number[];
  /** Of its longest side, and how long that is. */
  readonly shift: number;
  readonly length: number;
}

/** The longest box of colours is cut in the middle of its pixels until there are enough; each is one colour. */
function chosen(counts: ReadonlyMap<number, number>, room: number): Chosen {
  const weight = (colour: number): number => counts.get(colour) ?? 0;
  const boxes: Box[] = [boxOf([...counts.keys()])];
  while (boxes.length < room) {
    const longest = boxes.reduce((one, other) => (other.length > one.length ? other : one));
    if (longest.length === 0) break;
    boxes.splice(boxes.indexOf(longest), 1, ...halves(longest, weight));
  }
  const number = new Map<number, number>();
  const colours = boxes.map((box, index) => {
    for (const colour of box.colours) number.set(colour, index);
    return meanOf(box.colours, weight);
  });
  return { colours, number };
}

function boxOf(colours: readonly number[]): Box {
  const sides = CHANNELS.map((shift) => {
    let [low, high] = [255, 0];
    for (const colour of colours) {
      const value = (colour >> shift) & 0xff;
      low = Math.min(low, value);
      high = Math.max(high, value);
    }
    return { shift, length: high - low };
  });
  const longest = sides.reduce((one, other) => (other.length > one.length ? other : one));
  return { colours, ...longest };
}

function halves({ colours, shift }: Box, weight: (colour: number) => number): readonly Box[] {
  const value = (colour: number): number => (colour >> shift) & 0xff;
  const sorted = colours.toSorted((one, other) => value(one) - value(other));
  const whole = sorted.reduce((sum, colour) => sum + weight(colour), 0);
  let sum = 0;
  const middle = sorted.findIndex((colour) => {
    sum += weight(colour);
    return sum * 2 >= whole;
  });
  const at = Math.min(sorted.length - 1, Math.max(1, middle));
  return [boxOf(sorted.slice(0, at)), boxOf(sorted.slice(at))];
}

function meanOf(colours: readonly number[], weight: (colour: number) => number): number {
  const whole = colours.reduce((sum, colour) => sum + weight(colour), 0);
  return CHANNELS.reduce((mean, shift) => {
    const sum = colours.reduce((part, each) => part + ((each >> shift) & 0xff) * weight(each), 0);
    return mean | (Math.round(sum / whole) << shift);
  }, 0);
}

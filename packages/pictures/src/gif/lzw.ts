// The compression of GIF: pixels as numbers of a palette become codes of growing length. What they are pixels of is
// others'.

/** As long as a code may be, in bits, and so many there are of it. */
const LONGEST_BITS = 12;
const MOST_CODES = 1 << LONGEST_BITS;
/** Places for what was seen: four times as many as codes, so that few share one. */
const PLACE_BITS = 14;
const PLACES = 1 << PLACE_BITS;
/** Spreads neighbours over all places (Knuth's multiplier). */
const SPREAD = 2_654_435_761;
const NONE = -1;
const BITS_A_BYTE = 8;

/** @param bits Of a number of the palette, 2 to 8. */
export function compressed(pixels: Uint8Array, bits: number): Uint8Array {
  const codes = new Codes(pixels.length);
  const clear = 1 << bits;
  const seen = new Seen();
  let next = clear + 2;
  let length = bits + 1;
  codes.write(clear, length);
  let prefix: number = pixels[0] ?? 0;
  for (let at = 1; at < pixels.length; at += 1) {
    const pixel = pixels[at] ?? 0;
    const known = seen.look(prefix, pixel);
    if (known !== NONE) {
      prefix = known;
      continue;
    }
    codes.write(prefix, length);
    prefix = pixel;
    if (next < MOST_CODES) {
      seen.add(next);
      // Whoever reads is one code behind.
      if (next >= 1 << length) length += 1;
      next += 1;
    } else {
      codes.write(clear, length);
      seen.clear();
      next = clear + 2;
      length = bits + 1;
    }
  }
  if (pixels.length > 0) codes.write(prefix, length);
  // Whoever reads has learnt one more with it.
  if (next < MOST_CODES && next >= 1 << length) length += 1;
  codes.write(clear + 1, length);
  return codes.bytes;
}

/** Codes of rows of pixels, by the code of all but the last, and that. */
class Seen {
  readonly #keys = new Int32Array(PLACES).fill(NONE);
  readonly #codes = new Uint16Array(PLACES);
  /** Where what was looked for last belongs. */
  #place = 0;
  #key = 0;

  look(prefix: number, pixel: number): number {
    this.#key = (prefix << BITS_A_BYTE) | pixel;
    let place = Math.imul(this.#key, SPREAD) >>> (32 - PLACE_BITS);
    for (;;) {
      const key = this.#keys[place];
      if (key === this.#key) return this.#codes[place] ?? NONE;
      if (key === NONE) {
        this.#place = place;
        return NONE;
      }
      place = (place + 1) % PLACES;
    }
  }

  add(code: number): void {
    this.#keys[this.#place] = this.#key;
    this.#codes[this.#place] = code;
  }

  clear(): void {
    this.#keys.fill(NONE);
  }
}

/** Codes of any length in bytes, the lowest bits first. */
class Codes {
  #bytes: Uint8Array;
  #count = 0;
  #waiting = 0;
  #waitingBits = 0;

  constructor(expectedBytes: number) {
    this.#bytes = new Uint8Array(Math.max(64, expectedBytes >>> 2));
  }

  write(code: number, bits: number): void {
    this.#waiting |= code << this.#waitingBits;
    this.#waitingBits += bits;
    while (this.#waitingBits >= BITS_A_BYTE) this.#take();
  }

  get bytes(): Uint8Array {
    if (this.#waitingBits > 0) this.#take();
    return this.#bytes.subarray(0, this.#count);
  }

  #take(): void {
    if (this.#count === this.#bytes.length) {
      const larger = new Uint8Array(this.#bytes.length * 2);
      larger.set(this.#bytes);
      this.#bytes = larger;
    }
    this.#bytes[this.#count] = this.#waiting & 0xff;
    this.#count += 1;
    this.#waiting >>>= BITS_A_BYTE;
    this.#waitingBits = Math.max(0, this.#waitingBits - BITS_A_BYTE);
  }
}

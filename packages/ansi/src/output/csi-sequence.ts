// One parsed control sequence, reused for every sequence of the stream so that none is allocated.
// Parsing of well-formed sequences only; `sequence-cleaning.ts` makes others well-formed.

/** Numbers beyond this are cut to it: far above any size, far below what arithmetic minds. */
const MAX_VALUE = 0x7fffffff;
/** Parameters kept; further ones are dropped, as emulators do. */
const MAX_PARAMETERS = 32;
const MAX_SUBPARAMETERS = 32;

const COLON = 0x3a;
const SEMICOLON = 0x3b;

/** How reading a sequence ended. `unusual` leaves it to the slow reader. */
export type CsiParse = 'complete' | 'incomplete' | 'unusual';

/** The parts of `CSI prefix parameters intermediates final`. Missing parameters are 0. */
export class CsiSequence {
  /** `<`, `=`, `>` or `?` as a byte, or 0. */
  prefix = 0;
  /** Up to two intermediate bytes, the first in the higher byte; 0 for none. */
  intermediates = 0;
  final = 0;
  /** Offset after the final byte, valid when complete. */
  end = 0;
  readonly parameters = new Int32Array(MAX_PARAMETERS);
  count = 0;
  subCount = 0;
  /** Whether what follows the prefix is out of the ordinary order, so that terminals ignore it. */
  ignored = false;
  readonly #subs = new Int32Array(MAX_SUBPARAMETERS);
  readonly #subStarts = new Uint8Array(MAX_PARAMETERS + 1);
  #inSub = false;
  #full = false;

  /** The parameter, or `fallback` where it is missing or 0. */
  parameter(index: number, fallback: number): number {
    return index < this.count ? this.parameters[index] || fallback : fallback;
  }

  /** How many sub-parameters (after colons) the parameter has. */
  subLength(index: number): number {
    if (this.subCount === 0 || index >= this.count) return 0;
    const end = index + 1 < this.count ? this.#subStarts[index + 1] : this.subCount;
    return (end ?? 0) - (this.#subStarts[index] ?? 0);
  }

  /** Whether any of `count` parameters from `index` on has sub-parameters. */
  hasSubs(index: number, count: number): boolean {
    if (this.subCount === 0) return false;
    for (let at = index; at < index + count; at += 1) if (this.subLength(at) > 0) return true;
    return false;
  }

  /** A sub-parameter, -1 where it is missing. */
  sub(index: number, position: number): number {
    return this.#subs[(this.#subStarts[index] ?? 0) + position] ?? -1;
  }

  /** The sequence said again with its parameters as they are now, sub-parameters left out. */
  text(introducer: string): string {
    const parameters = Array.from(this.parameters.subarray(0, this.count)).join(';');
    const intermediates = [this.intermediates >> 8, this.intermediates & 0xff];
    const bytes = [this.prefix, 0, ...intermediates, this.final].map((byte) => {
      return byte === 0 ? '' : String.fromCharCode(byte);
    });
    bytes[1] = parameters;
    return introducer + bytes.join('');
  }

  /**
   * Reads what follows the introducer. Plain sequences are read in one pass; at the first byte that
   * is none of digit, semicolon and final the rest is read by {@link parseGeneral}.
   */
  parse(bytes: Uint8Array, start: number, limit: number): CsiParse {
    const parameters = this.parameters;
    let at = start;
    let byte = bytes[at] ?? -1;
    this.prefix = 0;
    this.intermediates = 0;
    this.subCount = 0;
    this.ignored = false;
    if (byte >= 0x3c && byte <= 0x3f) {
      this.prefix = byte;
      at += 1;
    }
    let count = 0;
    let value = 0;
    for (; at < limit; at += 1) {
      byte = bytes[at] ?? 0;
      if (byte >= 0x30 && byte <= 0x39) {
        value = value * 10 + byte - 0x30;
        if (value > MAX_VALUE) value = MAX_VALUE;
      } else if (byte === SEMICOLON) {
        if (count < MAX_PARAMETERS) parameters[count++] = value;
        value = 0;
      } else if (byte >= 0x40 && byte <= 0x7e) {
        if (count < MAX_PARAMETERS) parameters[count++] = value;
        this.count = count;
        this.final = byte;
        this.end = at + 1;
        return 'complete';
      } else {
        return this.parseGeneral(bytes, start, limit);
      }
    }
    return 'incomplete';
  }

  /** As {@link parse}, with sub-parameters, intermediates and misplaced prefixes. */
  parseGeneral(bytes: Uint8Array, start: number, limit: number): CsiParse {
    const first = bytes[start] ?? -1;
    let at = first >= 0x3c && first <= 0x3f ? start + 1 : start;
    this.prefix = at > start ? first : 0;
    this.intermediates = 0;
    this.ignored = false;
    this.#clearParameters();
    for (; at < limit; at += 1) {
      const byte = bytes[at] ?? 0;
      if (byte >= 0x40 && byte <= 0x7e) {
        this.final = byte;
        this.end = at + 1;
        return 'complete';
      }
      if (byte < 0x20 || byte > 0x7e) return 'unusual';
      this.#take(byte);
    }
    return 'incomplete';
  }

  #clearParameters(): void {
    this.parameters[0] = 0;
    this.count = 1;
    this.subCount = 0;
    this.#subStarts[0] = 0;
    this.#inSub = false;
    this.#full = false;
  }

  #take(byte: number): void {
    if (byte < 0x30) {
      this.intermediates = ((this.intermediates & 0xff) << 8) | byte;
    } else if (this.intermediates !== 0 || byte >= 0x3c) {
      this.ignored = true;
    } else if (byte === SEMICOLON) {
      this.#inSub = false;
      if (this.count >= MAX_PARAMETERS) this.#full = true;
      else {
        this.#subStarts[this.count] = this.subCount;
        this.parameters[this.count++] = 0;
      }
    } else if (byte === COLON) {
      this.#inSub = true;
      if (this.#full || this.subCount >= MAX_SUBPARAMETERS) this.#full = true;
      else this.#subs[this.subCount++] = -1;
    } else if (!this.#full) {
      this.#takeDigit(byte - 0x30);
    }
  }

  #takeDigit(digit: number): void {
    const store = this.#inSub ? this.#subs : this.parameters;
    const last = (this.#inSub ? this.subCount : this.count) - 1;
    const value = store[last] ?? 0;
    store[last] = value < 0 ? digit : Math.min(value * 10 + digit, MAX_VALUE);
  }
}

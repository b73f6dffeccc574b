// Follows a string (OSC, DCS, SOS, PM, APC) to its end. Of what it says only the first few bytes are
// looked at: whether it opens a hyperlink or may draw a picture. Nothing of it is ever held or changed.

export type StringKind = 'osc' | 'dcs' | 'apc' | 'other';

/** What a finished string did, as far as the filter cares. */
export type StringEffect = 'none' | 'link-opened' | 'link-closed' | 'may-move-cursor';

const BEL = 0x07;
const CAN = 0x18;
const SUB = 0x1a;
const ESC = 0x1b;
const SEMICOLON = 0x3b;
/** First byte of the C1 controls as UTF-8 writes them. */
const C1_LEAD = 0xc2;

/** Bytes of a string's beginning that are looked at: longer than any number or header we know. */
const HEAD_LIMIT = 24;
const HYPERLINK = '8';
const INLINE_FILE = '1337';

/** The string being passed through, if there is one. */
export class StringWatcher {
  #kind: StringKind | undefined;
  #head = '';
  /** OSC 8 only: how far it was read, and whether its address has any bytes. */
  #field = 0;
  #addressed = false;

  get open(): boolean {
    return this.#kind !== undefined;
  }

  begin(kind: StringKind): void {
    this.#kind = kind;
    this.#head = '';
    this.#field = 0;
    this.#addressed = false;
  }

  /** The offset of the first byte that may end the string, or `end`. */
  scan(bytes: Uint8Array, start: number, end: number): number {
    const bell = this.#kind === 'osc' ? BEL : ESC;
    let at = start;
    for (; at < end; at += 1) {
      const byte = bytes[at] ?? 0;
      if (byte === C1_LEAD) break;
      if (byte <= ESC && (byte === ESC || byte === bell || byte === CAN || byte === SUB)) break;
    }
    this.#watch(bytes, start, at);
    return at;
  }

  /** A byte that only looked like an end was passed. */
  pass(byte: number): void {
    this.#watch(Uint8Array.of(byte), 0, 1);
  }

  #watch(bytes: Uint8Array, start: number, end: number): void {
    let at = start;
    while (at < end && this.#head.length < HEAD_LIMIT) {
      this.#head += String.fromCharCode(bytes[at] ?? 0);
      at += 1;
    }
    if (this.#kind === 'osc' && this.#head.startsWith('8;')) this.#watchLink(bytes, start, end);
  }

  #watchLink(bytes: Uint8Array, start: number, end: number): void {
    for (let at = start; at < end && !this.#addressed; at += 1) {
      if (this.#field >= 2) this.#addressed = true;
      else if (bytes[at] === SEMICOLON) this.#field += 1;
    }
  }

  /** The string is over. */
  close(): StringEffect {
    const kind = this.#kind;
    this.#kind = undefined;
    if (kind === 'osc') {
      const number = this.#head.split(';', 1)[0];
      if (number === HYPERLINK && this.#head.startsWith('8;')) return this.#linkEffect();
      return number === INLINE_FILE ? 'may-move-cursor' : 'none';
    }
    if (kind === 'apc') return this.#head.startsWith('G') ? 'may-move-cursor' : 'none';
    // Sixel and its kin; settings queries and terminfo queries have intermediates.
    return kind === 'dcs' && /^[\d;]*[pq]/.test(this.#head) ? 'may-move-cursor' : 'none';
  }

  #linkEffect(): StringEffect {
    if (this.#addressed) return 'link-opened';
    // Parameters without an address: not a closing for all.
    if (this.#field < 2) return 'none';
    return this.#head.startsWith('8;;') ? 'link-closed' : 'none';
  }
}

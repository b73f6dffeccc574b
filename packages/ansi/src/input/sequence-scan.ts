// Finds where the next piece of keyboard input ends: a character, an escape sequence, a mouse
// report, the start of a string. Stateless; what a piece means is decided elsewhere.

/** How the terminal was last asked to write mouse reports; legacy reports can't be told apart. */
export type MouseEncoding = 'legacy' | 'utf8' | 'sgr' | 'sgr-pixels' | 'urxvt';

/** One piece of input from the offset asked for up to (not including) `end`. */
export type Scan =
  /**
   * The bytes at hand end inside a piece. `introducer`: so far it may also be a key pressed with
   * Escape or Alt; `body`: only a terminal sends what is there.
   */
  | { readonly kind: 'incomplete'; readonly reach: 'introducer' | 'body' }
  | { readonly kind: 'character'; readonly end: number }
  /** ESC and one character: Alt. */
  | { readonly kind: 'alt'; readonly end: number }
  /** ESC with another ESC after it that is no part of it. */
  | { readonly kind: 'escape'; readonly end: number }
  | {
      readonly kind: 'csi' | 'ss3' | 'linux-function';
      readonly end: number;
      /** Where the sequence proper begins: one further when an ESC stands before it (Alt). */
      readonly start: number;
      readonly body: string;
      readonly final: string;
    }
  /** `CSI M` and three values, one character each. */
  | { readonly kind: 'mouse-bytes'; readonly end: number; readonly values: readonly number[] }
  /** A whole `DCS 0 or 1 $ r … ST`; `body` is what stands between `$ r` and the terminator. */
  | { readonly kind: 'setting-reply'; readonly end: number; readonly body: string }
  /** OSC, DCS or APC: introducer only, its payload follows. */
  | { readonly kind: 'string'; readonly end: number }
  /** CSI longer than the bound: what is seen of it so far. */
  | { readonly kind: 'long-csi'; readonly end: number }
  /** Looked like a sequence and is none: goes through as it is. */
  | { readonly kind: 'broken'; readonly end: number };

/** Longest CSI held while it is unfinished, in bytes: several times any key with its text. */
export const CSI_LIMIT_BYTES = 256;

/** Longest DECRQSS reply held, in bytes: they are a dozen; anything longer is let through. */
export const SETTING_REPLY_LIMIT_BYTES = 64;

const ESC = 0x1b;
const BACKSLASH = 0x5c;

const INCOMPLETE_INTRODUCER: Scan = { kind: 'incomplete', reach: 'introducer' };
const INCOMPLETE_BODY: Scan = { kind: 'incomplete', reach: 'body' };

/** Scans the piece that begins at `start`, which must lie inside `bytes`. */
export function scanInput(bytes: Uint8Array, start: number, mouse: MouseEncoding): Scan {
  if (bytes[start] !== ESC) return scanCharacter(bytes, start, start);
  const second = bytes[start + 1];
  if (second === undefined) return INCOMPLETE_INTRODUCER;
  if (second !== ESC) return scanEscape(bytes, start, mouse);
  const third = bytes[start + 2];
  if (third === undefined) return INCOMPLETE_INTRODUCER;
  if (third !== 0x5b && third !== 0x4f) return { kind: 'escape', end: start + 1 };
  const inner = scanEscape(bytes, start + 1, mouse);
  switch (inner.kind) {
    case 'incomplete':
    case 'csi':
    case 'ss3':
    case 'linux-function':
      return inner;
    default:
      return { kind: 'escape', end: start + 1 };
  }
}

/** Scans what begins with the ESC at `start` and is not another ESC after it. */
function scanEscape(bytes: Uint8Array, start: number, mouse: MouseEncoding): Scan {
  switch (bytes[start + 1]) {
    case undefined:
      return INCOMPLETE_INTRODUCER;
    case 0x5b: // [
      return scanCsi(bytes, start, mouse);
    case 0x4f: // O
      return scanSs3(bytes, start);
    case 0x50: // P
      return scanDcs(bytes, start);
    case 0x5d: // ]
    case 0x5f: // _
      return scanString(bytes, start);
    default: {
      const character = scanCharacter(bytes, start + 1, start);
      return character.kind === 'character' ? { kind: 'alt', end: character.end } : character;
    }
  }
}

/** One UTF-8 character at `at`; a stray or malformed byte counts as one. */
function scanCharacter(bytes: Uint8Array, at: number, start: number): Scan {
  const length = utf8Length(bytes[at] ?? 0);
  for (let index = at + 1; index < at + length; index += 1) {
    const byte = bytes[index];
    if (byte === undefined) return INCOMPLETE_BODY;
    if ((byte & 0xc0) !== 0x80) return { kind: 'broken', end: Math.max(index, start + 1) };
  }
  return { kind: 'character', end: at + length };
}

/** Bytes of the UTF-8 character that begins with `lead`; 1 for anything that begins none. */
export function utf8Length(lead: number): number {
  if (lead >= 0xc2 && lead <= 0xdf) return 2;
  if (lead >= 0xe0 && lead <= 0xef) return 3;
  return lead >= 0xf0 && lead <= 0xf4 ? 4 : 1;
}

function scanCsi(bytes: Uint8Array, start: number, mouse: MouseEncoding): Scan {
  const first = bytes[start + 2];
  if (first === undefined) return INCOMPLETE_INTRODUCER;
  if (first === 0x5b) return scanLinuxFunction(bytes, start);
  if (first === 0x4d) return scanMouseBytes(bytes, start, mouse);
  for (let index = start + 2; index < bytes.length; index += 1) {
    const byte = bytes[index] ?? 0;
    if (byte >= 0x40 && byte <= 0x7e) {
      return {
        kind: 'csi',
        start,
        end: index + 1,
        body: ascii(bytes, start + 2, index),
        final: String.fromCharCode(byte),
      };
    }
    if (byte < 0x20 || byte > 0x7e) return notASequence(start, index);
    if (index - start >= CSI_LIMIT_BYTES) return { kind: 'long-csi', end: index };
  }
  return INCOMPLETE_BODY;
}

/** Nothing after the introducer: that was Alt with its key, and what follows is another key. */
function notASequence(start: number, end: number): Scan {
  return end === start + 2 ? { kind: 'alt', end } : { kind: 'broken', end };
}

function scanLinuxFunction(bytes: Uint8Array, start: number): Scan {
  const letter = bytes[start + 3];
  if (letter === undefined) return INCOMPLETE_BODY;
  if (letter < 0x41 || letter > 0x45) return { kind: 'broken', end: start + 3 };
  const final = String.fromCharCode(letter);
  return { kind: 'linux-function', start, end: start + 4, body: '', final };
}

/** Values in a legacy mouse report: button, column, row. */
const MOUSE_VALUES = 3;

function scanMouseBytes(bytes: Uint8Array, start: number, mouse: MouseEncoding): Scan {
  const values: number[] = [];
  let index = start + 3;
  while (values.length < MOUSE_VALUES) {
    const byte = bytes[index];
    if (byte === undefined) return INCOMPLETE_BODY;
    // xterm writes 0 for a coordinate that doesn't fit; no other control byte occurs.
    if (byte > 0 && byte < 0x20) return { kind: 'broken', end: start + 3 };
    if (mouse === 'utf8' && byte >= 0xc2 && byte <= 0xdf) {
      const next = bytes[index + 1];
      if (next === undefined) return INCOMPLETE_BODY;
      if ((next & 0xc0) !== 0x80) return { kind: 'broken', end: start + 3 };
      values.push(((byte & 0x1f) << 6) | (next & 0x3f));
      index += 2;
    } else {
      values.push(byte);
      index += 1;
    }
  }
  return { kind: 'mouse-bytes', end: index, values };
}

function scanSs3(bytes: Uint8Array, start: number): Scan {
  let index = start + 2;
  if (index >= bytes.length) return INCOMPLETE_INTRODUCER;
  const digit = bytes[index] ?? 0;
  if (digit >= 0x31 && digit <= 0x39) index += 1;
  const final = bytes[index];
  if (final === undefined) return INCOMPLETE_BODY;
  if (final < 0x40 || final > 0x7e) return notASequence(start, start + 2);
  return {
    kind: 'ss3',
    start,
    end: index + 1,
    body: ascii(bytes, start + 2, index),
    final: String.fromCharCode(final),
  };
}

/** A setting reply is held until it is whole; any other DCS is let through as a string. */
function scanDcs(bytes: Uint8Array, start: number): Scan {
  const limit = Math.min(bytes.length, start + SETTING_REPLY_LIMIT_BYTES);
  for (let index = start + 2; index < limit; index += 1) {
    const byte = bytes[index] ?? 0;
    const place = index - start - 2;
    if (
      place === 0 ? byte !== 0x30 && byte !== 0x31 : place < 3 && byte !== '_$r'.charCodeAt(place)
    ) {
      return scanString(bytes, start);
    }
    if (byte === ESC) {
      const next = bytes[index + 1];
      if (next === undefined) return INCOMPLETE_BODY;
      if (next !== BACKSLASH) return { kind: 'broken', end: index };
      return { kind: 'setting-reply', end: index + 2, body: ascii(bytes, start + 5, index) };
    }
    if (byte < 0x20 || byte > 0x7e) return { kind: 'broken', end: index };
  }
  if (limit - start === SETTING_REPLY_LIMIT_BYTES) return { kind: 'string', end: start + 2 };
  return bytes.length === start + 2 ? INCOMPLETE_INTRODUCER : INCOMPLETE_BODY;
}

function scanString(bytes: Uint8Array, start: number): Scan {
  const first = bytes[start + 2];
  if (first === undefined) return INCOMPLETE_INTRODUCER;
  // No reply begins with a control byte: this was Alt with a key, and then another key.
  return first < 0x20 ? { kind: 'alt', end: start + 2 } : { kind: 'string', end: start + 2 };
}

/** Where a string payload that continues at `start` stops being one. */
export type StringScan =
  /** Everything at hand is payload. */
  | { readonly kind: 'continues' }
  /** `end`: first offset after the terminator, or where the payload was broken off. */
  | { readonly kind: 'ended'; readonly end: number }
  /** An ESC is the last byte: it may begin the terminator or a key. `end`: its offset. */
  | { readonly kind: 'undecided'; readonly end: number };

/**
 * Scans a payload for BEL, ST or a byte no reply has. Such a byte ends it, so that a string that
 * never ends (an Alt key followed by text) can't hide a hot key.
 */
export function scanStringPayload(bytes: Uint8Array, start: number): StringScan {
  for (let index = start; index < bytes.length; index += 1) {
    const byte = bytes[index] ?? 0;
    if (byte >= 0x20) continue;
    if (byte === 0x07) return { kind: 'ended', end: index + 1 };
    if (byte !== ESC) return { kind: 'ended', end: index };
    const next = bytes[index + 1];
    if (next === undefined) return { kind: 'undecided', end: index };
    return { kind: 'ended', end: next === BACKSLASH ? index + 2 : index };
  }
  return { kind: 'continues' };
}

/** Offset after the final byte of a CSI too long to hold; undefined when it goes on. */
export function scanLongCsi(bytes: Uint8Array, start: number): number | undefined {
  for (let index = start; index < bytes.length; index += 1) {
    const byte = bytes[index] ?? 0;
    if (byte >= 0x40 && byte <= 0x7e) return index + 1;
    if (byte < 0x20 || byte > 0x7e) return index;
  }
  return undefined;
}

function ascii(bytes: Uint8Array, start: number, end: number): string {
  return String.fromCharCode(...bytes.subarray(start, end));
}

// Says which key a finished sequence is, in every form terminals send: legacy bytes, xterm and
// rxvt modifiers, modifyOtherKeys, kitty CSI-u. Finding where a sequence ends is sequence-scan.ts's.
import {
  characterChord,
  controlByteChords,
  type KeyChord,
  type KeyPhase,
  LOCK_BITS,
  MODIFIER,
} from './key-chord.ts';

/** One key event. */
export interface KeyEvent {
  /** Everything it can mean; the likeliest first. Never empty. */
  readonly meanings: readonly KeyChord[];
  readonly phase: KeyPhase;
  /** Name of the physical key as far as it is told: the same for its press, repeat and release. */
  readonly identity: string;
}

/** Final bytes of `CSI [1;modifiers] X` and `SS3 X`. */
const LETTER_KEYS: ReadonlyMap<string, string> = new Map([
  ['A', 'Up'],
  ['B', 'Down'],
  ['C', 'Right'],
  ['D', 'Left'],
  ['F', 'End'],
  ['H', 'Home'],
  ['P', 'F1'],
  ['Q', 'F2'],
  ['R', 'F3'],
  ['S', 'F4'],
]);

/** Final bytes of `SS3 X` while the keypad is in application mode. */
const KEYPAD_KEYS: ReadonlyMap<string, string> = new Map([
  ['M', 'Enter'],
  ['X', '='],
  ...[...'*+,-./0123456789'].map((key, index): [string, string] => [
    String.fromCharCode('j'.charCodeAt(0) + index),
    key,
  ]),
]);

/** First parameters of `CSI n ~`: the VT220 numbering with the gaps it has always had. */
const TILDE_KEYS: ReadonlyMap<number, string> = new Map([
  [1, 'Home'],
  [2, 'Insert'],
  [3, 'Delete'],
  [4, 'End'],
  [5, 'PageUp'],
  [6, 'PageDown'],
  [7, 'Home'],
  [8, 'End'],
  ...[11, 12, 13, 14, 15, 17, 18, 19, 20, 21, 23, 24, 25, 26, 28, 29, 31, 32, 33, 34].map(
    (code, index): [number, string] => [code, `F${index + 1}`],
  ),
]);

/** Kitty's code of F13; F14 to F35 follow. */
const KITTY_F13 = 57_376;

/** Kitty's codes that stand for a key with a name or a character elsewhere (the keypad). */
const KITTY_KEYS: ReadonlyMap<number, string> = new Map([
  [8, 'Backspace'],
  [9, 'Tab'],
  [13, 'Enter'],
  [27, 'Escape'],
  [127, 'Backspace'],
  ...Array.from({ length: 23 }, (_, i): [number, string] => [KITTY_F13 + i, `F${13 + i}`]),
  ...[...'0123456789./*-+'].map((key, i): [number, string] => [57_399 + i, key]),
  [57_414, 'Enter'],
  [57_415, '='],
  ...['Left', 'Right', 'Up', 'Down', 'PageUp', 'PageDown', 'Home', 'End', 'Insert', 'Delete'].map(
    (key, i): [number, string] => [57_417 + i, key],
  ),
]);

/** Kitty's private range: what is in it and not in `KITTY_KEYS` (Shift itself, media keys) is no hot key. */
const KITTY_PRIVATE_FIRST = 57_344;
const KITTY_PRIVATE_LAST = 63_743;
const HIGHEST_CODE_POINT = 0x10ffff;

type Fields = readonly (readonly (number | undefined)[])[];

/** Decodes one character, or one control byte, as text. `character` is a whole code point. */
export function decodeCharacter(character: string, modifiers: number): KeyEvent {
  const code = character.codePointAt(0) ?? 0;
  const meanings =
    code < 0x20 || code === 0x7f
      ? controlByteChords(code).map((chord) => withModifiers(chord, modifiers))
      : [characterChord(character, modifiers)];
  return event(meanings, 'press');
}

/** Decodes `SS3 [modifiers] final`; undefined when it is no key known here. */
export function decodeSs3(body: string, final: string): KeyEvent | undefined {
  const key = LETTER_KEYS.get(final) ?? KEYPAD_KEYS.get(final);
  if (key === undefined) return undefined;
  return event([{ key, modifiers: modifierBits(body === '' ? undefined : Number(body)) }], 'press');
}

/** Decodes the Linux console's `CSI [ A` … `CSI [ E`; undefined for any other final byte. */
export function decodeLinuxFunction(final: string): KeyEvent | undefined {
  const index = 'ABCDE'.indexOf(final);
  return index < 0 ? undefined : event([{ key: `F${index + 1}`, modifiers: 0 }], 'press');
}

/**
 * Decodes a CSI sequence given the characters between `CSI` and its final one; undefined when it
 * is no key. `CSI 1;2R` decodes as Shift-F3: whether it is a cursor position instead is the
 * caller's to know.
 */
export function decodeCsi(body: string, final: string): KeyEvent | undefined {
  if (!/^[0-9:;]*$/u.test(body)) return undefined;
  const fields: Fields = body
    .split(';')
    .map((field) => field.split(':').map((part) => (part === '' ? undefined : Number(part))));
  switch (final) {
    case 'u':
      return body === '' ? undefined : decodeKitty(fields);
    case '~':
      return fields[0]?.[0] === 27 && fields.length === 3
        ? decodeOtherKey(fields)
        : decodeTilde(fields, 0);
    case '^':
      return decodeTilde(fields, MODIFIER.ctrl);
    case '@':
      return decodeTilde(fields, MODIFIER.ctrl | MODIFIER.shift);
    case 'Z':
      return event([{ key: 'Tab', modifiers: bits(fields) | MODIFIER.shift }], phase(fields));
    default:
      return decodeLetter(fields, final);
  }
}

function decodeLetter(fields: Fields, final: string): KeyEvent | undefined {
  const key = LETTER_KEYS.get(final);
  const first = fields[0]?.[0];
  if (key === undefined || (first !== undefined && first !== 1) || fields.length > 3) {
    return undefined;
  }
  return event([{ key, modifiers: bits(fields) }], phase(fields));
}

function decodeTilde(fields: Fields, implied: number): KeyEvent | undefined {
  const key = TILDE_KEYS.get(fields[0]?.[0] ?? 0);
  if (key === undefined) return undefined;
  return event([{ key, modifiers: bits(fields) | implied }], phase(fields));
}

/** xterm's `CSI 27;modifiers;code~`: the code is the character with Shift already applied. */
function decodeOtherKey(fields: Fields): KeyEvent | undefined {
  const primary = codeChord(fields[2]?.[0], bits(fields));
  if (primary === undefined) return undefined;
  const isSymbol = primary.key !== ' ' && /^[^\p{L}]$/u.test(primary.key);
  const unshifted = { key: primary.key, modifiers: primary.modifiers & ~MODIFIER.shift };
  return event(isSymbol ? [primary, unshifted] : [primary], 'press');
}

/** `CSI code:shifted:base ; modifiers:event ; text u`. */
function decodeKitty(fields: Fields): KeyEvent | undefined {
  const [code, shifted, base] = fields[0] ?? [];
  const modifiers = bits(fields);
  const primary = codeChord(code, modifiers);
  if (primary === undefined) return undefined;
  const meanings = [primary];
  const shiftedChord = codeChord(shifted, modifiers & ~MODIFIER.shift);
  if (shiftedChord !== undefined && (modifiers & MODIFIER.shift) !== 0) meanings.push(shiftedChord);
  // On a non-Latin layout the key's place on a Latin one is what a Latin hot key means. On a
  // Latin layout it is not: Dvorak's r lies where the base layout has o.
  const baseChord = codeChord(base, modifiers);
  if (baseChord !== undefined && (code ?? 0) > 0x7f) meanings.push(baseChord);
  const text = codeChord(fields[2]?.[0], 0);
  if (text !== undefined && (modifiers & ~MODIFIER.shift) === 0) meanings.push(text);
  return event(meanings, phase(fields), primary.key);
}

function codeChord(code: number | undefined, modifiers: number): KeyChord | undefined {
  if (code === undefined || code === 0 || code > HIGHEST_CODE_POINT) return undefined;
  const named = KITTY_KEYS.get(code);
  if (named !== undefined) return { key: named, modifiers };
  if (code >= KITTY_PRIVATE_FIRST && code <= KITTY_PRIVATE_LAST) return undefined;
  if (code < 0x20) return undefined;
  return characterChord(String.fromCodePoint(code), modifiers);
}

function bits(fields: Fields): number {
  return modifierBits(fields[1]?.[0]);
}

/** The sent value is 1 + the sum of the bits. */
function modifierBits(sent: number | undefined): number {
  return Math.max(0, (sent ?? 1) - 1) & ~LOCK_BITS & 0xff;
}

function phase(fields: Fields): KeyPhase {
  const sent = fields[1]?.[1];
  if (sent === 2) return 'repeat';
  return sent === 3 ? 'release' : 'press';
}

/** The same event with more modifiers held: what an ESC before a sequence adds. */
export function withEscapePrefix(key: KeyEvent): KeyEvent {
  return { ...key, meanings: key.meanings.map((chord) => withModifiers(chord, MODIFIER.alt)) };
}

function withModifiers(chord: KeyChord, modifiers: number): KeyChord {
  return { key: chord.key, modifiers: chord.modifiers | modifiers };
}

function event(meanings: readonly KeyChord[], keyPhase: KeyPhase, identity?: string): KeyEvent {
  return { meanings, phase: keyPhase, identity: identity ?? meanings[0]?.key ?? '' };
}

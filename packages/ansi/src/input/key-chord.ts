// What a key press means, whichever bytes carry it: a key's name plus modifiers, and the names
// both spelling (key-spec.ts) and decoding (key-decode.ts) agree on.

/** Modifier bits, with the weights the kitty protocol and xterm give them (sent as 1 + sum). */
export const MODIFIER = {
  shift: 1,
  alt: 2,
  ctrl: 4,
  super: 8,
  hyper: 16,
  meta: 32,
} as const;

/** Caps Lock (64) and Num Lock (128) say nothing about what was meant, so matching drops them. */
export const LOCK_BITS = 64 | 128;

/** One key with its modifiers. */
export interface KeyChord {
  /** A character in lower case (`a`, `\\`, ` `) or a name (`F2`, `Enter`, `PageUp`). */
  readonly key: string;
  /** Sum of `MODIFIER` bits, locks left out. */
  readonly modifiers: number;
}

/** Press, auto-repeat or release; a terminal that reports only presses never sends the others. */
export type KeyPhase = 'press' | 'repeat' | 'release';

/** Highest function key that has a code of its own in the kitty protocol. */
const HIGHEST_FUNCTION_KEY = 35;

/** Every key that has a name instead of a character. */
export const NAMED_KEYS: readonly string[] = [
  ...Array.from({ length: HIGHEST_FUNCTION_KEY }, (_, index) => `F${index + 1}`),
  'Up',
  'Down',
  'Left',
  'Right',
  'Home',
  'End',
  'PageUp',
  'PageDown',
  'Insert',
  'Delete',
  'Enter',
  'Tab',
  'Backspace',
  'Escape',
];

/** Tells whether two chords mean the same. */
export function sameChord(left: KeyChord, right: KeyChord): boolean {
  return left.key === right.key && left.modifiers === right.modifiers;
}

/** A chord for a character as typed: an upper-case letter is its lower case with Shift. */
export function characterChord(character: string, modifiers: number): KeyChord {
  const lower = character.toLowerCase();
  if (lower !== character && [...lower].length === 1) {
    return { key: lower, modifiers: modifiers | MODIFIER.shift };
  }
  return { key: character, modifiers };
}

/** First control code that a letter makes: Ctrl-A is 1. */
const CONTROL_OFFSET = 0x60;

/** Control bytes that are not a letter's, and the characters that make them with Ctrl held. */
const CONTROL_SYMBOLS: ReadonlyMap<number, string> = new Map([
  [0x00, ' @2'],
  [0x1b, '[3'],
  [0x1c, '\\4'],
  [0x1d, ']5'],
  [0x1e, '^6'],
  [0x1f, '_/7-'],
  [0x7f, '?8'],
]);

/** Control bytes that have a key of their own. */
const CONTROL_KEYS: ReadonlyMap<number, string> = new Map([
  [0x08, 'Backspace'],
  [0x09, 'Tab'],
  [0x0d, 'Enter'],
  [0x1b, 'Escape'],
  [0x7f, 'Backspace'],
]);

/** Everything one byte below 0x20, or 0x7f, can mean on a keyboard; the likeliest meaning first. */
export function controlByteChords(byte: number): readonly KeyChord[] {
  const chords: KeyChord[] = [];
  const named = CONTROL_KEYS.get(byte);
  if (named !== undefined) chords.push({ key: named, modifiers: 0 });
  if (byte >= 1 && byte <= 26) {
    const key = String.fromCharCode(byte + CONTROL_OFFSET);
    chords.push({ key, modifiers: MODIFIER.ctrl });
  }
  for (const key of CONTROL_SYMBOLS.get(byte) ?? '') {
    chords.push({ key, modifiers: MODIFIER.ctrl });
  }
  return chords;
}

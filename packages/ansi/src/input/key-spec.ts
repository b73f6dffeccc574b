// Reads the way a person writes a hot key (`F2`, `Ctrl-\`, `Ctrl-\ a`) and says in one line what
// is wrong with it. Which action a key has is bindings.ts's.
import {
  characterChord,
  controlByteChords,
  type KeyChord,
  MODIFIER,
  NAMED_KEYS,
  sameChord,
} from './key-chord.ts';

/** A key as configured: one chord, or a leader and the chord that follows it. */
export interface KeySpec {
  /** What was written, for messages and hints. */
  readonly text: string;
  readonly leader: KeyChord | undefined;
  readonly key: KeyChord;
}

export type KeySpecResult =
  | { readonly kind: 'spec'; readonly spec: KeySpec }
  /** `message`: one line, what is wrong and how to mend it. */
  | { readonly kind: 'error'; readonly message: string };

type ChordResult =
  | { readonly kind: 'chord'; readonly chord: KeyChord }
  | { readonly kind: 'error'; readonly message: string };

const MODIFIER_NAMES: ReadonlyMap<string, number> = new Map([
  ['ctrl', MODIFIER.ctrl],
  ['control', MODIFIER.ctrl],
  ['alt', MODIFIER.alt],
  ['option', MODIFIER.alt],
  ['shift', MODIFIER.shift],
  ['super', MODIFIER.super],
  ['cmd', MODIFIER.super],
]);

const KEY_ALIASES: ReadonlyMap<string, string> = new Map([
  ...NAMED_KEYS.map((name): [string, string] => [name.toLowerCase(), name]),
  ['esc', 'Escape'],
  ['return', 'Enter'],
  ['pgup', 'PageUp'],
  ['pgdn', 'PageDown'],
  ['ins', 'Insert'],
  ['del', 'Delete'],
  ['space', ' '],
]);

/** Bytes whose key everybody needs for something else: Backspace, Tab, LF, Enter, Escape, Delete. */
const NEEDED_BYTES: ReadonlyMap<number, string> = new Map([
  [0x08, 'Backspace'],
  [0x09, 'Tab'],
  [0x0a, 'a new line'],
  [0x0d, 'Enter'],
  [0x1b, 'Escape'],
  [0x7f, 'Backspace'],
]);

/**
 * Reads one key: `[Modifier-]…Key`, or two of them with a space between (leader, then key).
 * Letters after a modifier mean the key, whatever their case; a bare letter after a leader means
 * the character, so `A` there is Shift-a.
 */
export function parseKeySpec(text: string): KeySpecResult {
  const parts = text.split(' ').filter((part) => part !== '');
  const [first, second, ...rest] = parts;
  if (first === undefined) return failure('a key is missing: write one such as F2 or Ctrl-\\');
  if (rest.length > 0) {
    return failure(`key "${text}" has ${parts.length} parts: write one key, or a leader and a key`);
  }
  const head = parseChord(first, text);
  if (head.kind === 'error') return head;
  const unfit = whyUnfit(head.chord, first);
  if (unfit !== undefined) return failure(unfit);
  if (second === undefined) {
    return { kind: 'spec', spec: { text, leader: undefined, key: head.chord } };
  }
  const tail = parseChord(second, text);
  if (tail.kind === 'error') return tail;
  if (tail.chord.key === 'Escape') {
    return failure(`key "${text}" ends in Escape, which cancels the leader: choose another key`);
  }
  if (sameChord(tail.chord, head.chord)) {
    return failure(`key "${text}" is the leader twice, which types it: choose another second key`);
  }
  return { kind: 'spec', spec: { text, leader: head.chord, key: tail.chord } };
}

function failure(message: string): { readonly kind: 'error'; readonly message: string } {
  return { kind: 'error', message };
}

function parseChord(part: string, whole: string): ChordResult {
  let rest = part;
  let modifiers = 0;
  for (;;) {
    const match = /^([A-Za-z]+)[-+](.+)$/su.exec(rest);
    if (match?.[1] === undefined || match[2] === undefined) break;
    const bit = MODIFIER_NAMES.get(match[1].toLowerCase());
    if (bit === undefined) {
      const near = nearest(match[1], ['Ctrl', 'Alt', 'Shift', 'Super']);
      return failure(`key "${whole}" has an unknown modifier "${match[1]}": did you mean ${near}?`);
    }
    modifiers |= bit;
    rest = match[2];
  }
  if ([...rest].length === 1) {
    if (/\p{Cc}/u.test(rest)) {
      return failure(`key "${part}" holds a control character: write it as Ctrl- and a letter`);
    }
    const chord =
      modifiers === 0 ? characterChord(rest, 0) : { key: rest.toLowerCase(), modifiers };
    return { kind: 'chord', chord };
  }
  const name = KEY_ALIASES.get(rest.toLowerCase());
  if (name === undefined) {
    const near = nearest(rest, [...NAMED_KEYS, 'Space', 'Ctrl-']);
    return failure(`key "${whole}" has an unknown name "${rest}": did you mean ${near}?`);
  }
  return { kind: 'chord', chord: { key: name, modifiers } };
}

/** Why a chord may not be taken away from the agent; undefined when it may. */
function whyUnfit(chord: KeyChord, written: string): string | undefined {
  const isPlain = (chord.modifiers & ~MODIFIER.shift) === 0;
  const isFunction = /^F\d/u.test(chord.key);
  if (isPlain && !isFunction) {
    return `key "${written}" alone is the agent's: add Ctrl- or Alt-, or put it after a leader`;
  }
  for (const [byte, name] of NEEDED_BYTES) {
    if (controlByteChords(byte).some((other) => sameChord(other, chord))) {
      return `key "${written}" is ${name} on most terminals: choose another key`;
    }
  }
  return undefined;
}

function nearest(word: string, names: readonly string[]): string {
  let best = names[0] ?? '';
  let bestDistance = Number.POSITIVE_INFINITY;
  for (const name of names) {
    const distance = editDistance(word.toLowerCase(), name.toLowerCase());
    if (distance < bestDistance) {
      best = name;
      bestDistance = distance;
    }
  }
  return best;
}

/** Levenshtein distance, one row at a time. */
function editDistance(left: string, right: string): number {
  let previous = Array.from({ length: right.length + 1 }, (_, index) => index);
  for (let i = 1; i <= left.length; i += 1) {
    const current = [i];
    for (let j = 1; j <= right.length; j += 1) {
      const substitution = (previous[j - 1] ?? 0) + (left[i - 1] === right[j - 1] ? 0 : 1);
      current.push(Math.min(substitution, (previous[j] ?? 0) + 1, (current[j - 1] ?? 0) + 1));
    }
    previous = current;
  }
  return previous[right.length] ?? 0;
}

// Which key has which action: reads the person's table once and answers look-ups. What an action
// does is the caller's.
import { controlByteChords, type KeyChord, sameChord } from './key-chord.ts';
import type { KeyEvent } from './key-decode.ts';
import { type KeySpec, parseKeySpec } from './key-spec.ts';

/** One hot key and what it is for. */
export interface KeyBinding {
  readonly spec: KeySpec;
  /** The action's name, handed back as it is. */
  readonly action: string;
}

export type KeyBindingsResult =
  | { readonly kind: 'bindings'; readonly bindings: readonly KeyBinding[] }
  | { readonly kind: 'error'; readonly message: string };

/**
 * Reads a table of action → key (as in a configuration file). The first mistake is returned as one
 * line: an unreadable key, a key with two actions, or a key that is both an action and a leader.
 */
export function parseKeyBindings(table: Readonly<Record<string, string>>): KeyBindingsResult {
  const bindings: KeyBinding[] = [];
  for (const [action, text] of Object.entries(table)) {
    const parsed = parseKeySpec(text);
    if (parsed.kind === 'error') {
      return { kind: 'error', message: `${action}: ${parsed.message}` };
    }
    for (const other of bindings) {
      const message = conflict({ spec: parsed.spec, action }, other);
      if (message !== undefined) return { kind: 'error', message };
    }
    bindings.push({ spec: parsed.spec, action });
  }
  return { kind: 'bindings', bindings };
}

function conflict(binding: KeyBinding, other: KeyBinding): string | undefined {
  const mine = binding.spec;
  const theirs = other.spec;
  if (mine.leader === undefined && theirs.leader === undefined) {
    if (sameChord(mine.key, theirs.key)) return taken(binding, other);
    return undefined;
  }
  if (mine.leader !== undefined && theirs.leader !== undefined) {
    if (sameChord(mine.leader, theirs.leader) && sameChord(mine.key, theirs.key)) {
      return taken(binding, other);
    }
    return undefined;
  }
  const leader = mine.leader ?? theirs.leader;
  const single = mine.leader === undefined ? mine.key : theirs.key;
  if (leader !== undefined && sameChord(leader, single)) {
    return `${binding.action}: key "${mine.text}" clashes with "${theirs.text}" of ${other.action}: a leader can't have an action of its own`;
  }
  return undefined;
}

function taken(binding: KeyBinding, other: KeyBinding): string {
  return `${binding.action}: key "${binding.spec.text}" is taken by ${other.action}: choose another`;
}

/** Look-ups in a parsed table. */
export class BindingTable {
  readonly #bindings: readonly KeyBinding[];
  readonly #leaders: readonly KeyChord[];

  constructor(bindings: readonly KeyBinding[]) {
    this.#bindings = bindings;
    this.#leaders = bindings.flatMap(({ spec }) =>
      spec.leader === undefined ? [] : [spec.leader],
    );
  }

  /** The action of a key on its own. */
  action(key: KeyEvent): string | undefined {
    return this.#bindings.find(({ spec }) => spec.leader === undefined && means(key, spec.key))
      ?.action;
  }

  /** The leader that a key is. */
  leader(key: KeyEvent): KeyChord | undefined {
    return this.#leaders.find((leader) => means(key, leader));
  }

  /**
   * The action of a key that follows `leader`. Where the letter itself has none, its other case is
   * tried: Caps Lock can't be told from Shift in legacy bytes.
   */
  actionAfter(leader: KeyChord, key: KeyEvent): string | undefined {
    const ours = this.#bindings.filter(
      ({ spec }) => spec.leader !== undefined && sameChord(spec.leader, leader),
    );
    const exact = ours.find(({ spec }) => means(key, spec.key));
    if (exact !== undefined) return exact.action;
    return ours.find(({ spec }) =>
      key.meanings.some((chord) => sameChord(otherCase(chord), spec.key)),
    )?.action;
  }

  /** 1 for each byte value that on its own may be a hot key; the rest needs no look at all. */
  controlBytes(): Uint8Array {
    const table = new Uint8Array(256);
    for (let byte = 0; byte <= 0x7f; byte += 1) {
      const chords = byte < 0x20 || byte === 0x7f ? controlByteChords(byte) : [];
      const isBound = chords.some(
        (chord) =>
          this.#leaders.some((leader) => sameChord(leader, chord)) ||
          this.#bindings.some(
            ({ spec }) => spec.leader === undefined && sameChord(spec.key, chord),
          ),
      );
      if (isBound) table[byte] = 1;
    }
    return table;
  }
}

function means(key: KeyEvent, chord: KeyChord): boolean {
  return key.meanings.some((meaning) => sameChord(meaning, chord));
}

/** The bit of Shift flipped on a letter; any other key as it is. */
function otherCase(chord: KeyChord): KeyChord {
  return /^\p{L}$/u.test(chord.key) ? { key: chord.key, modifiers: chord.modifiers ^ 1 } : chord;
}

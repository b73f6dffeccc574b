// The hot-key state machine: which key events are ours, what a leader waits for, and which repeats
// and releases belong to presses that were ours. Bytes and sequences are input-filter.ts's.
import { BindingTable, type KeyBinding } from './bindings.ts';
import { type InputEvent, type Outcome, PASS, SWALLOW, UNKNOWN_LEADER_KEY } from './input-event.ts';
import { type KeyChord, sameChord } from './key-chord.ts';
import type { KeyEvent } from './key-decode.ts';

/** How long a leader waits for its key, in ms: time to look for the letter, short enough to forget. */
export const LEADER_WAIT_MS = 2_000;

/** Presses remembered until their release, more than hands can hold; beyond it the oldest goes. */
export const HELD_KEYS_LIMIT = 16;

const LEADER_ENDED: InputEvent = { kind: 'leader', state: 'ended' };
const ESCAPE: KeyChord = { key: 'Escape', modifiers: 0 };

/** What becomes of the repeats and the release of a key that is down. */
type Held =
  | { readonly kind: 'action'; readonly action: string }
  | { readonly kind: 'silent' }
  | { readonly kind: 'child' };

/** Knows the bindings; fed with key events in order. */
export class HotKeys {
  #table: BindingTable;
  readonly #held = new Map<string, Held>();
  #leader: { readonly chord: KeyChord; readonly untilMs: number } | undefined;

  constructor(bindings: readonly KeyBinding[]) {
    this.#table = new BindingTable(bindings);
  }

  /** Other keys from now on; what is held down or waited for goes on as it began. */
  rebind(bindings: readonly KeyBinding[]): void {
    this.#table = new BindingTable(bindings);
  }

  /** See `BindingTable.controlBytes`. */
  controlBytes(): Uint8Array {
    return this.#table.controlBytes();
  }

  /** When a waiting leader gives up; undefined while none waits. */
  get leaderUntilMs(): number | undefined {
    return this.#leader?.untilMs;
  }

  /** Ends a waiting leader without its key. */
  endLeader(): readonly InputEvent[] {
    if (this.#leader === undefined) return [];
    this.#leader = undefined;
    return [LEADER_ENDED];
  }

  /** Decides one key event. */
  accept(key: KeyEvent, nowMs: number): Outcome {
    if (key.phase !== 'press') return this.#followUp(key);
    this.#held.delete(key.identity);
    if (this.#leader !== undefined) return this.#afterLeader(this.#leader.chord, key);
    const action = this.#table.action(key);
    if (action !== undefined) {
      this.#hold(key, { kind: 'action', action });
      return { bytes: 'swallow', events: [{ kind: 'action', action, phase: 'press' }] };
    }
    const leader = this.#table.leader(key);
    if (leader === undefined) return PASS;
    this.#hold(key, { kind: 'silent' });
    this.#leader = { chord: leader, untilMs: nowMs + LEADER_WAIT_MS };
    return { bytes: 'swallow', events: [{ kind: 'leader', state: 'waiting' }] };
  }

  /** A repeat or a release goes where its press went, whatever modifiers are still held. */
  #followUp(key: KeyEvent): Outcome {
    const held = this.#held.get(key.identity) ?? this.#unseen(key);
    if (key.phase === 'release') this.#held.delete(key.identity);
    switch (held.kind) {
      case 'child':
        return PASS;
      case 'silent':
        return SWALLOW;
      case 'action':
        return {
          bytes: 'swallow',
          events: [{ kind: 'action', action: held.action, phase: key.phase }],
        };
    }
  }

  /** What a key whose press was never seen is by its meaning. */
  #unseen(key: KeyEvent): Held {
    const action = this.#table.action(key);
    if (action !== undefined) return { kind: 'action', action };
    return this.#table.leader(key) === undefined ? { kind: 'child' } : { kind: 'silent' };
  }

  #afterLeader(leader: KeyChord, key: KeyEvent): Outcome {
    this.#leader = undefined;
    if (key.meanings.some((meaning) => sameChord(meaning, leader))) return this.#giveToChild(key);
    const action = this.#table.actionAfter(leader, key);
    if (action !== undefined) {
      this.#hold(key, { kind: 'action', action });
      return {
        bytes: 'swallow',
        events: [LEADER_ENDED, { kind: 'action', action, phase: 'press' }],
      };
    }
    if (this.#table.action(key) !== undefined) return this.#giveToChild(key);
    this.#hold(key, { kind: 'silent' });
    if (key.meanings.some((meaning) => sameChord(meaning, ESCAPE))) {
      return { bytes: 'swallow', events: [LEADER_ENDED] };
    }
    return {
      bytes: 'swallow',
      events: [LEADER_ENDED, { kind: 'action', action: UNKNOWN_LEADER_KEY, phase: 'press' }],
    };
  }

  /** A key of ours that the child has a use for too: its press, repeats and release are the child's. */
  #giveToChild(key: KeyEvent): Outcome {
    this.#hold(key, { kind: 'child' });
    return { bytes: 'pass', events: [LEADER_ENDED] };
  }

  #hold(key: KeyEvent, held: Held): void {
    if (this.#held.size >= HELD_KEYS_LIMIT) {
      const [oldest] = this.#held.keys();
      if (oldest !== undefined) this.#held.delete(oldest);
    }
    this.#held.set(key.identity, held);
  }
}

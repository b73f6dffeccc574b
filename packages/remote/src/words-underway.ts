// Words that were heard here for a session elsewhere, until that says what became of them: after every
// break they are told again, and the session takes each once.
import { type FinalEvent, MAXIMUM_LOST_UTTERANCES } from '@codex-voice/protocol';

/** Words older than this, in ms, are not typed any more: as long as for words that a crash left behind. */
export const FRESH_MS = 10 * 60_000;

/** An utterance as a session is told of it again. */
export interface UnderwayUtterance {
  readonly id: string;
  readonly text: string;
  /** On the clock of this machine, in ms. */
  readonly speechEndedMs: number;
  readonly age: 'fresh' | 'late';
  /** Its voice process was killed while it was said. */
  readonly cut?: true;
}

/** On this machine's clocks, in ms: the monotonic one stands still while it sleeps, the wall's can be set. */
export interface Moment {
  readonly monotonicMs: number;
  readonly wallMs: number;
}

interface Kept {
  readonly utterance: UnderwayUtterance;
  /** When it was said, on the wall's clock, in ms. */
  readonly saidWallMs: number;
}

export class WordsUnderway {
  readonly #words = new Map<string, Kept>();

  get count(): number {
    return this.#words.size;
  }

  /** Heard; on disk before this is called. */
  heard({ utteranceId: id, text, verdict, stamps }: FinalEvent, now: Moment): void {
    if (verdict === 'rejected') return;
    this.#keep({ id, text, speechEndedMs: stamps.speechEndedMs, age: 'fresh' }, now);
  }

  /** Found on disk, of a terminal that is gone. */
  found(utterances: readonly UnderwayUtterance[], now: Moment): void {
    for (const utterance of utterances) {
      if (!this.#words.has(utterance.id)) this.#keep(utterance, now);
    }
  }

  /** The session says what became of it. */
  settled(utteranceId: string): void {
    this.#words.delete(utteranceId);
  }

  /** In the order heard, as many as a message holds at a time. */
  again(now: Moment): readonly (readonly UnderwayUtterance[])[] {
    const all = [...this.#words.values()].map(({ utterance, saidWallMs }): UnderwayUtterance => {
      // Whichever clock has gone further.
      const ageMs = Math.max(now.monotonicMs - utterance.speechEndedMs, now.wallMs - saidWallMs);
      return { ...utterance, age: ageMs < FRESH_MS ? utterance.age : 'late' };
    });
    const messages: UnderwayUtterance[][] = [];
    for (let from = 0; from < all.length; from += MAXIMUM_LOST_UTTERANCES)
      messages.push(all.slice(from, from + MAXIMUM_LOST_UTTERANCES));
    return messages;
  }

  #keep(utterance: UnderwayUtterance, now: Moment): void {
    // A stamp from before this machine was started is on a clock that is gone.
    const ageMs = Math.max(0, now.monotonicMs - utterance.speechEndedMs);
    this.#words.set(utterance.id, { utterance, saidWallMs: now.wallMs - ageMs });
  }
}

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
}

export class WordsUnderway {
  readonly #words = new Map<string, UnderwayUtterance>();

  get count(): number {
    return this.#words.size;
  }

  /** Heard; on disk before this is called. */
  heard({ utteranceId: id, text, verdict, stamps }: FinalEvent): void {
    if (verdict === 'rejected') return;
    this.#words.set(id, { id, text, speechEndedMs: stamps.speechEndedMs, age: 'fresh' });
  }

  /** Found on disk, of a terminal that is gone. */
  found(utterances: readonly UnderwayUtterance[]): void {
    for (const utterance of utterances) {
      if (!this.#words.has(utterance.id)) this.#words.set(utterance.id, utterance);
    }
  }

  /** The session says what became of it. */
  settled(utteranceId: string): void {
    this.#words.delete(utteranceId);
  }

  /** In the order heard, as many as a message holds at a time. */
  again(nowMs: number): readonly (readonly UnderwayUtterance[])[] {
    const all = [...this.#words.values()].map(
      (utterance): UnderwayUtterance => ({
        ...utterance,
        age: nowMs - utterance.speechEndedMs < FRESH_MS ? utterance.age : 'late',
      }),
    );
    const messages: UnderwayUtterance[][] = [];
    for (let from = 0; from < all.length; from += MAXIMUM_LOST_UTTERANCES)
      messages.push(all.slice(from, from + MAXIMUM_LOST_UTTERANCES));
    return messages;
  }
}

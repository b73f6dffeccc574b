// Puts words of which nobody knew what had become into the session after all, or tells that they are given
// up; once, however often they are found, and only where somebody is there to be told.
import type { SessionEvent } from '@codex-voice/protocol';
import { forgetOldest } from './bounded-map.ts';
import type { Dictation } from './dictation.ts';
import { recoveryNotice } from './told-words.ts';
import type { LostUtterance } from './utterance-recovery.ts';

export type Notice = Omit<Extract<SessionEvent, { type: 'notice' }>, 'type'>;

/** So many words wait to be told as given up; the oldest are forgotten, and found again as they were. */
const UNTOLD_WORDS = 32;

export interface WordRecoveryParts {
  readonly dictation: () => Pick<Dictation, 'givesUp' | 'hasSettled' | 'recover'>;
  /** Ids that the queue has taken. */
  readonly taken: () => readonly string[];
  /** A HUD is open. */
  readonly isSeen: () => boolean;
  /** What is found of an ended session is for whoever keeps the words of such. */
  readonly hasEnded: () => boolean;
  readonly emit: (event: SessionEvent) => void;
  /** What has changed is to be known to a successor. */
  readonly keep: () => void;
}

export class WordRecovery {
  readonly #parts: WordRecoveryParts;
  /** To be given up once somebody is there to be told, by their id. */
  readonly #untold = new Map<string, LostUtterance>();

  constructor(parts: WordRecoveryParts) {
    this.#parts = parts;
  }

  /** Words that were found to be lost, perhaps not for the first time. */
  readonly take = (utterances: readonly LostUtterance[]): void => {
    if (this.#parts.hasEnded()) return;
    const { isSeen, emit, keep } = this.#parts;
    const dictation = this.#parts.dictation();
    const taken = new Set(this.#parts.taken());
    for (const said of utterances) {
      this.#untold.delete(said.id);
      if (taken.has(said.id) || dictation.hasSettled(said.id)) continue;
      if (!isSeen() && dictation.givesUp(said)) {
        // As yet nothing has become of them: a successor, or what keeps the words of ended sessions, finds them.
        forgetOldest(this.#untold.set(said.id, said), UNTOLD_WORDS);
        continue;
      }
      // Two processes may have heard it.
      taken.add(said.id);
      emit({ type: 'notice', ...recoveryNotice(dictation.recover(said), said) });
      keep();
    }
  };

  /** Somebody is there now. */
  tell(): void {
    this.take([...this.#untold.values()]);
  }
}

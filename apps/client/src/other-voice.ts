// When it is worth saying that somebody else spoke: once, until one's own voice is heard again. Others may
// talk on for an hour.
import type { FinalEvent } from '@codex-voice/protocol';

export class OtherVoice {
  #isTold = false;

  /** `none`: it was not refused for its voice. */
  accept({ verdict, refusedBy }: FinalEvent): 'news' | 'told' | 'none' {
    if (refusedBy === undefined) {
      if (verdict === 'accepted') this.#isTold = false;
      return 'none';
    }
    const answer = this.#isTold ? 'told' : 'news';
    this.#isTold = true;
    return answer;
  }
}

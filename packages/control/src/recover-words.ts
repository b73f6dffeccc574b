// Puts words of which nobody knew what had become into the session after all, or tells that they are given
// up; once, however often they are found.
import type { SessionEvent } from '@codex-voice/protocol';
import type { Dictation } from './dictation.ts';
import { recoveryNotice } from './told-words.ts';
import type { LostUtterance } from './utterance-recovery.ts';

export type Notice = Omit<Extract<SessionEvent, { type: 'notice' }>, 'type'>;

export function recoverWords(
  utterances: readonly LostUtterance[],
  into: {
    /** Ids that the queue has taken. */
    readonly taken: readonly string[];
    readonly dictation: Pick<Dictation, 'hasSettled' | 'recover'>;
    readonly emit: (event: SessionEvent) => void;
    /** What has changed is to be known to a successor. */
    readonly keep: () => void;
  },
): void {
  const { dictation, emit, keep } = into;
  const taken = new Set(into.taken);
  for (const said of utterances) {
    if (taken.has(said.id) || dictation.hasSettled(said.id)) continue;
    emit({ type: 'notice', ...recoveryNotice(dictation.recover(said), said) });
    keep();
  }
}

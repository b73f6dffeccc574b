// Spoken answers to approvals: which approval a word is about, and the second word that a risky one
// needs. It answers nothing itself.
import type { Approval } from './approval.ts';

/** An approval that is there for less than this, in ms, was not what the word was about: saying it takes longer. */
export const HEARD_AFTER_MS = 1_000;
/** The second word comes within this, in ms: reading a long command aloud takes half of it. */
export const CONFIRM_WITHIN_MS = 30_000;

export type SpokenAnswer = 'approve' | 'deny' | 'confirm';

export type SpokenStep =
  | { readonly kind: 'answer'; readonly id: string; readonly answer: 'approve' | 'deny' }
  /** It is risky: to be read back, and confirmed by the second word. */
  | { readonly kind: 'second-word'; readonly approval: Approval }
  | {
      readonly kind: 'refused';
      readonly why: 'nothing-asked' | 'just-asked' | 'nothing-to-confirm';
    };

export class SpokenAnswers {
  #awaited: { readonly id: string; readonly untilMs: number } | undefined;

  /** The approval whose second word is awaited. */
  awaited(nowMs: number): string | undefined {
    const awaited = this.#awaited;
    return awaited !== undefined && nowMs < awaited.untilMs ? awaited.id : undefined;
  }

  /** A word that was said; `first` is the approval that can be answered now. */
  said(
    word: SpokenAnswer,
    { first, nowMs }: { readonly first: Approval | undefined; readonly nowMs: number },
  ): SpokenStep {
    const awaited = this.awaited(nowMs);
    this.#awaited = undefined;
    if (word === 'confirm') {
      if (awaited === undefined || awaited !== first?.id)
        return { kind: 'refused', why: 'nothing-to-confirm' };
      return { kind: 'answer', id: awaited, answer: 'approve' };
    }
    if (first === undefined) return { kind: 'refused', why: 'nothing-asked' };
    if (nowMs - first.openSinceMs < HEARD_AFTER_MS) return { kind: 'refused', why: 'just-asked' };
    if (word === 'deny' || first.risk === undefined)
      return { kind: 'answer', id: first.id, answer: word };
    this.#awaited = { id: first.id, untilMs: nowMs + CONFIRM_WITHIN_MS };
    return { kind: 'second-word', approval: first };
  }
}

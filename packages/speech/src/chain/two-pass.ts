// Two passes over one utterance: a fast recogniser for words while they are spoken, a better one for
// the final text. How long the better one is waited for, from what it took before, and whether it is
// worth asking at all.
import { median } from './chain-member.ts';

/** Waited for at the least, in ms: a final that comes so soon is never felt as late. */
export const LEAST_BUDGET_MS = 300;

/** Waited for at the most, in ms: text that lands later than a second after speech feels lost. */
export const MOST_BUDGET_MS = 1000;

/** What it usually takes, and half as much again. */
const USUAL_SHARE = 1.5;

/** Answers whose times are looked at. */
const LOOKED_AT = 5;

/** So many late ones of those, more than half, and the second pass is switched off. */
export const MOST_LATE = 3;

/** Switched off, it is tried again after so long, in ms, and each time it is still late after twice that. */
export const FIRST_TRIAL_MS = 60_000;
export const LONGEST_TRIAL_MS = 1_800_000;

export class TwoPass {
  #tookMs: number[] = [];
  #state: 'on' | 'off' = 'on';
  #trials = 0;
  #nextTrialMs = 0;

  /**
   * What to do with an utterance that begins now. `both`: the better final, within the budget.
   * `trial`: both hear it, and the fast one's final is taken. `preview`: only the fast one hears it.
   */
  plan(nowMs: number): 'both' | 'trial' | 'preview' {
    if (this.#state === 'on') return 'both';
    return nowMs >= this.#nextTrialMs ? 'trial' : 'preview';
  }

  /** How long the better final is waited for, in ms from the end of the utterance. */
  get budgetMs(): number {
    if (this.#tookMs.length === 0) return MOST_BUDGET_MS;
    const usual = median(this.#tookMs) * USUAL_SHARE;
    return Math.min(MOST_BUDGET_MS, Math.max(LEAST_BUDGET_MS, usual));
  }

  /** What it usually takes, in ms. */
  get usualMs(): number {
    return median(this.#tookMs);
  }

  /** The better final took so long; answers what that changes. */
  took(answerMs: number, nowMs: number): 'on' | 'off' | undefined {
    if (this.#state === 'off') return this.#tried(answerMs, nowMs);
    this.#tookMs = [...this.#tookMs, answerMs].slice(-LOOKED_AT);
    const late = this.#tookMs.filter((tookMs) => tookMs > MOST_BUDGET_MS).length;
    if (late < MOST_LATE) return undefined;
    this.#state = 'off';
    this.#restBeforeTrial(nowMs);
    return 'off';
  }

  #tried(answerMs: number, nowMs: number): 'on' | undefined {
    if (answerMs > MOST_BUDGET_MS) {
      this.#restBeforeTrial(nowMs);
      return undefined;
    }
    this.#state = 'on';
    this.#trials = 0;
    this.#tookMs = [answerMs];
    return 'on';
  }

  #restBeforeTrial(nowMs: number): void {
    const restMs = Math.min(LONGEST_TRIAL_MS, FIRST_TRIAL_MS * 2 ** this.#trials);
    this.#nextTrialMs = nowMs + restMs;
    this.#trials += 1;
  }
}

// Our questions to the terminal where its cursor is: when the next may be put, whether this terminal answers
// at all, and whether answers are still on their way. What they ask and mean is the filter's.
import { monotonicMs } from './monotonic.ts';

/** How long an answer may take before the question is put again, in ms; doubled each time. */
const PATIENCE_MS = 250;
const LONGEST_PATIENCE_MS = 8_000;
/** The way out waits at most this long, in ms, for an answer that the shell would take for typing:
 *  a slow link's round trip. */
const LAST_ANSWER_PATIENCE_MS = 300;
/** An answer that has not come by then, in ms, comes no more: it was lost, or a shell read it in between. */
const LOST_MS = 5_000;

export class PositionQuestions {
  #answers = false;
  #unanswered = 0;
  #nextMs = Number.NEGATIVE_INFINITY;
  #patienceMs = PATIENCE_MS;
  #lastAskedMs = Number.NEGATIVE_INFINITY;
  #allAnswered: () => void = () => undefined;

  /** Whether this terminal has answered before. */
  get answers(): boolean {
    return this.#answers;
  }

  /** Before this moment it is not asked again. */
  get nextMs(): number {
    return this.#nextMs;
  }

  /** It was asked, and may be again when patience ends; ever more seldom, where it never answers. */
  asked(): void {
    this.askedBeside();
    this.#nextMs = this.#lastAskedMs + this.#patienceMs;
    this.#patienceMs = Math.min(2 * this.#patienceMs, LONGEST_PATIENCE_MS);
  }

  /** It was asked by something that waits in its own way. */
  askedBeside(): void {
    this.#unanswered += 1;
    this.#lastAskedMs = monotonicMs();
  }

  /** Whether those that are open were asked so long ago that no answer to them comes any more. */
  get areLost(): boolean {
    return this.#unanswered > 0 && monotonicMs() - this.#lastAskedMs > LOST_MS;
  }

  /** What is open is waited for no longer. */
  forget(): void {
    this.#unanswered = 0;
  }

  answered(): void {
    this.#answers = true;
    this.#patienceMs = PATIENCE_MS;
    this.#unanswered = Math.max(0, this.#unanswered - 1);
    if (this.#unanswered === 0) this.#allAnswered();
  }

  /** Resolves when no answer to us is on its way any more, or patience ends. */
  async allAnswered(): Promise<void> {
    const patienceMs = this.#lastAskedMs + LAST_ANSWER_PATIENCE_MS - monotonicMs();
    if (this.#unanswered === 0 || patienceMs <= 0) return;
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, patienceMs);
      this.#allAnswered = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }
}

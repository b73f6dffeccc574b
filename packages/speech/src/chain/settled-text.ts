// Holds a recogniser to its word while somebody speaks: what it called settled stays on the screen as
// it is, whatever it says next.
import { NO_PARTIAL, type PartialText } from '../ports.ts';

export class SettledText {
  #shown: PartialText = NO_PARTIAL;

  /** What to show, given what the recogniser says now. */
  next(partial: PartialText): PartialText {
    const { text, settledLength } = this.#shown;
    const settled = text.slice(0, settledLength);
    if (!partial.text.startsWith(settled)) return this.#shown;
    const claimed = Math.min(partial.settledLength, partial.text.length);
    this.#shown = { text: partial.text, settledLength: Math.max(settledLength, claimed) };
    return this.#shown;
  }
}

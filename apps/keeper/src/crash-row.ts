// What takes the place of a Codex that ended as nobody had wished: it alone counts what crashed in a row, and
// what could not be opened again.

/** Crashes in a row that are answered by a new start; the next one ends the session. */
const STARTS_IN_A_ROW = 3;
/** Conversations that are not opened at the first try may have been empty a moment ago. */
const TRIES_TO_OPEN = 2;
/** A TUI that lived this long, in ms, was not part of a row. */
const ROW_MS = 60_000;

export interface Crash {
  readonly livedMs: number;
  /** `unopened`: it was to open its conversation again, and could not. */
  readonly how: 'crashed' | 'unopened';
  /** There is a conversation in which something was said. */
  readonly hasWords: boolean;
}

export type AfterCrash = 'on-its-conversation' | 'anew' | 'ended';

export class CrashRow {
  #crashes = 0;
  #unopened = 0;

  after({ livedMs, how, hasWords }: Crash): AfterCrash {
    if (how === 'unopened') {
      // No crash of its own: where it goes on in vain a fresh start is left, and ends this.
      this.#unopened += 1;
      return hasWords && this.#unopened < TRIES_TO_OPEN ? 'on-its-conversation' : 'anew';
    }
    this.#unopened = 0;
    this.#crashes = livedMs < ROW_MS ? this.#crashes + 1 : 1;
    if (this.#crashes > STARTS_IN_A_ROW) return 'ended';
    return hasWords ? 'on-its-conversation' : 'anew';
  }
}

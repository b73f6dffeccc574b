// Collects what one write gives back: views of the input where nothing changed, new bytes between.

const encoder = new TextEncoder();
const EMPTY = new Uint8Array(0);

/** Output of one write, in order. */
export class OutputParts {
  #parts: Uint8Array[] = [];
  #source: Uint8Array = EMPTY;
  #from = 0;

  /** Starts on new input; nothing of it is passed on yet. */
  begin(source: Uint8Array): void {
    this.#parts = [];
    this.#source = source;
    this.#from = 0;
  }

  /** Passes the input on up to `at`, unchanged. */
  passTo(at: number): void {
    if (at > this.#from) {
      const whole = this.#from === 0 && at === this.#source.length;
      this.#parts.push(whole ? this.#source : this.#source.subarray(this.#from, at));
    }
    this.#from = at;
  }

  /** Leaves the input out up to `at`. */
  skipTo(at: number): void {
    this.#from = at;
  }

  /** Adds text of our own. */
  insert(text: string): void {
    if (text !== '') this.#parts.push(encoder.encode(text));
  }

  /** Everything collected; the list is the caller's from now on. */
  take(): Uint8Array[] {
    const parts = this.#parts;
    this.#parts = [];
    this.#source = EMPTY;
    this.#from = 0;
    return parts;
  }
}

/** Two pieces as one. */
export function joined(first: Uint8Array, second: Uint8Array): Uint8Array {
  const whole = new Uint8Array(first.length + second.length);
  whole.set(first);
  whole.set(second, first.length);
  return whole;
}

// The inputs of a recording in order, each given out once: at its turn, or earlier to whoever it came inside of.
import type { InputCode, RedriveInput } from './redrive-entries.ts';

/** What a port answered when it was looked at came inside that. */
export const ANSWER = 'answer';

export type InputOf<Code extends InputCode> = Extract<RedriveInput, { readonly code: Code }>;

export class RedriveQueue {
  readonly #inputs: readonly RedriveInput[];
  #next = 0;

  constructor(inputs: readonly RedriveInput[]) {
    this.#inputs = inputs;
  }

  take(): RedriveInput | undefined {
    const input = this.#inputs[this.#next];
    if (input !== undefined) this.#next += 1;
    return input;
  }

  /** The next one, if it is as wanted. */
  takeIf(isWanted: (input: RedriveInput) => boolean): RedriveInput | undefined {
    const input = this.#inputs[this.#next];
    return input !== undefined && isWanted(input) ? this.take() : undefined;
  }

  /** The next one, where it came inside the call of that name. */
  takeInside<Code extends InputCode>(
    code: Code,
    call: string,
    isWanted: (input: InputOf<Code>) => boolean = () => true,
  ): InputOf<Code> | undefined {
    const input = this.#inputs[this.#next];
    if (input?.code !== code || !('inside' in input) || input.inside !== call) return undefined;
    // The code decides the form.
    const found = input as InputOf<Code>;
    if (!isWanted(found)) return undefined;
    this.#next += 1;
    return found;
  }

  /**
   * After how many turns of the microtask queue the next one came that somebody told; undefined: after all that
   * was promised.
   */
  get along(): number | undefined {
    for (let at = this.#next; at < this.#inputs.length; at += 1) {
      const input = this.#inputs[at];
      if (input === undefined || isAnswer(input)) continue;
      return 'along' in input ? input.along : undefined;
    }
    return undefined;
  }

  /** The time of the one that comes next, in ms. */
  get nextMs(): number | undefined {
    return this.#inputs[this.#next]?.at;
  }
}

/** Of what was asked, and there without waiting for the world outside. */
export function isAnswer(
  input: RedriveInput,
): input is Extract<InputOf<'a'>, { is: 'answered' | 'failed' }> {
  return (
    input.code === 'a' &&
    (input.is === 'answered' || input.is === 'failed') &&
    input.ticks !== undefined
  );
}

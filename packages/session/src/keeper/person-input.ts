// The person's input on its way to the agent: counted, bounded, and never left inside a paste by a
// terminal that is gone. Who may type is decided by the caller.
import type { InputState } from '@codex-voice/protocol';

/** Input that may wait for an agent that does not read, in bytes: a very large paste. */
export const PENDING_INPUT_BYTES = 4 * 1024 * 1024;

/** The end of a bracketed paste. */
const PASTE_END = new TextEncoder().encode('\u001b[201~');

export interface PersonInputPorts {
  readonly write: (bytes: Uint8Array) => void;
  /** Bytes written that the agent's terminal has not taken yet. */
  readonly pendingBytes: () => number;
  readonly nowMs: () => number;
}

export class PersonInput {
  readonly #ports: PersonInputPorts;
  #atRest = true;
  #insidePaste = false;
  #bytes = 0;
  #lastMs: number | undefined;
  /** The rest of a paste whose beginning found no room. */
  #dropsPaste = false;

  constructor(ports: PersonInputPorts) {
    this.#ports = ports;
  }

  /** Outside a paste and an escape sequence. */
  get atRest(): boolean {
    return this.#atRest;
  }

  /** Bytes typed so far. */
  get bytes(): number {
    return this.#bytes;
  }

  /** When something was last typed, on the clock of `nowMs`. */
  get lastMs(): number | undefined {
    return this.#lastMs;
  }

  /** More may be written. */
  get hasRoom(): boolean {
    return this.#ports.pendingBytes() < PENDING_INPUT_BYTES;
  }

  /** Bytes and the state after them; without bytes the state alone. `full`: they were let go. */
  accept(bytes: Uint8Array, state: InputState): 'written' | 'full' {
    if (this.#dropsPaste || (bytes.length > 0 && !this.hasRoom)) {
      if (!this.#dropsPaste) this.#endPaste();
      this.#dropsPaste = state.insidePaste;
      return 'full';
    }
    if (bytes.length > 0) {
      if (state.report !== true) {
        this.#bytes += bytes.length;
        this.#lastMs = this.#ports.nowMs();
      }
      this.#ports.write(bytes);
    }
    this.#atRest = state.atRest;
    this.#insidePaste = state.insidePaste;
    return 'written';
  }

  /** Whoever typed is gone or may type no more: nothing of theirs is continued. */
  ended(): void {
    this.#endPaste();
    this.#atRest = true;
    this.#dropsPaste = false;
  }

  #endPaste(): void {
    if (this.#insidePaste) this.#ports.write(PASTE_END);
    this.#insidePaste = false;
  }
}

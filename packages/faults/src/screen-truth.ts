// What an agent has written, byte by byte, and what its screen shows after each of them: what everybody
// else's view is compared with.
import type { ScreenState } from '@codex-voice/session';

export type Drawn = ScreenState;

/** Output kept for comparison, in bytes: a longer one is compared where it is still known. */
const FIRST_BYTES = 1 << 16;

export class ScreenTruth {
  #bytes = new Uint8Array(FIRST_BYTES);
  #length = 0;
  /** Where each drawing was complete, in order. */
  readonly #drawings: { readonly atOffset: number; readonly state: Drawn }[] = [];
  /** Where a drawing began that is not complete. */
  #openSince: number | undefined;

  get length(): number {
    return this.#length;
  }

  /** The keeper has read this much more; `unfinished`: in the middle of a drawing. */
  wrote(bytes: Uint8Array, drawn: Drawn | 'unfinished' | undefined): void {
    if (this.#length + bytes.length > this.#bytes.length) {
      const larger = new Uint8Array(2 * (this.#length + bytes.length));
      larger.set(this.#bytes.subarray(0, this.#length));
      this.#bytes = larger;
    }
    this.#bytes.set(bytes, this.#length);
    if (drawn === 'unfinished') this.#openSince ??= this.#length;
    else this.#openSince = undefined;
    this.#length += bytes.length;
    if (drawn !== 'unfinished' && drawn !== undefined)
      this.#drawings.push({ atOffset: this.#length, state: drawn });
  }

  /** What the screen shows when so much was taken in. */
  stateAt(offset: number): Drawn {
    return (
      this.#drawings.findLast(({ atOffset }) => atOffset <= offset)?.state ?? { kind: 'unknown' }
    );
  }

  /** Something is being written before this offset that is not complete there. */
  isMidDrawing(offset: number): boolean {
    return this.#openSince !== undefined && this.#openSince < offset;
  }

  /** Whether these are the bytes from this offset on. */
  isAt(offset: number, bytes: Uint8Array): boolean {
    if (offset + bytes.length > this.#length) return false;
    return Buffer.compare(this.#bytes.subarray(offset, offset + bytes.length), bytes) === 0;
  }
}

// Newline-delimited JSON: cuts a byte stream into lines and keeps what is unfinished. Knows no
// message; the schemas do. A line beyond the bound is dropped whole and reported.

/** Longest line accepted, in bytes; no message of ours comes near it. Beyond it the line is dropped. */
export const MAXIMUM_LINE_BYTES = 1 << 20;

export type DecodedLine =
  | { readonly kind: 'value'; readonly value: unknown }
  | { readonly kind: 'bad'; readonly reason: 'not-json' | 'too-long' };

const NEWLINE = 0x0a;

/** Stateful decoder of one direction of a stream: bytes in, parsed lines out. */
export class LineDecoder {
  #pending: Uint8Array[] = [];
  #pendingBytes = 0;
  #skipping = false;
  readonly #decoder = new TextDecoder();

  accept(chunk: Uint8Array): DecodedLine[] {
    const lines: DecodedLine[] = [];
    let from = 0;
    for (let at = chunk.indexOf(NEWLINE); at !== -1; at = chunk.indexOf(NEWLINE, from)) {
      this.#keep(chunk.subarray(from, at));
      from = at + 1;
      const line = this.#take();
      if (line !== undefined) lines.push(line);
    }
    this.#keep(chunk.subarray(from));
    return lines;
  }

  #keep(part: Uint8Array): void {
    if (part.length === 0 || this.#skipping) return;
    if (this.#pendingBytes + part.length > MAXIMUM_LINE_BYTES) {
      this.#pending = [];
      this.#pendingBytes = 0;
      this.#skipping = true;
      return;
    }
    this.#pending.push(part.slice());
    this.#pendingBytes += part.length;
  }

  #take(): DecodedLine | undefined {
    if (this.#skipping) {
      this.#skipping = false;
      return { kind: 'bad', reason: 'too-long' };
    }
    if (this.#pendingBytes === 0) return undefined;
    const line = new Uint8Array(this.#pendingBytes);
    let offset = 0;
    for (const part of this.#pending) {
      line.set(part, offset);
      offset += part.length;
    }
    this.#pending = [];
    this.#pendingBytes = 0;
    try {
      return { kind: 'value', value: JSON.parse(this.#decoder.decode(line)) };
    } catch {
      return { kind: 'bad', reason: 'not-json' };
    }
  }
}

/** One message as one line. */
export function encodeLine(message: object): Uint8Array {
  return new TextEncoder().encode(`${JSON.stringify(message)}\n`);
}

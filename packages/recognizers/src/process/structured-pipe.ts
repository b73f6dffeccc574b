// Structured values, typed arrays among them, as bytes on a pipe: a length, then V8's serialisation.
// Node's own channel between processes has the same form and throws out of the event loop on bytes
// that are none of it, and native code may write anywhere: so here what can't be read is an answer.
import { deserialize, serialize } from 'node:v8';

/** Unsigned, big-endian. */
const LENGTH_BYTES = 4;

/** A second of audio is 64 KB, and the words of the longest utterance less: anything larger is none of ours. */
export const MOST_MESSAGE_BYTES = 2 ** 20;

/** What came of a chunk. After a fault nothing on this pipe means anything. */
export interface Received {
  readonly values: readonly unknown[];
  readonly fault?: string;
}

/** The bytes of one value. What is in it may be overwritten once the call has returned. */
export function encodeStructured(value: object): Buffer {
  const body = serialize(value);
  const message = Buffer.allocUnsafe(LENGTH_BYTES + body.length);
  message.writeUInt32BE(body.length, 0);
  body.copy(message, LENGTH_BYTES);
  return message;
}

/** Takes a stream of bytes apart, wherever it is cut. Keeps less than one message. */
export class StructuredReader {
  #kept: Buffer = Buffer.alloc(0);
  #fault: string | undefined;

  accept(chunk: Buffer): Received {
    if (this.#fault !== undefined) return { values: [], fault: this.#fault };
    const values: unknown[] = [];
    let rest = this.#kept.length === 0 ? chunk : Buffer.concat([this.#kept, chunk]);
    while (rest.length >= LENGTH_BYTES) {
      const end = LENGTH_BYTES + rest.readUInt32BE(0);
      if (end > LENGTH_BYTES + MOST_MESSAGE_BYTES) return this.#stop(values, 'too long');
      if (rest.length < end) break;
      try {
        values.push(deserialize(rest.subarray(LENGTH_BYTES, end)));
      } catch {
        return this.#stop(values, 'no structured value');
      }
      rest = rest.subarray(end);
    }
    this.#kept = rest;
    return { values };
  }

  #stop(values: readonly unknown[], fault: string): Received {
    this.#fault = fault;
    this.#kept = Buffer.alloc(0);
    return { values, fault };
  }
}

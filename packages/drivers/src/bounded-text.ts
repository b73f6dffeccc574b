// Texts of an agent's within a bound in bytes of UTF-8: what is cut off is said at the end, and no character is
// cut in two. How much of what is kept is its user's decision.

/** A UTF-16 unit has at most so many bytes. */
const UNIT_BYTES = 3;
/** Room for the words that say what is cut; they are ASCII but for one sign. */
const NOTE_BYTES = 48;

/** The text itself where it has at most so many bytes. `mostBytes`: more than the note's 48. */
export function cutText(text: string, mostBytes: number): string {
  if (text.length * UNIT_BYTES <= mostBytes) return text;
  const allBytes = Buffer.byteLength(text);
  return allBytes <= mostBytes ? text : cutAt(text, allBytes, mostBytes);
}

function cutAt(text: string, allBytes: number, mostBytes: number): string {
  const head = beginning(text, mostBytes - NOTE_BYTES);
  return `${head.text}\n… ${allBytes - head.bytes} more bytes are cut off`;
}

/** As much of it as has room, in whole characters. */
function beginning(
  text: string,
  mostBytes: number,
): { readonly text: string; readonly bytes: number } {
  const room = new Uint8Array(Math.max(0, mostBytes));
  const { read, written } = new TextEncoder().encodeInto(text.slice(0, room.length), room);
  return { text: text.slice(0, read), bytes: written };
}

/** A text that comes in pieces; beyond its bound they are only counted. */
export class GrowingText {
  readonly #mostBytes: number;
  #kept = '';
  #keptBytes = 0;
  #allBytes = 0;

  constructor(mostBytes: number) {
    this.#mostBytes = mostBytes;
  }

  add(piece: string): void {
    const bytes = Buffer.byteLength(piece);
    const isWhole = this.#allBytes === this.#keptBytes;
    this.#allBytes += bytes;
    if (!isWhole) return;
    const head = beginning(piece, Math.min(bytes, this.#mostBytes - this.#keptBytes));
    this.#kept += head.text;
    this.#keptBytes += head.bytes;
  }

  get text(): string {
    if (this.#allBytes === this.#keptBytes) return this.#kept;
    return cutAt(this.#kept, this.#allBytes, this.#mostBytes);
  }
}

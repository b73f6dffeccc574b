// Cuts a stream of text into lines of JSON, wherever the stream itself was cut.

/** Longest line, in characters; a longer one is passed over whole. */
const LINE_CHARACTERS = 16_777_216;
/** What is told of a line that is passed over, in characters. */
const EXCERPT_CHARACTERS = 4_096;

export interface JsonLinesListener {
  readonly said: (message: unknown) => void;
  /** A line that is no JSON. */
  readonly garbled: (line: string) => void;
}

export class JsonLines {
  readonly #listener: JsonLinesListener;
  #pieces: string[] = [];
  #length = 0;
  /** The rest of a line that was too long. */
  #isSkipping = false;

  constructor(listener: JsonLinesListener) {
    this.#listener = listener;
  }

  read(text: string): void {
    const [first = '', ...others] = text.split('\n');
    this.#add(first);
    for (const other of others) {
      this.#finish();
      this.#add(other);
    }
  }

  #add(piece: string): void {
    if (this.#isSkipping || piece === '') return;
    this.#pieces.push(piece);
    this.#length += piece.length;
    if (this.#length <= LINE_CHARACTERS) return;
    this.#listener.garbled(this.#taken().slice(0, EXCERPT_CHARACTERS));
    this.#isSkipping = true;
  }

  #finish(): void {
    const line = this.#taken();
    const wasSkipped = this.#isSkipping;
    this.#isSkipping = false;
    if (wasSkipped || line.trim() === '') return;
    let message: unknown;
    try {
      message = JSON.parse(line);
    } catch {
      this.#listener.garbled(line);
      return;
    }
    this.#listener.said(message);
  }

  #taken(): string {
    const line = this.#pieces.join('');
    this.#pieces = [];
    this.#length = 0;
    return line;
  }
}

// A headless terminal that takes its output in at once, for whoever looks at what it shows: cells with their
// looks, the cursor, what it answers. What else can be observed of a terminal is not asked here.
import xterm from '@xterm/headless';
import { type CellLook, readLooks } from './cell-looks.ts';

/**
 * The emulator itself failed on the stream (xterm.js 6.0.0 does on some hostile ones). The terminal
 * is of no further use; what it had taken in before is lost for comparison.
 */
export class TerminalCrashError extends Error {
  constructor(cause: unknown) {
    super(`the terminal emulator failed on this stream: ${String(cause)}`, { cause });
    this.name = 'TerminalCrashError';
  }
}

/** Where the cursor is, counted from 0; with `pendingWrap` it stands past the last column. */
export interface CursorState {
  column: number;
  row: number;
  pendingWrap: boolean;
}

export interface EmulatorSize {
  readonly columns: number;
  readonly rows: number;
  readonly scrollbackLines: number;
}

/** A headless xterm.js. */
export class Emulator {
  /** For those who read more of it; what it is fed goes through `feed`. */
  protected readonly terminal: InstanceType<typeof xterm.Terminal>;
  #replies = '';
  #crash: TerminalCrashError | undefined;
  /** The beginning of a character whose end has not come: the emulator loses some that it gets in two. */
  #unfinished: Uint8Array = new Uint8Array(0);

  constructor(size: EmulatorSize) {
    this.terminal = new xterm.Terminal({
      cols: size.columns,
      rows: size.rows,
      scrollback: size.scrollbackLines,
      allowProposedApi: true,
      logLevel: 'off',
    });
    this.terminal.onData((data) => {
      this.#replies += data;
    });
    this.terminal.onBinary((data) => {
      this.#replies += data;
    });
  }

  get columns(): number {
    return this.terminal.cols;
  }

  get rows(): number {
    return this.terminal.rows;
  }

  /** The failure that ended this terminal's use, if there was one. */
  get crash(): TerminalCrashError | undefined {
    return this.#crash;
  }

  /** Takes output in at once. Throws {@link TerminalCrashError}, also for every write after one. */
  feed(data: Uint8Array | string): void {
    if (this.#crash !== undefined) throw this.#crash;
    if (data.length === 0) return;
    try {
      for (const piece of piecesOf(this.#wholeCharacters(data))) {
        // Input makes the emulator parse its next write inside the call, where a failure can be
        // caught; parsed later, on a timer, the failure would end the process.
        this.terminal.input('', true);
        this.terminal.write(piece);
      }
    } catch (error) {
      this.#crash = new TerminalCrashError(error);
      throw this.#crash;
    }
  }

  /** What can be taken in of this and of what was held back; the beginning of a character is not. */
  #wholeCharacters(data: Uint8Array | string): Uint8Array | string {
    const held = this.#unfinished;
    if (held.length === 0 && typeof data === 'string') return data;
    const added = typeof data === 'string' ? new TextEncoder().encode(data) : data;
    const bytes = held.length === 0 ? added : Buffer.concat([held, added]);
    const end = bytes.length - unfinishedBytes(bytes);
    this.#unfinished = bytes.slice(end);
    return bytes.subarray(0, end);
  }

  /** Changes the size as a terminal window would, with the emulator's own reflow. */
  resize(size: { columns: number; rows: number }): void {
    if (this.#crash !== undefined) throw this.#crash;
    try {
      this.terminal.resize(size.columns, size.rows);
    } catch (error) {
      this.#crash = new TerminalCrashError(error);
      throw this.#crash;
    }
  }

  get cursor(): CursorState {
    const { cursorX, cursorY } = this.terminal.buffer.active;
    return { column: cursorX, row: cursorY, pendingWrap: cursorX >= this.columns };
  }

  /** What the terminal sent back so far, one character a byte. */
  get replies(): string {
    return this.#replies;
  }

  /** Hands over the replies and forgets them. */
  takeReplies(): string {
    const replies = this.#replies;
    this.#replies = '';
    return replies;
  }

  /** Feeds a question and gives the answer alone; the log of replies stays as it was. */
  ask(question: Uint8Array | string): string {
    const before = this.takeReplies();
    this.feed(question);
    const answer = this.#replies;
    this.#replies = before;
    return answer;
  }

  /** The active screen's cells with their looks, a list a row. */
  screenLooks(): readonly (readonly CellLook[])[] {
    const buffer = this.terminal.buffer.active;
    return Array.from({ length: this.rows }, (_, row) => readLooks(buffer, buffer.baseY + row));
  }

  /** What was fed ends neither inside a sequence nor inside a character. */
  get isBetweenSequences(): boolean {
    // Not in the typings: the version is pinned.
    const { _core } = this.terminal as unknown as EmulatorInside;
    return _core._inputHandler._parser.currentState === 0 && this.#unfinished.length === 0;
  }

  /** Frees the emulator. */
  dispose(): void {
    this.terminal.dispose();
  }
}

/** Where the emulator's parser stands: 0 between two sequences. */
interface EmulatorInside {
  readonly _core: {
    readonly _inputHandler: { readonly _parser: { readonly currentState: number } };
  };
}

/** The longest a character is in UTF-8. */
const LONGEST_CHARACTER_BYTES = 4;

/** What is longer than twice this the emulator cuts itself, also in the middle of characters. */
const PIECE_BYTES = 65_536;

/** Of whole characters. */
function piecesOf(data: Uint8Array | string): readonly (Uint8Array | string)[] {
  if (data.length <= PIECE_BYTES) return [data];
  const bytes = typeof data === 'string' ? new TextEncoder().encode(data) : data;
  const pieces: Uint8Array[] = [];
  for (let from = 0; from < bytes.length; ) {
    const piece = bytes.subarray(from, from + PIECE_BYTES);
    const isLast = from + piece.length === bytes.length;
    const whole = piece.subarray(0, piece.length - (isLast ? 0 : unfinishedBytes(piece)));
    pieces.push(whole);
    from += whole.length;
  }
  return pieces;
}

/** How many bytes at the end begin a character that is not all there. */
function unfinishedBytes(bytes: Uint8Array): number {
  for (let back = 1; back < LONGEST_CHARACTER_BYTES && back <= bytes.length; back += 1) {
    const byte = bytes[bytes.length - back] ?? 0;
    if ((byte & 0xc0) === 0x80) continue;
    const length = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : byte >= 0xc0 ? 2 : 1;
    return length > back ? back : 0;
  }
  return 0;
}

// A terminal without a screen, for suites that must see what a person would see: bytes in, cells,
// cursor, scrollback, modes and replies out. Comparing two of them is `compare-terminals.ts`.
import xterm from '@xterm/headless';
import { type CellLook, readLooks } from './cell-looks.ts';
import { readRow, type SnapshotRow } from './terminal-cells.ts';

/** Lines of scrollback kept: more than any suite writes, so that nothing compared falls off. */
const SCROLLBACK_LINES = 20_000;

/** DEC private modes that are asked for beyond those the emulator lists itself. */
const QUERIED_MODES = [1, 6, 7, 25, 1000, 1002, 1003, 1004, 1006, 1049, 2004, 2026] as const;

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

/** One of the two screens: the rows that scrolled off (always none on the alternate one) and on it. */
export interface ScreenSnapshot {
  scrollback: readonly SnapshotRow[];
  rows: readonly SnapshotRow[];
}

/** Everything a person or the program in the terminal can observe, at one moment. */
export interface TerminalSnapshot {
  columns: number;
  rows: number;
  active: 'normal' | 'alternate';
  normal: ScreenSnapshot;
  alternate: ScreenSnapshot;
  cursor: CursorState;
  /** Mode name or DEC number → its state, as the emulator reports it. */
  modes: Readonly<Record<string, string>>;
  /** Everything the terminal sent back, in order, one character a byte. */
  replies: string;
  title: string;
  bells: number;
}

/** A headless xterm.js of a fixed size. */
export class VirtualTerminal {
  readonly #terminal: InstanceType<typeof xterm.Terminal>;
  #replies = '';
  #title = '';
  #bells = 0;
  #crash: TerminalCrashError | undefined;
  /** The beginning of a character whose end has not come: the emulator loses some that it gets in two. */
  #unfinished: Uint8Array = new Uint8Array(0);

  constructor(size: { columns: number; rows: number }) {
    this.#terminal = new xterm.Terminal({
      cols: size.columns,
      rows: size.rows,
      scrollback: SCROLLBACK_LINES,
      allowProposedApi: true,
      logLevel: 'off',
    });
    this.#terminal.onData((data) => {
      this.#replies += data;
    });
    this.#terminal.onBinary((data) => {
      this.#replies += data;
    });
    this.#terminal.onTitleChange((title) => {
      this.#title = title;
    });
    this.#terminal.onBell(() => {
      this.#bells += 1;
    });
  }

  get columns(): number {
    return this.#terminal.cols;
  }

  get rows(): number {
    return this.#terminal.rows;
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
      // Input makes the emulator parse its next write inside the call, where a failure can be
      // caught; parsed later, on a timer, the failure would end the process.
      this.#terminal.input('', true);
      this.#terminal.write(this.#wholeCharacters(data));
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

  /** {@link feed} for those who hold a terminal that may be elsewhere one day. */
  async write(data: Uint8Array | string): Promise<void> {
    this.feed(data);
  }

  /** Changes the size as a terminal window would, with the emulator's own reflow. */
  resize(size: { columns: number; rows: number }): void {
    if (this.#crash !== undefined) throw this.#crash;
    try {
      this.#terminal.resize(size.columns, size.rows);
    } catch (error) {
      this.#crash = new TerminalCrashError(error);
      throw this.#crash;
    }
  }

  get cursor(): CursorState {
    const { cursorX, cursorY } = this.#terminal.buffer.active;
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

  /** The active screen's text, one string a row, trailing blanks cut. */
  screenRows(): string[] {
    const buffer = this.#terminal.buffer.active;
    return Array.from({ length: this.rows }, (_, row) => {
      return buffer.getLine(buffer.baseY + row)?.translateToString(true) ?? '';
    });
  }

  /** The active screen's text, rows joined by newlines. */
  screenText(): string {
    return this.screenRows().join('\n');
  }

  /** The active screen's cells with their looks, a list a row. */
  screenLooks(): readonly (readonly CellLook[])[] {
    const buffer = this.#terminal.buffer.active;
    return Array.from({ length: this.rows }, (_, row) => readLooks(buffer, buffer.baseY + row));
  }

  /** The text of the lines that scrolled off the normal screen, oldest first. */
  scrollbackRows(): string[] {
    const buffer = this.#terminal.buffer.normal;
    return Array.from({ length: buffer.baseY }, (_, row) => {
      return buffer.getLine(row)?.translateToString(true) ?? '';
    });
  }

  /** What was fed ends neither inside a sequence nor inside a character. */
  get isBetweenSequences(): boolean {
    // Not in the typings: the version is pinned.
    const { _core } = this.#terminal as unknown as EmulatorInside;
    return _core._inputHandler._parser.currentState === 0 && this.#unfinished.length === 0;
  }

  /**
   * All that can be observed. To learn the modes the emulator must be asked, which is only possible
   * between two sequences of the stream; `in-mid-stream` leaves them out.
   */
  snapshot(moment: 'between-sequences' | 'in-mid-stream' = 'between-sequences'): TerminalSnapshot {
    const { active, normal, alternate } = this.#terminal.buffer;
    return {
      columns: this.columns,
      rows: this.rows,
      active: active.type,
      normal: this.#readScreen(normal),
      alternate: this.#readScreen(alternate),
      cursor: this.cursor,
      modes: moment === 'between-sequences' ? this.#readModes() : {},
      replies: this.#replies,
      title: this.#title,
      bells: this.#bells,
    };
  }

  #readScreen(buffer: Parameters<typeof readRow>[0]): ScreenSnapshot {
    // The alternate screen has no lines at all until it was shown once.
    const lines = Array.from({ length: buffer.length }, (_, row) => readRow(buffer, row));
    return { scrollback: lines.slice(0, buffer.baseY), rows: lines.slice(buffer.baseY) };
  }

  #readModes(): Record<string, string> {
    const named = Object.entries(this.#terminal.modes).map(([name, value]) => [name, `${value}`]);
    return { ...Object.fromEntries(named), ...this.#queryModes() };
  }

  #queryModes(): Record<string, string> {
    const text = this.ask(QUERIED_MODES.map((mode) => `\x1b[?${mode}$p`).join(''));
    const answers = [...text.matchAll(/\x1b\[\?(\d+);(\d)\$y/g)];
    return Object.fromEntries(answers.map(([, mode, state]) => [`?${mode}`, `${state}`]));
  }

  /** Frees the emulator. */
  dispose(): void {
    this.#terminal.dispose();
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

// A terminal without a screen, for suites that must see what a person would see: bytes in, cells,
// cursor, scrollback, modes and replies out. Comparing two of them is `compare-terminals.ts`.
import { type CursorState, Emulator } from '@codex-voice/pictures';
import { readRow, type SnapshotRow } from './terminal-cells.ts';

/** Lines of scrollback kept: more than any suite writes, so that nothing compared falls off. */
const SCROLLBACK_LINES = 20_000;

/** DEC private modes that are asked for beyond those the emulator lists itself. */
const QUERIED_MODES = [1, 6, 7, 25, 1000, 1002, 1003, 1004, 1006, 1049, 2004, 2026] as const;

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
export class VirtualTerminal extends Emulator {
  #title = '';
  #bells = 0;

  /** `scrollbackLines`: fewer where thousands of terminals are made, for each of which room is made at once. */
  constructor(size: { columns: number; rows: number; scrollbackLines?: number }) {
    const { columns, rows, scrollbackLines = SCROLLBACK_LINES } = size;
    super({ columns, rows, scrollbackLines });
    this.terminal.onTitleChange((title) => {
      this.#title = title;
    });
    this.terminal.onBell(() => {
      this.#bells += 1;
    });
  }

  /** {@link feed} for those who hold a terminal that may be elsewhere one day. */
  async write(data: Uint8Array | string): Promise<void> {
    this.feed(data);
  }

  /** The active screen's text, one string a row, trailing blanks cut. */
  screenRows(): string[] {
    const buffer = this.terminal.buffer.active;
    return Array.from({ length: this.rows }, (_, row) => {
      return buffer.getLine(buffer.baseY + row)?.translateToString(true) ?? '';
    });
  }

  /** The active screen's text, rows joined by newlines. */
  screenText(): string {
    return this.screenRows().join('\n');
  }

  /** The text of the lines that scrolled off the normal screen, oldest first. */
  scrollbackRows(): string[] {
    const buffer = this.terminal.buffer.normal;
    return Array.from({ length: buffer.baseY }, (_, row) => {
      return buffer.getLine(row)?.translateToString(true) ?? '';
    });
  }

  /**
   * All that can be observed. To learn the modes the emulator must be asked, which is only possible
   * between two sequences of the stream; `in-mid-stream` leaves them out.
   */
  snapshot(moment: 'between-sequences' | 'in-mid-stream' = 'between-sequences'): TerminalSnapshot {
    const { active, normal, alternate } = this.terminal.buffer;
    return {
      columns: this.columns,
      rows: this.rows,
      active: active.type,
      normal: this.#readScreen(normal),
      alternate: this.#readScreen(alternate),
      cursor: this.cursor,
      modes: moment === 'between-sequences' ? this.#readModes() : {},
      replies: this.replies,
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
    const named = Object.entries(this.terminal.modes).map(([name, value]) => [name, `${value}`]);
    return { ...Object.fromEntries(named), ...this.#queryModes() };
  }

  #queryModes(): Record<string, string> {
    const text = this.ask(QUERIED_MODES.map((mode) => `\x1b[?${mode}$p`).join(''));
    const answers = [...text.matchAll(/\x1b\[\?(\d+);(\d)\$y/g)];
    return Object.fromEntries(answers.map(([, mode, state]) => [`?${mode}`, `${state}`]));
  }
}

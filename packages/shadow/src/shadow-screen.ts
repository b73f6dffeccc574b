// A copy of the child's screen, kept by a headless terminal, from which the readers are served. It
// outlives any failure of that terminal. When to look at it, and on which thread, is left to others.
import {
  type AgentKind,
  EMPTY_ROW,
  readScreen,
  type ScreenRow,
  type ScreenView,
} from '@codex-voice/agents';
import type { ScreenState } from '@codex-voice/session';
import xterm from '@xterm/headless';
import { copyScreen } from './screen-copy.ts';
import { readXtermRow } from './xterm-row.ts';

/** The headless terminal itself. */
export type HeadlessTerminal = InstanceType<typeof xterm.Terminal>;

/** Lines kept above the screen: none is read; a few let a program scroll back into what it drew. */
const SCROLLBACK_LINES = 20;

/** Cancels a sequence that a cut has left open (CAN). */
const CANCEL = 0x18;

export interface ScreenSize {
  readonly columns: number;
  readonly rows: number;
}

/** What the shadow knows at one moment. */
export interface Assessment {
  readonly screen: ScreenState;
  readonly bracketedPaste: boolean;
  /** The program uses the alternate screen. */
  readonly alternate: boolean;
  /**
   * Bytes of the program's output that were taken in or let go so far: the assessment covers all
   * that was fed when this equals the number of bytes fed.
   */
  readonly consumedBytes: number;
  /**
   * A part of the output was lost (a bound was reached, or the terminal failed): `screen` is
   * `unknown` until the program clears its screen or scrolls everything away.
   */
  readonly torn: boolean;
  /** In the middle of a synchronised update (`?2026`): a better moment is near. */
  readonly midUpdate: boolean;
}

/** Feeds bytes into a headless terminal and says what it shows. */
export class ShadowScreen {
  readonly #kind: AgentKind;
  readonly #openTerminal: (size: ScreenSize) => HeadlessTerminal;
  #terminal: HeadlessTerminal;
  #consumedBytes = 0;
  #torn = false;
  #failures = 0;
  #title = '';
  #lineFeedsSinceTorn = 0;

  constructor(
    options: ScreenSize & { readonly kind: AgentKind },
    openTerminal: (size: ScreenSize) => HeadlessTerminal = openHeadlessTerminal,
  ) {
    this.#kind = options.kind;
    this.#openTerminal = openTerminal;
    this.#terminal = this.#open(options);
  }

  /** Bytes taken in or let go so far. */
  get consumedBytes(): number {
    return this.#consumedBytes;
  }

  /** How often the headless terminal has failed and was rebuilt. */
  get failures(): number {
    return this.#failures;
  }

  /** Takes in output, at once: when this returns, `assess` covers it. Never throws. */
  feed(bytes: Uint8Array): void {
    this.#consumedBytes += bytes.length;
    try {
      writeNow(this.#terminal, bytes);
    } catch {
      this.#rebuild();
    }
  }

  /** Counts output that was let go unread: what the screen shows is a guess from here on. */
  skip(byteCount: number): void {
    this.#consumedBytes += byteCount;
    this.#torn = true;
    this.#lineFeedsSinceTorn = 0;
    try {
      writeNow(this.#terminal, Uint8Array.of(CANCEL));
    } catch {
      this.#rebuild();
    }
  }

  /** Follows the child's window. */
  resize(size: ScreenSize): void {
    try {
      this.#terminal.resize(size.columns, size.rows);
    } catch {
      this.#terminal.dispose();
      this.#failures += 1;
      this.#torn = true;
      this.#terminal = this.#open(size);
    }
  }

  assess(): Assessment {
    const { modes, buffer } = this.#terminal;
    return {
      screen: this.#torn ? { kind: 'unknown' } : this.#read(),
      bracketedPaste: modes.bracketedPasteMode,
      alternate: buffer.active.type === 'alternate',
      consumedBytes: this.#consumedBytes,
      torn: this.#torn,
      midUpdate: modes.synchronizedOutputMode,
    };
  }

  /** The screen as the readers see it; valid until the next `feed`, `skip` or `resize`. */
  view(): ScreenView {
    const terminal = this.#terminal;
    const buffer = terminal.buffer.active;
    const cell = buffer.getNullCell();
    const rows = new Map<number, ScreenRow>();
    return {
      columns: terminal.cols,
      rows: terminal.rows,
      cursor: { column: buffer.cursorX, row: buffer.cursorY },
      alternate: buffer.type === 'alternate',
      bracketedPaste: terminal.modes.bracketedPasteMode,
      title: this.#title,
      row: (index) => {
        const known = rows.get(index);
        if (known !== undefined) return known;
        const line = index < 0 ? undefined : buffer.getLine(buffer.baseY + index);
        const row = line === undefined ? EMPTY_ROW : readXtermRow(line, cell);
        rows.set(index, row);
        return row;
      },
    };
  }

  dispose(): void {
    this.#terminal.dispose();
  }

  #read(): ScreenState {
    try {
      return readScreen(this.#kind, this.view());
    } catch {
      // A buffer left inconsistent by a failure inside the terminal: don't know.
      return { kind: 'unknown' };
    }
  }

  #open(size: ScreenSize): HeadlessTerminal {
    const terminal = this.#openTerminal(size);
    terminal.onTitleChange((title) => {
      this.#title = title;
    });
    const whole = () => {
      this.#torn = false;
      return false;
    };
    const { parser } = terminal;
    // What clears the whole screen makes a torn one whole again.
    parser.registerCsiHandler({ final: 'J' }, ([mode]) => {
      const { cursorX, cursorY } = terminal.buffer.active;
      if (mode === 2 || ((mode ?? 0) === 0 && cursorX === 0 && cursorY === 0)) whole();
      return false;
    });
    parser.registerEscHandler({ final: 'c' }, whole);
    parser.registerCsiHandler({ prefix: '?', final: 'h' }, (modes) => {
      if (modes.includes(1049) || modes.includes(1047)) whole();
      return false;
    });
    terminal.onLineFeed(() => {
      if (!this.#torn) return;
      this.#lineFeedsSinceTorn += 1;
      const scrolledAway = this.#lineFeedsSinceTorn >= 2 * terminal.rows;
      if (scrolledAway && terminal.buffer.active.type === 'normal') whole();
    });
    return terminal;
  }

  #rebuild(): void {
    this.#failures += 1;
    const old = this.#terminal;
    this.#terminal = this.#open({ columns: old.cols, rows: old.rows });
    try {
      writeNow(this.#terminal, copyScreen(old));
    } catch {
      this.#terminal = this.#open({ columns: old.cols, rows: old.rows });
    }
    this.#torn = true;
    old.dispose();
  }
}

/** A terminal without a screen, of the given size. */
export function openHeadlessTerminal(size: ScreenSize): HeadlessTerminal {
  return new xterm.Terminal({
    cols: size.columns,
    rows: size.rows,
    scrollback: SCROLLBACK_LINES,
    allowProposedApi: true,
    logLevel: 'off',
  });
}

/**
 * Parses at once. The public `write` parses in a timer, where a failure can't be caught and would
 * end the process; the core's own synchronous write throws it here.
 */
function writeNow(terminal: HeadlessTerminal, bytes: Uint8Array): void {
  // Not in the typings: the version is pinned, and a suite feeds hostile streams through it.
  const { _core: core } = terminal as unknown as { _core: { writeSync(data: Uint8Array): void } };
  core.writeSync(bytes);
}

// Brings the screen to a standstill whose rows are known: holds the agent's output back, asks for the
// rows, shows exactly as much as they cover, and lets go and tries again where that was no good moment.
import type { ScreenRow } from '@codex-voice/ansi';

/** How long a good moment is waited for, in ms: longer than a burst of output, short for who waits. */
const OPEN_PATIENCE_MS = 1_500;
/** Between two attempts, in ms: the agent goes on drawing meanwhile. */
const RETRY_MS = 25;
/** The rows are waited for this long, in ms, with the output held back. */
const ROWS_PATIENCE_MS = 400;
/** Output that the rows cover is waited for this long, in ms, looked for this often. */
const OUTPUT_PATIENCE_MS = 150;
const OUTPUT_LOOK_MS = 5;

/** The agent's screen at one moment. */
export interface AgentRows {
  /** Offset in the agent's output up to which this is the screen. */
  readonly at: number;
  /** Every row of it, or fewer where it isn't known whole. */
  readonly rows: readonly ScreenRow[];
  /** The row of it that the cursor is in; absent where an older keeper does not tell. */
  readonly cursorRow?: number;
  readonly basis: 'whole' | 'gap';
}

/** What a panel stands on. */
export interface Ground {
  /** The terminal's rows, as far as the agent has drawn them; none over a viewer's picture. */
  readonly own: readonly ScreenRow[];
  /** So many rows at the top are not the agent's: what was there before it, such as a shell's lines. */
  readonly othersRows: number;
}

/** The terminal as far as panels are concerned. */
export interface PanelScreen {
  /** What stands on the screen: the agent's own output, or a viewer's picture of it. */
  shows(): 'agent' | 'picture';
  /** The agent's cells. */
  size(): { readonly columns: number; readonly rows: number };
  /** The terminal's row that the agent's cursor is in; undefined where it is a guess, or rows have their places. */
  cursorRow(): number | undefined;
  /** The agent's output is kept back from now on; again and again does nothing more. */
  hold(): void;
  release(): void;
  /** Shows what is kept back, up to this offset. */
  showUntil(offset: number): void;
  shownOffset(): number;
  requestRows(): Promise<AgentRows | undefined>;
  /** Draws on the agent's rows. `not-now`: this is no moment for it, and the terminal is asked what it takes. */
  cover(rows: readonly ScreenRow[]): 'covered' | 'not-now';
  uncover(rows: readonly ScreenRow[]): void;
  /** Asks for everything that is to stand on the screen, to be drawn anew. */
  redraw(): void;
}

export interface PanelOpeningParts {
  readonly screen: PanelScreen;
  /** Monotonic, in ms. */
  readonly nowMs: () => number;
  readonly delay: (waitMs: number) => Promise<void>;
}

export class PanelOpening {
  readonly #parts: PanelOpeningParts;
  #cancelled = false;

  constructor(parts: PanelOpeningParts) {
    this.#parts = parts;
  }

  /** Ends the attempt; the output goes on. */
  cancel(): void {
    if (this.#cancelled) return;
    this.#cancelled = true;
    this.#parts.screen.release();
  }

  /** Calls `draw` with the agent's rows at standstills until it covers; the output is then held. */
  async run(
    draw: (ground: Ground) => 'covered' | 'not-now',
  ): Promise<'covered' | 'gave-up' | 'cancelled'> {
    const { screen, nowMs, delay } = this.#parts;
    const untilMs = nowMs() + OPEN_PATIENCE_MS;
    for (;;) {
      const ground = await this.#standstill();
      if (this.#cancelled) return 'cancelled';
      if (ground !== undefined && draw(ground) === 'covered') {
        this.#cancelled = true;
        return 'covered';
      }
      screen.release();
      if (nowMs() >= untilMs) return 'gave-up';
      await delay(RETRY_MS);
      if (this.#cancelled) return 'cancelled';
    }
  }

  /** The rows of the screen as it now stands; undefined when it did not come to stand. */
  async #standstill(): Promise<Ground | undefined> {
    const { screen, nowMs, delay } = this.#parts;
    screen.hold();
    if (screen.shows() === 'picture') return { own: [], othersRows: 0 };
    const found = await Promise.race([
      screen.requestRows(),
      delay(ROWS_PATIENCE_MS).then(() => undefined),
    ]);
    if (this.#cancelled || found === undefined || found.basis === 'gap') return undefined;
    const untilMs = nowMs() + OUTPUT_PATIENCE_MS;
    for (;;) {
      screen.showUntil(found.at);
      if (screen.shownOffset() >= found.at || nowMs() >= untilMs) break;
      await delay(OUTPUT_LOOK_MS);
      if (this.#cancelled) return undefined;
    }
    const fits = found.rows.length === screen.size().rows;
    return screen.shownOffset() === found.at && fits
      ? groundOf(found, screen.cursorRow())
      : undefined;
  }
}

/**
 * The copy of the screen has the agent's cursor where the terminal has it, or all rows higher or lower. Below a
 * shell's lines the agent's first row is further down on the terminal than on a screen of its own, until it has
 * written enough to move those lines away; on a window that grew, a copy may have more lines back from its
 * scrollback than the terminal. A relative move that ended at the terminal's edge, or went up into those lines,
 * makes that a guess: it is off until the agent draws again.
 */
function groundOf({ rows, cursorRow }: AgentRows, terminalRow: number | undefined): Ground {
  const lower = (terminalRow ?? 0) - (cursorRow ?? terminalRow ?? 0);
  if (lower === 0) return { own: rows, othersRows: 0 };
  const own = rows
    .map((row) => ({ ...row, row: row.row + lower }))
    .filter(({ row }) => row >= 0 && row < rows.length);
  const below = blankRows(rows.length + lower, Math.max(0, -lower));
  return { own: [...own, ...below], othersRows: Math.max(0, lower) };
}

const BLANK = new Uint8Array();

/** So many rows with nothing on them. */
export function blankRows(first: number, count: number): readonly ScreenRow[] {
  return Array.from({ length: count }, (_, at) => ({ row: first + at, bytes: BLANK }));
}

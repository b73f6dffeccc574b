// A terminal screen as the readers of agents' screens look at it: rows of text with the few
// attributes that tell a placeholder, a pointer and a transcript apart. Where it comes from is not said here.

/** Attribute bits of one cell. */
export const CELL_DIM = 1;
export const CELL_REVERSE = 2;
export const CELL_BOLD = 4;
/** A foreground colour other than the default. */
export const CELL_COLORED = 8;
/** A background colour other than the default. */
export const CELL_BACKGROUND = 16;
/** A foreground between black and white without a hue: what shells draw their suggestions in. */
export const CELL_GREY = 32;

/** One row of the screen. */
export interface ScreenRow {
  /** The row's characters, trailing blanks cut. */
  readonly text: string;
  /** Attribute bits by UTF-16 unit of `text`. */
  readonly styles: readonly number[];
  /** For each terminal column the offset in `text` of what stands there; columns past the text are absent. */
  readonly offsets: readonly number[];
  /** The row continues the one above it (the terminal wrapped). */
  readonly wrapped: boolean;
}

/** Where a shell stands, as it says by marks in its output (OSC 133, or 633). */
export interface ShellMarks {
  /** `prompt`: its prompt is drawn. `input`: the prompt has ended, its line is edited. `running`: a command. */
  readonly phase: 'prompt' | 'input' | 'running';
  /** It has marked a command's beginning before: where it marks none, it has none. */
  readonly marksCommands: boolean;
  /** Its line editor has asked for bracketed paste before: without it, no line is edited. */
  readonly editsWithPaste: boolean;
  /**
   * Where the line begins (`input`) or the command's output does (`running`), above the screen with a row
   * below 0; absent: that is erased.
   */
  readonly start?: { readonly column: number; readonly row: number };
}

/** The visible part of a terminal. */
export interface ScreenView {
  readonly columns: number;
  readonly rows: number;
  /** 0-based; `column` may equal `columns` when a wrap is pending. */
  readonly cursor: { readonly column: number; readonly row: number };
  readonly alternate: boolean;
  readonly bracketedPaste: boolean;
  /** The window title the program has set; empty when none. */
  readonly title: string;
  /** Absent: no shell has said where it stands. */
  readonly shell?: ShellMarks;
  /** Row `index`, 0-based; an empty row beyond the screen. */
  row(index: number): ScreenRow;
}

/** Whether the title begins with a Braille spinner: the sign of a running turn in Codex and Claude Code. */
export function titleSpins(view: ScreenView): boolean {
  return /^[\u2801-\u28ff]\s/u.test(view.title);
}

/** The row beyond the screen. */
export const EMPTY_ROW: ScreenRow = { text: '', styles: [], offsets: [], wrapped: false };

/** Attribute bits of the first character of a row; 0 for an empty row. */
export function firstStyle(row: ScreenRow): number {
  return row.styles[0] ?? 0;
}

/** The offset in `row.text` where a column begins, past its end when the row is shorter. */
export function offsetOfColumn(row: ScreenRow, column: number): number {
  const known = row.offsets[column];
  if (known !== undefined) return known;
  return row.text.length + Math.max(0, column - row.offsets.length);
}

// Ways to keep a row of the terminal for ourselves while a program draws on the rest, behind one
// interface: our filter, and the scheme of old that it is measured against.
import { PassthroughFilter } from '@codex-voice/ansi';

/** Rows kept from the program in all these suites: the product keeps one. */
export const RESERVED_ROWS = 1;

/** What the reserved row shows; its colour must not run into the program's cells. */
export const HUD_TEXT = '\x1b[7;33m voice ready \x1b[m';
/** The row as a person reads it. */
export const HUD_READ_AS = ' voice ready';

/** Sizes are the whole terminal's, the reserved row included. */
export interface TerminalSize {
  columns: number;
  rows: number;
}

/** A person's terminal as a scheme sees it: bytes go in, and answers can be waited for. */
export interface OuterTerminal extends TerminalSize {
  feed: (bytes: Uint8Array) => void;
  /** The answer to a question of the scheme's own. */
  ask: (question: Uint8Array) => string;
}

/** Draws the program's output on the outer terminal, and the reserved row beside it. */
export interface Scheme {
  start: () => void;
  write: (chunk: Uint8Array) => void;
  /** Paints the reserved row where that may be done now, and says whether it was done. */
  paint: () => 'painted' | 'not-now';
  /** The terminal has just been resized. */
  resize: (size: TerminalSize) => void;
  /** How often the cursor had to be put back to a place of which the scheme was not certain. */
  guessedPlaces: () => number;
}

/** Makes a scheme for a terminal. */
export type SchemeFactory = (outer: OuterTerminal) => Scheme;

const hud = new TextEncoder().encode(HUD_TEXT);

/** Our scheme: the filter of the product, asked and answered as the client does it. */
export const ourFilter: SchemeFactory = (outer) => {
  const { columns, rows } = outer;
  const filter = new PassthroughFilter({ columns, rows, reservedRows: RESERVED_ROWS });
  return {
    start: () => outer.feed(filter.start({ row: 0, column: 0 })),
    write: (chunk) => {
      for (const part of filter.write(chunk)) outer.feed(part);
    },
    paint: () => {
      if (!filter.canPaint()) return 'not-now';
      outer.feed(filter.paint([hud]));
      return 'painted';
    },
    resize: (size) => {
      const { bytes, awaitsPosition } = filter.resize({ ...size, reservedRows: RESERVED_ROWS });
      const answer = /\x1b\[(\d+);(\d+)R/.exec(outer.ask(bytes));
      if (!awaitsPosition) return;
      if (answer === null) throw new Error('the terminal did not say where its cursor is');
      const report = { row: Number(answer[1]), column: Number(answer[2]) };
      outer.feed(filter.positionReport(report));
    },
    guessedPlaces: () => filter.guessedPositions,
  };
};

/**
 * The scheme of the first programs of this kind: the program is told that the terminal is lower,
 * its bytes pass unread, and the row is painted over the bottom between saved and restored cursor.
 */
export const shrinkAndPaint: SchemeFactory = (outer) => {
  const paint = () => {
    const text = `\x1b7\x1b[${outer.rows};1H\x1b[2K${HUD_TEXT}\x1b8`;
    outer.feed(new TextEncoder().encode(text));
    return 'painted' as const;
  };
  const write = (chunk: Uint8Array) => outer.feed(chunk);
  return { start: () => {}, write, paint, resize: () => {}, guessedPlaces: () => 0 };
};

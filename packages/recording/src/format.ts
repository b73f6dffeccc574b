// What a recording consists of: its header, its events and their codes. Those of asciicast v3 mean what they
// mean there; ours hold JSON, whose shapes are their writers'. Reading and writing are done elsewhere.

/** What is shown: output, another size, a mark, the end. Any player of the format knows them. */
export const SHOWN_CODES = ['o', 'r', 'm', 'x'] as const;
/**
 * What is not shown: `c` what the session's control began with, `k` the keeper's word, `v` the voice's, `q` a request,
 * `a` the agent's, `p` the answer of a port, `t` a timer, `w` a write, `d` what was told, `n` a measured line.
 */
export const HEARD_CODES = ['c', 'k', 'v', 'q', 'a', 'p', 't', 'w', 'd', 'n'] as const;
export type RecordingCode = (typeof SHOWN_CODES)[number] | (typeof HEARD_CODES)[number];

/** One event. A reader hands on codes that it does not know. */
export interface CastEvent {
  /** From the recording's start, in ms, in steps of 0.001. */
  readonly atMs: number;
  readonly code: string;
  /** Text, or JSON as text: as the code has it. */
  readonly data: string;
}

/** In cells. */
export interface CastSize {
  readonly columns: number;
  readonly rows: number;
}

/** What ours say of themselves beside what every recording says. */
export interface SessionFacts {
  /** Of our codes: what they hold is known where it is SESSION_FORMAT, else only what is shown. */
  readonly format: number;
  /** Of the program that wrote it. */
  readonly version: string;
  readonly agent: string;
  readonly session: string;
  /** Secrets were taken out as it was written. */
  readonly redacted: boolean;
}

export interface CastHeader {
  /** Of the format: 2 or 3 where it was read, 3 where we write. */
  readonly version: 2 | 3;
  readonly size: CastSize;
  /** Wall clock at the start, in s since 1970. */
  readonly startedWallS?: number;
  readonly title?: string;
  /** A rest longer than this, in s, is not waited for. */
  readonly idleLimitS?: number;
  /** Absent: it is another program's, or was written by none that we know. */
  readonly session?: SessionFacts;
}

/** Of what our codes hold. A change that an earlier reader can't read counts it up. */
export const SESSION_FORMAT = 1;

/** Longest line that is read, in UTF-16 units: the largest snapshot of a screen with its scrollback is shorter. */
export const LONGEST_LINE_UNITS = 32 * 1024 * 1024;
/** Longest time between two events that is believed, in s: a year. */
export const LONGEST_INTERVAL_S = 366 * 24 * 3_600;
/** As large as a screen of ours may be, in cells of a side, and of both. */
export const LONGEST_SIDE_CELLS = 10_000;
export const MOST_CELLS = 500_000;

/** The file is none that can be read: why, for a person. */
export class RecordingError extends Error {
  readonly code: 'not-a-recording' | 'unknown-version';

  constructor(code: RecordingError['code'], message: string) {
    super(message);
    this.name = 'RecordingError';
    this.code = code;
  }
}

/** `COLSxROWS` of an event `r`; undefined where it is no size of a screen. */
export function sizeOf(data: string): CastSize | undefined {
  const found = /^(\d{1,5})x(\d{1,5})$/u.exec(data);
  if (found === null) return undefined;
  const size = { columns: Number(found[1]), rows: Number(found[2]) };
  return isSize(size) ? size : undefined;
}

export function isSize({ columns, rows }: CastSize): boolean {
  const isSide = (side: number): boolean =>
    Number.isInteger(side) && side >= 1 && side <= LONGEST_SIDE_CELLS;
  return isSide(columns) && isSide(rows) && columns * rows <= MOST_CELLS;
}

// Lines that a person is told: in a terminal broken between words, which it would break anywhere; whole where a
// program reads them, so that one error stays one line.
import { textWidth } from '@codex-voice/ansi';
import { errorLine } from './user-error.ts';

/** Where lines are written; `columns` is a terminal's. */
export interface LineOutput {
  readonly isTTY?: boolean;
  readonly columns?: number;
  write(text: string): unknown;
}

/** What goes on is told from what begins. */
const CONTINUED = '  ';
/** In a narrower terminal nothing is broken by us, in cells. */
const LEAST_COLUMNS = 20;
/** The name of a command of ours is not parted from us, nor what it attaches to, nor a dot from what it closes. */
const BREAKS = /(?<!\bcodex-voice(?: attach)?) (?!·)/u;

/** Each line of `text` in as many as it needs; `columns` undefined: as it is. A longer word stays whole. */
export function brokenLines(text: string, columns: number | undefined): string {
  if (columns === undefined || columns < LEAST_COLUMNS) return text;
  return text
    .split('\n')
    .map((line) => (textWidth(line) <= columns ? line : brokenLine(line, columns)))
    .join('\n');
}

function brokenLine(line: string, columns: number): string {
  const words = line.trimStart();
  const margin = line.slice(0, line.length - words.length);
  const lines: string[] = [];
  let last: string | undefined;
  for (const word of words.split(BREAKS)) {
    const longer = last === undefined ? margin + word : `${last} ${word}`;
    if (last === undefined || textWidth(longer) <= columns) last = longer;
    else {
      lines.push(last);
      last = margin + CONTINUED + word;
    }
  }
  return [...lines, last].join('\n');
}

/** Of a terminal; undefined where a program reads. */
export function columnsOf({ isTTY, columns }: LineOutput): number | undefined {
  // A terminal that tells no size says 0.
  return isTTY === true && columns !== undefined && columns > 0 ? columns : undefined;
}

/** Writes `text`, which ends with a newline. */
export function tellLines(text: string, output: LineOutput): void {
  output.write(brokenLines(text, columnsOf(output)));
}

/** One error, or one note, on standard error. */
export function tellError(error: unknown): void {
  tellLines(errorLine(error), process.stderr);
}

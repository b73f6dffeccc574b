// What the first run tells, as it stands beside the guide that clack draws: broken between words before the
// terminal would break it anywhere, so that the guide goes on, and the home folder as `~`.
import { withoutHome, wrapped } from '@codex-voice/doctor';

export interface GuideManner {
  readonly columns: number;
  readonly home: string | undefined;
}

/** The guide and what parts it from the text, in cells, and one that stays free on the right. */
const GUIDE_CELLS = 4;
/** In a narrower terminal nothing is broken by us, in cells. */
const LEAST_CELLS = 20;
/** What goes on is told from what begins, in cells. */
const CONTINUED_CELLS = 2;
/** It is copied as a whole. */
const COMMAND_LINE = /^ *run: /u;

export function guidedText(text: string, { columns, home }: GuideManner): string {
  const room = columns - GUIDE_CELLS;
  return text
    .split('\n')
    .flatMap((line) => guidedLine(withoutHome(line, home), room))
    .join('\n');
}

function guidedLine(line: string, room: number): readonly string[] {
  if (line.length <= room || room < LEAST_CELLS || COMMAND_LINE.test(line)) return [line];
  const words = line.trimStart();
  const margin = ' '.repeat(line.length - words.length);
  const continued = margin + ' '.repeat(CONTINUED_CELLS);
  return wrapped(words, room - continued.length).map(
    (part, at) => (at === 0 ? margin : continued) + part,
  );
}

// The marks of a recording, and moments of it as a person names them. Nothing is shown here.
import type { CastEvent } from './format.ts';

export interface Mark {
  /** From 1, in order. */
  readonly number: number;
  readonly atMs: number;
  /** As it was written: text from a file, not yet fit for a terminal. */
  readonly label: string;
}

const MS_PER_S = 1_000;
const S_PER_MINUTE = 60;
const MINUTES_PER_HOUR = 60;

export function marksOf(events: Iterable<CastEvent>): readonly Mark[] {
  const marks: Mark[] = [];
  for (const { code, atMs, data } of events) {
    if (code === 'm') marks.push({ number: marks.length + 1, atMs, label: data });
  }
  return marks;
}

/**
 * A moment as a person names it, in ms from the start: `90`, `90s`, `1:30`, `1:02:03.5`; `#3`, the third mark; or words that
 * a mark's label begins with or, none doing so, has in it, in either case of letters. Undefined: there is none.
 */
export function momentOf(named: string, marks: readonly Mark[]): number | undefined {
  const text = named.trim();
  const byNumber = /^#(\d{1,6})$/u.exec(text);
  if (byNumber !== null) return marks[Number(byNumber[1]) - 1]?.atMs;
  const time = timeOf(text);
  if (time !== undefined) return time;
  const words = text.toLowerCase();
  if (words === '') return undefined;
  const labels = marks.map(({ label, atMs }) => ({ label: label.toLowerCase(), atMs }));
  const found =
    labels.find(({ label }) => label.startsWith(words)) ??
    labels.find(({ label }) => label.includes(words));
  return found?.atMs;
}

function timeOf(text: string): number | undefined {
  const found = /^(?:(?:(\d{1,4}):)?(\d{1,4}):)?(\d{1,7}(?:\.\d{1,6})?)s?$/u.exec(text);
  if (found === null) return undefined;
  const [, hours = '0', minutes = '0', seconds = '0'] = found;
  const inMinutes = Number(hours) * MINUTES_PER_HOUR + Number(minutes);
  return (inMinutes * S_PER_MINUTE + Number(seconds)) * MS_PER_S;
}

/** `1:02:03.4`; `0:05.0` where it is short. */
export function timeText(ms: number): string {
  const tenths = Math.floor(Math.max(0, ms) / (MS_PER_S / 10));
  const seconds = Math.floor(tenths / 10) % S_PER_MINUTE;
  const minutes = Math.floor(tenths / 10 / S_PER_MINUTE);
  const hours = Math.floor(minutes / MINUTES_PER_HOUR);
  const tail = `${String(seconds).padStart(2, '0')}.${tenths % 10}`;
  if (hours === 0) return `${minutes}:${tail}`;
  return `${hours}:${String(minutes % MINUTES_PER_HOUR).padStart(2, '0')}:${tail}`;
}

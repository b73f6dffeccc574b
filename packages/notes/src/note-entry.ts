// What one note looks like in its day's file, and what of the file is an entry.

export interface Note {
  readonly text: string;
  /** Its day is the local one. */
  readonly at: Date;
  /** A note of this name is kept once; absent: as often as it is taken. */
  readonly id?: string;
}

/** The entry with its line end; undefined: the note has no words. */
export function noteEntry({ text, at, id }: Note): string | undefined {
  const clean = text
    .replaceAll(/\r\n?|[\u0085\u2028\u2029]/gu, '\n')
    .replaceAll(/[^\P{Cc}\n\t]/gu, '')
    .trim();
  if (clean === '') return undefined;
  const [first = '', ...rest] = clean.split('\n').map((line) => line.trimEnd());
  const lines = [`- **${clock(at)}** ${first}`, ...rest.map((line) => line && `  ${line}`)];
  return `${lines.join('\n')}${id === undefined ? '' : idMark(id)}\n`;
}

/** How an id stands at the end of its note. */
export function idMark(id: string): string {
  return ` <!-- note ${encodeURIComponent(id)} -->`;
}

/** Whether the day has a note of that id. */
export function hasNote(day: string, id: string): boolean {
  return `\n${day}`.includes(`${idMark(id)}\n`);
}

export function entriesIn(day: string): number {
  return day.match(/^- \*\*\d\d:\d\d\*\* /gmu)?.length ?? 0;
}

function clock(at: Date): string {
  return [at.getHours(), at.getMinutes()].map(twoDigits).join(':');
}

export function twoDigits(number: number): string {
  return String(number).padStart(2, '0');
}

// The figures of a clean machine as a table, and its place in the guide.
import type { Measured } from './ways.ts';

const BEGIN = '<!-- clean root -->\n';
const END = '<!-- end -->';

export function measuredTable(measured: readonly Measured[]): string {
  const megabytes = (bytes: number): string => `${(bytes / 1e6).toFixed(bytes < 1e7 ? 1 : 0)} MB`;
  const rows = measured.map(({ title, seconds, fetched, bytes }) =>
    [
      title,
      `${seconds.toFixed(0)} s`,
      fetched === undefined ? '' : megabytes(fetched),
      megabytes(bytes),
    ].join(' | '),
  );
  return ['way | until it starts | its own file | on the disk', '---|---|---|---', ...rows]
    .map((row) => `| ${row} |`)
    .join('\n')
    .replace('| ---|---|---|--- |', '|---|---|---|---|');
}

/** Throws where the page has no place for it. */
export function withTable(page: string, table: string): string {
  const [begin, end] = [page.indexOf(BEGIN), page.indexOf(END)];
  if (begin < 0 || end < begin) throw new Error('docs/installing.md has no place for the table');
  return `${page.slice(0, begin + BEGIN.length)}${table}\n${page.slice(end)}`;
}

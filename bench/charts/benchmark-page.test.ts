// The page's plots and tables have the figures of the reports, and nothing else makes them.
import { expect, test } from 'vitest';
import type { StoredReport } from '../statistics.ts';
import { plots, reportPart } from './benchmark-page.ts';

function report(name: string, columns: string[], rows: (string | number)[][]): StoredReport {
  const machine = { cpu: 'some', cores: 2, node: 'v24' };
  return { name, about: 'What was done.', columns, rows, quick: false, machine };
}

const ECHO = report(
  'key-to-echo',
  ['peer', 'p50 ms', 'p99 ms'],
  [
    ['bare', '0.180', '0.435'],
    ['codex-voice', '0.795', '2.165'],
    ['mosh <slow>', '12.263', '24.8'],
  ],
);
const SESSIONS = report(
  'sessions',
  ['running', 'keepers, proportional MiB', 'host, proportional MiB'],
  [
    ['1 sessions', '40.0', '25.0'],
    ['200 sessions', '4505.4', '42.8'],
    ['1 session, 50 viewers', '36.7', '23.1'],
  ],
);

test('bars have a row for each figure, ours by weight, names escaped, and the one far off is cut', () => {
  const svg = plots((name) => (name === 'key-to-echo' ? ECHO : undefined))['benchmarks-peers.svg'];
  expect(svg).toContain('>mosh &lt;slow&gt;<');
  expect(svg).toMatch(/class="e o">codex-voice</u);
  expect(svg).toContain('» 12.263');
  expect(svg?.match(/<rect /gu)).toHaveLength(3);
  expect(svg).toContain('prefers-color-scheme:dark');
  expect(svg).not.toContain('NaN');
});

test('points are the rows of their kind alone; without a report there is no panel', () => {
  const drawn = plots((name) => (name === 'sessions' ? SESSIONS : undefined));
  const [memory = ''] =
    /memory of keepers and host.*/u.exec(drawn['benchmarks-growth.svg'] ?? '') ?? [];
  expect(memory.match(/<circle /gu)).toHaveLength(2);
  expect(drawn['benchmarks-peers.svg']).not.toContain('<g ');
});

test('a table says when it is a first look, and that there is none', () => {
  expect(reportPart(ECHO)).toContain('| codex-voice | 0.795 | 2.165 |');
  expect(reportPart(ECHO)).not.toContain('first look');
  expect(reportPart({ ...ECHO, quick: true })).toContain('first look');
  expect(reportPart(undefined)).toBe('Not measured yet.');
});

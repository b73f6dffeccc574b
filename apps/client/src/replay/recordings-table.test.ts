import { expect, test } from 'vitest';
import type { ListedRecording } from './recording-files.ts';
import { recordingsTable } from './recordings-table.ts';

const FOLDER = '/h/me/.local/state/codex-voice/recordings';
const NAME = 'codex-k3fa-20260131-093000.cast';
const RECORDINGS: readonly ListedRecording[] = [
  {
    path: `${FOLDER}/${NAME}`,
    header: {
      version: 3,
      size: { columns: 80, rows: 24 },
      startedWallS: 1_769_860_800,
      title: 'codex (codex-k3fa)',
    },
    bytes: 1_234_567,
    changedMs: 0,
  },
  {
    path: `${FOLDER}/notes.cast`,
    header: { version: 2, size: { columns: 80, rows: 24 } },
    bytes: 51_200,
    changedMs: 0,
  },
];

const shown = (columns: number | undefined): readonly string[] =>
  recordingsTable(RECORDINGS, { folder: FOLDER, home: '/h/me', columns }).split('\n');

test.each([80, 100])('the list of recordings was broken by its paths at %i columns', (columns) => {
  const lines = shown(columns);
  expect(lines[0]).toBe('~/.local/state/codex-voice/recordings');
  expect(lines[1]).toMatch(
    /^codex-k3fa-20260131-093000\.cast {2}\d{4}-\d\d-\d\d \d\d:\d\d {2}1\.2 MB {2}codex/u,
  );
  expect(lines[2]).toMatch(/^notes\.cast {38,}52 kB$/u);
  for (const line of lines) expect(line.length).toBeLessThanOrEqual(columns);
});

test('the name, which replay takes, stays whole where there is no room for all', () => {
  expect(shown(30)[1]).toContain(NAME);
});

test.each([40, 60])('the list of recordings was broken inside words at %i columns', (columns) => {
  const lines = shown(columns);
  for (const line of lines) expect(line.length, line).toBeLessThanOrEqual(columns);
  expect(lines.join('\n')).toMatch(new RegExp(`^${NAME}\\s+\\d{4}-\\d\\d-\\d\\d`, 'mu'));
});

test('a program gets whole paths between tabs', () => {
  const [first = ''] = shown(undefined);
  expect(first.split('\t')).toEqual([
    `${FOLDER}/${NAME}`,
    expect.stringMatching(/^\d{4}-\d\d-\d\d /u),
    '1.2 MB',
    'codex (codex-k3fa)',
  ]);
});

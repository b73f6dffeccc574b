// The list of recordings: which files it reads, and how often.
import { mkdtempSync, renameSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type KnownHeads, listRecordings, namedRecording } from './recording-files.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'codex-voice-list-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function add(name: string, title: string, atS: number): void {
  const header = { version: 3, term: { cols: 80, rows: 24 }, title };
  const path = join(folder, name);
  writeFileSync(`${path}.new`, `${JSON.stringify(header)}\n[0.1,"o","x"]\n`);
  renameSync(`${path}.new`, path);
  utimesSync(path, atS, atS);
}

const titles = (options: Parameters<typeof listRecordings>[1]): (string | undefined)[] =>
  listRecordings(folder, options).map(({ header }) => header.title);

test('the newest is first, and what is none is passed over', () => {
  add('a-1.cast', 'one', 100);
  add('b-1.cast', 'two', 300);
  add('a-2.cast', `three${'.'.repeat(10_000)}`, 200);
  writeFileSync(join(folder, 'c.cast'), 'nothing of the kind\n');
  writeFileSync(join(folder, 'd.cast'), `{"version":3${' '.repeat(100_000)}`);
  writeFileSync(join(folder, 'notes.txt'), 'x');
  expect(titles({}).map((title) => title?.slice(0, 5))).toEqual(['two', 'three', 'one']);
  expect(titles({ begins: 'b-' })).toEqual(['two']);
  expect(basename(namedRecording('a-', folder))).toBe('a-2.cast');
  expect(namedRecording('z', folder)).toBe('z');
});

test('a head that was read is not read again, until another file has its name', () => {
  const known: KnownHeads = new Map();
  add('a.cast', 'one', 100);
  expect(titles({ known })).toEqual(['one']);
  // The same file with other bytes: what it said first is what counts.
  writeFileSync(join(folder, 'a.cast'), 'overwritten, and no recording any more\n');
  expect(titles({ known })).toEqual(['one']);
  add('a.cast', 'another', 100);
  expect(titles({ known })).toEqual(['another']);
});

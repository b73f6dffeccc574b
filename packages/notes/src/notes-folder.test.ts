import { spawn } from 'node:child_process';
import {
  appendFileSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { addNote, dateOf, isDate, noteDays, noteEntry, readDay } from './index.ts';

const AT = new Date(2026, 1, 28, 9, 5);
const DATE = '2026-02-28';
const FRONT_DOOR = new URL('./index.ts', import.meta.url).href;

let above: string;
let folder: string;

beforeEach(() => {
  above = mkdtempSync(join(tmpdir(), 'codex-voice-notes-'));
  folder = join(above, 'state', 'notes');
});

afterEach(() => rmSync(above, { recursive: true }));

const file = (): string => join(folder, `${DATE}.md`);
const written = (): string => readFileSync(file(), 'utf8');

test('NOTES-1: entries stand in their day in order, further lines inside of them', () => {
  expect(addNote(folder, { text: 'first', at: AT })).toEqual({ kind: 'kept', path: file() });
  addNote(folder, { text: 'second\n- **10:00** no entry\n\nlast\n', at: AT });
  expect(written()).toBe(
    '- **09:05** first\n- **09:05** second\n  - **10:00** no entry\n\n  last\n',
  );
});

test('NOTES-1: whatever is noted is one entry', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      const entry = noteEntry({ text, at: AT });
      if (entry === undefined) return;
      expect(entry.match(/^- \*\*/gmu)).toHaveLength(1);
      expect(entry.endsWith('\n')).toBe(true);
    }),
  );
});

test('NOTES-2: folder and day are the owner’s alone, and what a person wrote stays', () => {
  addNote(folder, { text: 'one', at: AT });
  expect(statSync(folder).mode & 0o777).toBe(0o700);
  expect(statSync(file()).mode & 0o777).toBe(0o600);
  appendFileSync(file(), '\n## My own words, without an end');
  addNote(folder, { text: 'two', at: AT });
  expect(written()).toBe('- **09:05** one\n\n## My own words, without an end\n- **09:05** two\n');
});

/** Notes of its own, each of two lines that belong together. */
const WRITER = `
const { addNote } = await import(process.argv[1]);
for (let index = 0; index < 50; index += 1) {
  const text = process.argv[3] + '.' + index;
  const kept = addNote(process.argv[2], { text: text + '\\n' + text, at: new Date(2026, 1, 28) });
  if (kept.kind !== 'kept') throw new Error(JSON.stringify(kept));
}`;

test('NOTES-3: notes of several processes at once all stand there whole', async () => {
  const ends = ['a', 'b', 'c'].map(
    (name) =>
      new Promise<number | null>((resolve) => {
        const args = ['--input-type=module', '-e', WRITER, FRONT_DOOR, folder, name];
        spawn(process.execPath, args, { stdio: 'ignore' }).once('close', resolve);
      }),
  );
  expect(await Promise.all(ends)).toEqual([0, 0, 0]);
  const pairs = [...written().matchAll(/^- \*\*00:00\*\* (\S+)\n {2}(\S+)\n/gmu)];
  expect(pairs.filter(([, one, other]) => one === other)).toHaveLength(150);
  expect(written().split('\n')).toHaveLength(301);
});

test('NOTES-4: a note with an id is kept once, and a text that looks like its mark is not it', () => {
  const note = { text: 'once', at: AT, id: 'u-1' };
  addNote(folder, { text: 'about <!-- note u-1 --> itself', at: AT });
  expect(addNote(folder, note).kind).toBe('kept');
  expect(addNote(folder, note).kind).toBe('known');
  expect(addNote(folder, { ...note, id: 'u-2 -->\n' }).kind).toBe('kept');
  expect(addNote(folder, { ...note, id: 'u-2 -->\n' }).kind).toBe('known');
  expect(written().match(/once/gu)).toHaveLength(2);
});

test('NOTES-5: a full disk and a folder that can’t be are told with the reason', () => {
  mkdirSync(folder, { recursive: true });
  symlinkSync('/dev/full', file());
  expect(addNote(folder, { text: 'lost?', at: AT })).toEqual({
    kind: 'failed',
    message: expect.stringContaining('ENOSPC'),
  });
  writeFileSync(join(above, 'in-the-way'), '');
  const kept = addNote(join(above, 'in-the-way', 'notes'), { text: 'lost?', at: AT });
  expect(kept).toEqual({ kind: 'failed', message: expect.stringContaining('ENOTDIR') });
});

test('NOTES-5: what a full disk has cut is taken again under the same id', () => {
  const note = { text: 'a long thought', at: AT, id: 'u-1' };
  const entry = noteEntry(note) ?? '';
  mkdirSync(folder, { recursive: true });
  writeFileSync(file(), entry.slice(0, -4));
  expect(addNote(folder, note).kind).toBe('kept');
  expect(written().endsWith(entry)).toBe(true);
  expect(addNote(folder, note).kind).toBe('known');
});

test('NOTES-6: control characters are left out, line ends are one, and nothing is no note', () => {
  const text = 'red \u001b[31m\u0007\r\nnext\u2028third\tx';
  expect(noteEntry({ text, at: AT })).toBe('- **09:05** red [31m\n  next\n  third\tx\n');
  expect(addNote(folder, { text: ' \u0000\n', at: AT })).toEqual({ kind: 'empty' });
  expect(readdirSync(above)).toEqual([]);
});

test('NOTES-7: days come newest first, with their entries; what is no day is not there', () => {
  expect(noteDays(folder)).toEqual([]);
  addNote(folder, { text: 'one', at: AT });
  addNote(folder, { text: 'two', at: AT });
  addNote(folder, { text: 'later', at: new Date(2026, 2, 1) });
  writeFileSync(join(folder, 'mine.md'), '- **09:05** not ours\n');
  writeFileSync(join(folder, '2026-13-77.md'), '');
  expect(noteDays(folder).map(({ date, count }) => [date, count])).toEqual([
    ['2026-03-01', 1],
    [DATE, 2],
  ]);
  expect(readDay(folder, DATE)).toBe(written());
  expect(readDay(folder, '2026-01-01')).toBeUndefined();
  expect(readDay(folder, '../notes/2026-02-28')).toBeUndefined();
  expect([dateOf(AT), isDate('2026-02-29'), isDate('2024-02-29')]).toEqual([DATE, false, true]);
});

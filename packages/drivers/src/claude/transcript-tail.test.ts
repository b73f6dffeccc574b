// Following a file that another program writes.
import {
  appendFileSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { TranscriptTail } from './transcript-tail.ts';

let folder = '';
let path = '';

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tail-'));
  path = join(folder, 'transcript.jsonl');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

test('CLAUDE-5: a file that comes late is read from its start, each line once', () => {
  const tail = new TranscriptTail(path);
  expect(tail.read()).toBeUndefined();
  writeFileSync(path, 'one\ntwo\n');
  expect(tail.read()).toEqual(['one', 'two']);
  expect(tail.read()).toEqual([]);
  appendFileSync(path, 'three\n\nfour\n');
  expect(tail.read()).toEqual(['three', 'four']);
});

test('CLAUDE-5: a torn line is told once it is whole, however it is cut', () => {
  const lines = fc.array(fc.string({ unit: 'grapheme' }).map((line) => line.replaceAll('\n', '')));
  fc.assert(
    fc.property(lines, fc.array(fc.nat({ max: 40 })), (written, cuts) => {
      rmSync(path, { force: true });
      const tail = new TranscriptTail(path);
      const bytes = Buffer.from(written.map((line) => `${line}\n`).join(''));
      const read: string[] = [];
      let from = 0;
      for (const cut of [...cuts, bytes.length]) {
        appendFileSync(path, bytes.subarray(from, from + cut));
        from += cut;
        read.push(...(tail.read() ?? []));
      }
      expect(read).toEqual(written.filter((line) => line !== ''));
    }),
    { numRuns: 50 },
  );
});

test('CLAUDE-5: a file that lost lines or was replaced is read again', () => {
  writeFileSync(path, 'one\ntwo\nthree\n');
  const tail = new TranscriptTail(path);
  tail.read();
  // Claude Code takes a line out and writes on: the file may be longer than before.
  writeFileSync(path, readFileSync(path, 'utf8').replace('two\n', ''));
  appendFileSync(path, 'four, much longer than what was taken out\n');
  expect(tail.read()).toEqual(['one', 'three', 'four, much longer than what was taken out']);
  writeFileSync(`${path}.new`, 'other\n');
  renameSync(`${path}.new`, path);
  expect(tail.read()).toEqual(['other']);
});

test('CLAUDE-5: of a file found long only its end is read, from a whole line on', () => {
  const line = 'x'.repeat(1_023);
  writeFileSync(path, `${line}\n`.repeat(5_000));
  const read = new TranscriptTail(path).read() ?? [];
  expect(read.length).toBeLessThanOrEqual(4_096);
  expect(read.length).toBeGreaterThan(4_000);
  expect(new Set(read)).toEqual(new Set([line]));
});

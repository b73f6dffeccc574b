// The output on disk: complete, bounded, and never in the way of the session.
import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { OutputFile } from './output-file.ts';

let folder = '';
let problems: string[] = [];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'keeper-output-'));
  problems = [];
});
afterEach(() => rmSync(folder, { recursive: true }));

function open(limitBytes: number): OutputFile {
  return new OutputFile({
    path: join(folder, 'output.log'),
    limitBytes,
    onProblem: (message) => problems.push(message),
  });
}

function read(name: string): string {
  return readFileSync(join(folder, name), 'utf8');
}

function sizeOf(name: string): number {
  return statSync(join(folder, name), { throwIfNoEntry: false })?.size ?? 0;
}

test('everything is written in order, and only its owner can read it', async () => {
  const file = open(1e6);
  for (let count = 0; count < 500; count += 1) file.append(Buffer.from(`line ${count}\n`));
  await expect.poll(() => read('output.log')).toContain('line 499\n');
  file.append(Buffer.from('late'));
  await file.close();
  const lines = Array.from({ length: 500 }, (_, index) => `line ${index}\n`);
  expect(read('output.log')).toBe(`${lines.join('')}late`);
  expect(statSync(join(folder, 'output.log')).mode & 0o777).toBe(0o600);
});

test('a flood is written whole and in order, whatever its pieces', async () => {
  const file = open(64e6);
  const pieces: Buffer[] = [];
  let bytes = 0;
  for (let count = 0; count < 600; count += 1) {
    const piece = Buffer.alloc(1 + ((count * 7919) % 70_000), `${count};`);
    pieces.push(piece);
    bytes += piece.length;
    file.append(piece);
    if (count % 5 === 0) await new Promise(setImmediate);
    // Between bursts the disk catches up.
    if (count % 50 === 0) await expect.poll(() => sizeOf('output.log')).toBe(bytes);
  }
  await file.close();
  expect(problems).toEqual([]);
  expect(readFileSync(join(folder, 'output.log')).equals(Buffer.concat(pieces))).toBe(true);
});

test('two files take turns within the bound', async () => {
  const file = open(20);
  for (let count = 0; count < 7; count += 1) {
    file.append(Buffer.from(`part-${count};`));
    await new Promise((resolve) => setTimeout(resolve, 15));
  }
  await file.close();
  const all = 'part-0;part-1;part-2;part-3;part-4;part-5;part-6;';
  expect(all.endsWith(read('output.log.1') + read('output.log'))).toBe(true);
  expect(read('output.log.1')).toHaveLength(10);
  expect(read('output.log').length).toBeLessThanOrEqual(10);
});

test('more at once than the bound leaves its end', async () => {
  const file = open(10);
  file.append(Buffer.from('0123456789abcdefghij'));
  await file.close();
  expect(read('output.log.1') + read('output.log')).toBe('abcdefghij');
});

test('a disk that refuses is told once, and costs nothing else', async () => {
  mkdirSync(join(folder, 'output.log'));
  const file = open(1e6);
  file.append(Buffer.from('one'));
  await expect.poll(() => problems.length).toBe(1);
  file.append(Buffer.from('two'));
  await file.close();
  expect(problems[0]).toContain('EISDIR');
  expect(problems).toHaveLength(1);
});

test('what a disk can not take in time is bounded and said', async () => {
  const file = open(64e6);
  const chunk = new Uint8Array(1024 * 1024);
  for (let count = 0; count < 6; count += 1) file.append(chunk);
  expect(problems).toEqual(['the disk is too slow for the output']);
  await file.close();
  expect(statSync(join(folder, 'output.log')).size).toBe(4 * chunk.length);
});

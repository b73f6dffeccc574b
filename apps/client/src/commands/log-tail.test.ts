import { appendFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { followLog, lastLines } from './log-tail.ts';

/** A log file that ends with its test. */
function logFile(text: string) {
  const directory = mkdtempSync(join(tmpdir(), 'codex-voice-log-'));
  const path = join(directory, 'host.log');
  writeFileSync(path, text);
  return { path, [Symbol.dispose]: () => rmSync(directory, { recursive: true }) };
}

test('the last lines, whole ones only', () => {
  using log = logFile('one\ntwo\nthree\nbegu');
  expect(lastLines(log.path, 2)).toEqual({ lines: ['two', 'three'], endBytes: 14 });
  expect(lastLines(log.path, 9).lines).toEqual(['one', 'two', 'three']);
});

test('of a large file only the end is read, and no half line is shown', () => {
  using log = logFile(`${'a line of some length\n'.repeat(50_000)}the end\n`);
  const { lines, endBytes } = lastLines(log.path, 1_000_000);
  expect(lines.length).toBeLessThan(50_000);
  expect(new Set(lines)).toEqual(new Set(['a line of some length', 'the end']));
  expect(endBytes).toBe(22 * 50_000 + 8);
});

test('a file that is not there has no lines', () => {
  expect(lastLines('/nowhere/host.log', 5)).toEqual({ lines: [], endBytes: 0 });
});

test('what is added is told a line each, in whole characters, also when the file starts anew', async () => {
  using log = logFile('old\nhalf é');
  const lines: string[] = [];
  const end = new AbortController();
  const following = followLog({
    path: log.path,
    fromBytes: lastLines(log.path, 5).endBytes,
    print: (line) => lines.push(line),
    until: end.signal,
  });
  const told = async (count: number): Promise<void> => {
    while (lines.length < count) await sleep(5);
  };
  appendFileSync(log.path, Buffer.from([0xc3]));
  appendFileSync(log.path, Buffer.from([0xa9, 0x0a]));
  await told(1);
  writeFileSync(log.path, 'new\n');
  await told(2);
  end.abort();
  await following;
  expect(lines).toEqual(['half éé', 'new']);
});

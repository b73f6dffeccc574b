// Recorded sessions of real runs come to the same with this version: each file of tests/replays.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { differenceWords, type RecordedLine, redrive } from '@codex-voice/control';
import { readCast, SESSION_FORMAT } from '@codex-voice/recording';
import { expect, test } from 'vitest';
import { ROOT } from './command.ts';

const FOLDER = join(ROOT, 'tests', 'replays');
const FILES = readdirSync(FOLDER).filter((name) => name.endsWith('.cast'));

function recorded(name: string): RecordedLine[] {
  const { events, passedOver, torn } = readCast(readFileSync(join(FOLDER, name), 'utf8'));
  expect({ passedOver, torn }, name).toEqual({ passedOver: 0, torn: false });
  return events
    .filter(({ code }) => !'ormxn'.includes(code))
    .map(({ code, atMs, data }) => ({ code, atMs, data: JSON.parse(data) }));
}

test('there are recordings, each named after what happens in it', () => {
  expect(FILES.length).toBeGreaterThan(0);
  for (const name of FILES) expect(name).toMatch(/^[a-z0-9-]+\.cast$/u);
});

test('each form in which sessions were ever recorded has one, and is still read', () => {
  const formats = FILES.map(
    (name) => readCast(readFileSync(join(FOLDER, name), 'utf8')).header.session?.format,
  );
  const all = Array.from({ length: SESSION_FORMAT }, (_, index) => index + 1);
  expect([...new Set(formats)].sort()).toEqual(all);
});

test.each(FILES)('%s comes to the same, and nothing of it is left out', async (name) => {
  const report = await redrive(recorded(name), { redacted: false });
  expect(report.differences.map(differenceWords)).toEqual([]);
  expect(report.uncompared).toEqual([]);
  expect(report.outputs).toBeGreaterThan(10);
});

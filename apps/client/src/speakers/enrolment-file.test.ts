import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import {
  type EnrolledSpeaker,
  MOST_SPEAKERS,
  nameFault,
  readEnrolled,
  withSpeaker,
  writeEnrolled,
} from './enrolment-file.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'codex-voice-enrolled-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

function enrolled(name: string, model = 'built-in-1'): EnrolledSpeaker {
  return {
    name,
    model,
    vector: [0.6, 0.8],
    speechMs: 9_000,
    stretches: 4,
    enrolledAt: '2026-01-02T03:04:05.000Z',
  };
}

test('what is written is read, by its owner alone, and nothing else lies beside it', () => {
  const path = join(folder, 'new', 'speakers.json');
  expect(readEnrolled(path)).toEqual([]);
  writeEnrolled(path, [enrolled('Ana'), enrolled('Ben')]);
  expect(readEnrolled(path).map(({ name }) => name)).toEqual(['Ana', 'Ben']);
  expect(statSync(path).mode & 0o777).toBe(0o600);
  expect(statSync(join(folder, 'new')).mode & 0o777).toBe(0o700);
  expect(readdirSync(join(folder, 'new'))).toEqual(['speakers.json']);
});

test('cut at any byte it is damaged, said in one line with the way out', () => {
  const path = join(folder, 'speakers.json');
  writeEnrolled(path, [enrolled('Ana')]);
  const whole = readFileSync(path);
  for (let length = 0; length < whole.length - 2; length += 1) {
    writeFileSync(path, whole.subarray(0, length));
    expect(() => readEnrolled(path)).toThrow(/damaged: move it away/);
  }
});

test.each([
  '{}',
  '[]',
  'null',
  '{"version":2,"speakers":[]}',
  '{"version":1,"speakers":[{"name":"Ana"}]}',
  `{"version":1,"speakers":[${JSON.stringify({ ...enrolled('Ana'), vector: [] })}]}`,
])('another document is damaged: %s', (text) => {
  const path = join(folder, 'speakers.json');
  writeFileSync(path, text);
  expect(() => readEnrolled(path)).toThrow(/damaged/);
});

test('a folder in its place is one line', () => {
  expect(() => readEnrolled(folder)).toThrow(/can't be read \(EISDIR\)/);
  expect(() => writeEnrolled(join(folder), [])).toThrow(/can't be written/);
  expect(readdirSync(folder)).toEqual([]);
});

test('who is enrolled again for a model takes the own place, and beyond the bound nobody comes', () => {
  const one = withSpeaker([enrolled('Ana')], { ...enrolled('Ana'), speechMs: 1 });
  expect(one).toHaveLength(1);
  expect(one[0]?.speechMs).toBe(1);
  expect(withSpeaker(one, enrolled('Ana', 'speaker-en'))).toHaveLength(2);
  const full = Array.from({ length: MOST_SPEAKERS }, (_, index) => enrolled(`n${index}`));
  expect(withSpeaker(full, enrolled('n3'))).toHaveLength(MOST_SPEAKERS);
  expect(() => withSpeaker(full, enrolled('Ana'))).toThrow(/which is the most/);
});

test('a name is short plain text', () => {
  for (const name of ['Ana', 'Ana B.', 'åsa', '山田']) expect(nameFault(name)).toBeUndefined();
  for (const name of ['', ' ', ' Ana', 'A\u001b[31m', 'a'.repeat(41)]) {
    expect(nameFault(name)).toBeDefined();
  }
});

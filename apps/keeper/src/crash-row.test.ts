// What Codex is started on after it crashed, or could not open its conversation again.
import { expect, test } from 'vitest';
import { type AfterCrash, type Crash, CrashRow } from './crash-row.ts';

const crash: Crash = { livedMs: 5_000, how: 'crashed', hasWords: true };
const unopened: Crash = { livedMs: 100, how: 'unopened', hasWords: true };

function row(...ends: readonly Crash[]): readonly AfterCrash[] {
  const counted = new CrashRow();
  return ends.map((end) => counted.after(end));
}

test('KEEPER-72: three crashes in a row are answered, the next one is not, and one that lived is not of the row', () => {
  const on = 'on-its-conversation';
  expect(row(crash, crash, crash, crash)).toEqual([on, on, on, 'ended']);
  expect(row(crash, crash, crash, { ...crash, livedMs: 60_000 }, crash)).toEqual(Array(5).fill(on));
  expect(row({ ...crash, hasWords: false }, crash)).toEqual(['anew', on]);
});

test('KEEPER-72 bug: a conversation that could not be opened after two or three crashes ended the session; it begins anew', () => {
  const on = 'on-its-conversation';
  expect(row(crash, unopened, unopened)).toEqual([on, on, 'anew']);
  expect(row(crash, crash, unopened, unopened)).toEqual([on, on, on, 'anew']);
  expect(row(crash, crash, crash, unopened, unopened)).toEqual([on, on, on, on, 'anew']);
});

test('KEEPER-72: what can not be opened does not make the row of crashes longer, nor shorter', () => {
  const ends = row(crash, unopened, unopened, crash, unopened, unopened, crash, unopened, crash);
  expect(ends.at(-1)).toBe('ended');
  expect(ends.slice(0, -1)).not.toContain('ended');
});

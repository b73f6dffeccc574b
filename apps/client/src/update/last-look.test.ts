import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { parseConfig } from '../config.ts';
import { gatherUpdate } from '../doctor/gather-system.ts';
import { newerThan } from './allowed-look.ts';
import { daysSince, isLookDue, keepLook, lastLook } from './last-look.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const NOW_MS = 1_000 * DAY_MS;

const ago = (days: number) => NOW_MS - days * DAY_MS;
const answered = (days: number) => ({ ms: ago(days), newest: '1.2.3' });

test.each([
  ['nobody ever looked', undefined, true],
  ['answered a week ago', { triedMs: ago(7), looked: answered(7) }, true],
  ['answered six days ago', { triedMs: ago(6), looked: answered(6) }, false],
  ['tried today, never answered', { triedMs: NOW_MS - HOUR_MS }, false],
  ['tried yesterday, never answered', { triedMs: ago(1) }, true],
  ['answered long ago, tried today', { triedMs: NOW_MS - HOUR_MS, looked: answered(30) }, false],
  ['answered long ago, tried yesterday', { triedMs: ago(1), looked: answered(30) }, true],
  ['in a time to come', { triedMs: ago(-3), looked: answered(-3) }, true],
] as const)('REL-10 %s', (_, look, isDue) => {
  expect(isLookDue(look, NOW_MS)).toBe(isDue);
});

test('REL-10 what was found is kept, and a file that is not ours counts for nothing', () => {
  const folder = mkdtempSync(join(tmpdir(), 'codex-voice-look-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const state = join(folder, 'state');
  expect(lastLook(state)).toBeUndefined();
  const look = { triedMs: NOW_MS, looked: answered(0) };
  keepLook(state, look);
  expect(lastLook(state)).toEqual(look);
  expect(readdirSync(state)).toEqual(['update.json']);
  for (const text of ['', '{', '[]', '{"triedMs":"x"}', 'null']) {
    writeFileSync(join(state, 'update.json'), text);
    expect([text, lastLook(state)]).toEqual([text, undefined]);
  }
  // A folder in its place: it is not kept, and nothing is thrown.
  rmSync(join(state, 'update.json'));
  mkdirSync(join(state, 'update.json'));
  keepLook(state, look);
  expect(lastLook(state)).toBeUndefined();
});

test.each([
  ['1.0.0', '1.1.0', '1.1.0'],
  ['1.1.0', '1.1.0', undefined],
  ['1.2.0', '1.1.0', undefined],
  ['1.1.0-beta', '1.1.0', '1.1.0'],
  ['1.0.0', undefined, undefined],
  ['1.0.0', 'x\u001b[2J', undefined],
])('REL-10 %s where %s was found', (version, newest, newer) => {
  expect(newerThan(version, newest)).toBe(newer);
});

test('REL-10 the doctor tells what was found, and when', () => {
  const home = mkdtempSync(join(tmpdir(), 'codex-voice-look-'));
  onTestFinished(() => rmSync(home, { recursive: true, force: true }));
  const environment = { HOME: home, XDG_STATE_HOME: home };
  const config = parseConfig('[update]\ncheck = "weekly"\n', 'config.toml');
  const asked = { environment, nowMs: NOW_MS };
  expect(gatherUpdate('1.2.0', config, asked)).toEqual({ check: 'weekly' });
  keepLook(join(home, 'codex-voice'), { triedMs: ago(2), looked: answered(2) });
  const told = { check: 'weekly', looked: { daysAgo: 2, newer: '1.2.3' } };
  expect(gatherUpdate('1.2.0', config, asked)).toEqual(told);
  expect(gatherUpdate('1.2.3', config, asked).looked).toEqual({ daysAgo: 2 });
});

test('days are whole, and none lies in a time to come', () => {
  expect([daysSince(ago(0), NOW_MS), daysSince(ago(2.9), NOW_MS)]).toEqual([0, 2]);
  expect(daysSince(ago(-5), NOW_MS)).toBe(0);
});

// Where a session's driver is found, as its keeper tells it: followed, left and never two at once.
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { SessionDriver } from '@codex-voice/drivers';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { DriverLink } from './driver-link.ts';
import { until } from './host-world.test-support.ts';

let directory = '';
let given: (SessionDriver | undefined)[] = [];
let noted: string[] = [];

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'link-'));
  given = [];
  noted = [];
});
afterEach(() => rmSync(directory, { recursive: true }));

function open(): DriverLink {
  return new DriverLink({
    directory,
    setDriver: (driver) => given.push(driver),
    note: (text) => noted.push(text),
    lookPatienceMs: 100,
  });
}

function codex(name: string) {
  return { kind: 'codex', path: join(directory, name) };
}

test('HOST-12: a session has a driver while its keeper tells of a place, another one when it moves, and none without', async () => {
  const link = open();
  for (let again = 0; again < 3; again += 1) link.placed(codex('one'));
  await until('one driver', () => given.length === 1);
  // Nobody is there yet: prompts are typed.
  expect(given[0]?.rung).toBe('typing');
  link.placed(codex('two'));
  link.placed(codex('three'));
  await until('another driver', () => given.length === 3);
  link.placed({ kind: 'of-a-newer-keeper', path: '/somewhere' });
  link.placed(undefined);
  await until('none', () => given.length === 4);
  expect(given.map((driver) => driver !== undefined)).toEqual([true, false, true, false]);
  link.close();
  const lines = readFileSync(join(directory, 'events.jsonl'), 'utf8').split('\n').filter(Boolean);
  const numbers = lines.map((line) => Number(JSON.parse(line).number));
  expect(numbers).toEqual(numbers.map((_, index) => index + 1));
  expect(noted).toEqual([]);
});

test('HOST-12: Claude Code is driven by its folder of hooks; a folder that is not as it should be is noted', async () => {
  const link = open();
  const hooks = mkdtempSync(join(directory, 'hooks-'));
  link.placed({ kind: 'claude', path: join(directory, 'missing') });
  await until('noted', () => noted.length === 1);
  writeFileSync(join(hooks, 'token'), 'secret');
  link.placed({ kind: 'claude', path: hooks });
  await until('a driver', () => given.length === 1);
  expect(given[0]?.capabilities.has('confirms')).toBe(true);
  link.close();
});

test('HOST-12: a driver at its desk is waited for no longer than any other, and keeps its own events', async () => {
  const link = open();
  link.placed({ kind: 'desk', path: directory });
  await until('a driver', () => given.length === 1);
  expect(given[0]?.rung).toBe('typing');
  expect(given[0]?.capabilities.has('interrupt')).toBe(true);
  expect(existsSync(join(directory, 'events.jsonl'))).toBe(false);
  link.close();
});

test('HOST-12: what is placed while it is let go is nobody’s', async () => {
  const link = open();
  link.placed(codex('one'));
  link.close();
  link.placed(codex('two'));
  const next = open();
  next.placed(codex('three'));
  await until('the next one', () => given.length === 1);
  next.close();
});

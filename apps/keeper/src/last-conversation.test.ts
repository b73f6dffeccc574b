// Which conversation was open last, and whether it can be opened again, from what drivers wrote down.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { lastConversation } from './last-conversation.ts';

const session = (threadId: string, more: object = {}) => ({
  ...{ kind: 'session', threadId, cwd: '/project' },
  ...more,
});
const end = { kind: 'turn-completed', turnId: 't', how: 'finished' };
const asked = { kind: 'prompt', promptId: 'p', state: 'offered' };

function folder(): string {
  const path = mkdtempSync(join(tmpdir(), 'last-'));
  onTestFinished(() => rmSync(path, { recursive: true }));
  return path;
}

/** Of events as they follow each other, in the older and in the newer file. */
function lastOf(newer: readonly object[], older: readonly object[] = [], first = 1) {
  const path = folder();
  const lines = [...older, ...newer].map((event, index) =>
    JSON.stringify({ number: first + index, atMs: 1, event }),
  );
  const write = (name: string, some: readonly string[]) =>
    writeFileSync(join(path, name), some.map((line) => `${line}\n`).join(''));
  if (older.length > 0) write('events.jsonl.1', lines.slice(0, older.length));
  write('events.jsonl', lines.slice(older.length));
  return lastConversation(path);
}

const EMPTY = { threadId: 'A', isBegun: false, isKept: false };
const KEPT = { threadId: 'A', isBegun: true, isKept: true };

test('KEEPER-72: a conversation is begun by what is on its way to it, and kept from the end of a turn on', () => {
  expect(lastConversation(folder())).toBeUndefined();
  expect(lastOf([session('A')])).toEqual(EMPTY);
  expect(lastOf([session('A'), asked])).toEqual({ ...EMPTY, isBegun: true });
  expect(lastOf([session('A'), asked, end])).toEqual(KEPT);
  expect(lastOf([session('B'), end, session('A')])).toEqual(EMPTY);
});

test('KEEPER-72 bug: an older conversation that was opened and in which nothing new was said counted as empty', () => {
  expect(lastOf([session('A'), session('A', { isOlder: true })])).toEqual(KEPT);
  expect(lastOf([session('A', { isOlder: true }), session('B')])).toMatchObject({ isKept: false });
});

test('KEEPER-72 bug: a conversation counted as empty once another driver had told of it, or a person had left it and come back', () => {
  expect(lastOf([session('A'), end, session('A')])).toEqual(KEPT);
  expect(lastOf([session('A'), end, session('B'), session('A')])).toEqual(KEPT);
});

test('KEEPER-72: what was said stands in the older file, or before what is kept at all', () => {
  expect(lastOf([session('A')], [session('A'), end])).toEqual(KEPT);
  expect(lastOf([end], [session('A')])).toEqual(KEPT);
  expect(lastOf([session('A')], [], 7)).toEqual(KEPT);
  // The first of a new file, and yet no repeated one.
  expect(lastOf([session('A')], [session('B'), end])).toEqual(EMPTY);
});

test('KEEPER-72: what can not be read of the newest is no reason to open an older one', () => {
  const path = folder();
  const line = JSON.stringify({ number: 1, atMs: 1, event: session('A') });
  writeFileSync(join(path, 'events.jsonl'), `${line}\n{"number":2,"event":{"kind":"session","thr`);
  expect(lastConversation(path)).toBeUndefined();
  const other = folder();
  writeFileSync(join(other, 'events.jsonl.1'), `${line}\n`);
  mkdirSync(join(other, 'events.jsonl'));
  expect(lastConversation(other)).toBeUndefined();
});

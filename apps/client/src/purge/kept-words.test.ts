// What is kept of what was said, on a real disk: found, removed, and what of it stays.
import {
  appendFileSync,
  closeSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readFileSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { findKeptWords, type KeptPlaces, type KeptWords, removeKeptWords } from './kept-words.ts';

const OLD_MS = Date.UTC(2030, 0, 1);
const BORDER_MS = Date.UTC(2030, 0, 10);
const NEW_MS = Date.UTC(2030, 0, 20);

let home: string;
let places: KeptPlaces;
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'codex-voice-purge-'));
  places = {
    journalDirectory: join(home, 'journal'),
    sessionsDirectory: join(home, 'sessions'),
    recordingsDirectory: join(home, 'recordings'),
    metricsDirectory: join(home, 'metrics'),
  };
  for (const [name, atMs] of [
    ['journal/audio/a1.wav', OLD_MS],
    ['journal/audio/a2.wav', NEW_MS],
    [`journal/audio/a3.wav.${process.pid}.part`, OLD_MS],
    ['journal/audio/a4.wav.4194305.part', OLD_MS],
    ['journal/audio/a5.wav.4194305.codex-ab.part', OLD_MS],
    ['sessions/ended/output.log', OLD_MS],
    ['sessions/ended/output.log.1', OLD_MS],
    ['sessions/ended/events.jsonl', OLD_MS],
    ['sessions/ended/events.jsonl.1', OLD_MS],
    ['sessions/ended/approvals.jsonl', OLD_MS],
    ['sessions/ended/queue.jsonl', OLD_MS],
    ['sessions/lives/events.jsonl', OLD_MS],
    ['sessions/lives/output.log', OLD_MS],
    ['metrics/metrics.log', NEW_MS],
    ['metrics/metrics.log.1', OLD_MS],
    ['notes/2030-01-01.md', OLD_MS],
    ['spool.jsonl', OLD_MS],
  ] as const)
    file(name, atMs);
  writeFileSync(
    texts(),
    [said('a1', OLD_MS), 'torn', said('a2', NEW_MS)].map((line) => `${line}\n`).join(''),
  );
});
afterEach(() => rmSync(home, { recursive: true, force: true }));

function file(name: string, atMs: number): void {
  const path = join(home, name);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, 'xxxx');
  utimesSync(path, atMs / 1_000, atMs / 1_000);
}

function texts(): string {
  return join(home, 'journal', 'utterances.jsonl');
}

function said(id: string, atMs: number): string {
  return JSON.stringify({
    ...{ type: 'transcript', at: new Date(atMs).toISOString(), id, text: `text of ${id}` },
    ...{ audio: `audio/${id}.wav`, verdict: 'accepted', recognizer: 'phrases', writerPid: 1 },
    ...{ durationMs: 1, sourceEndMs: 1, speechEndedMs: 1, closedMs: 1, decodedMs: 1 },
  });
}

function found(before: number | 'all'): KeptWords {
  return findKeptWords({ places, before, isRunning: (sessionId) => sessionId === 'lives' });
}

function stands(name: string): boolean {
  return existsSync(join(home, name));
}

test('everything: sound, texts, output of ended sessions and figures go; what waits and what was written down stays', () => {
  const words = found('all');
  expect(words.sound).toMatchObject({ bytes: 16 });
  expect(words.texts.count).toBe(2);
  expect(removeKeptWords(words, 'all')).toEqual({ kind: 'removed' });
  for (const name of [
    'journal/audio/a1.wav',
    'journal/audio/a2.wav',
    'journal/audio/a4.wav.4194305.part',
    'journal/audio/a5.wav.4194305.codex-ab.part',
    'sessions/ended/output.log',
    'sessions/ended/events.jsonl',
    'sessions/ended/events.jsonl.1',
    'sessions/ended/approvals.jsonl',
  ])
    expect(stands(name), name).toBe(false);
  expect(readFileSync(texts(), 'utf8')).toBe('');
  expect(stands('metrics/metrics.log')).toBe(false);
  for (const name of [
    `journal/audio/a3.wav.${process.pid}.part`,
    'sessions/lives/events.jsonl',
    'sessions/ended/queue.jsonl',
    'sessions/lives/output.log',
    'notes/2030-01-01.md',
    'spool.jsonl',
  ])
    expect(stands(name), name).toBe(true);
  expect(found('all')).toMatchObject({ sound: { paths: [] }, texts: { count: 0 } });
});

test('everything, while somebody writes: what is written afterwards is there', () => {
  const fd = openSync(texts(), 'a');
  try {
    removeKeptWords(found('all'), 'all');
    appendFileSync(fd, `${said('a4', NEW_MS)}\n`);
  } finally {
    closeSync(fd);
  }
  expect(readFileSync(texts(), 'utf8')).toBe(`${said('a4', NEW_MS)}\n`);
});

test('what is older: newer texts, sound and figures stay as they were', () => {
  const words = found(BORDER_MS);
  expect(words.texts.count).toBe(1);
  removeKeptWords(words, BORDER_MS);
  expect(readFileSync(texts(), 'utf8')).toBe(`torn\n${said('a2', NEW_MS)}\n`);
  expect(stands('journal/audio/a1.wav')).toBe(false);
  expect(stands('journal/audio/a2.wav')).toBe(true);
  expect(stands('metrics/metrics.log')).toBe(true);
  expect(stands('metrics/metrics.log.1')).toBe(false);
});

test('what is older, while somebody writes: the texts stay, so that none that is being written is lost', () => {
  const fd = openSync(texts(), 'a');
  try {
    const before = readFileSync(texts(), 'utf8');
    expect(removeKeptWords(found(BORDER_MS), BORDER_MS)).toEqual({ kind: 'held' });
    expect(readFileSync(texts(), 'utf8')).toBe(before);
    expect(stands('journal/audio/a1.wav')).toBe(false);
  } finally {
    closeSync(fd);
  }
});

test('what is written just now stays whole, also where a link leads to it', () => {
  const journalDirectory = join(home, 'linked');
  symlinkSync(join(home, 'journal'), journalDirectory);
  const fd = openSync(texts(), 'a');
  try {
    const asked = { before: BORDER_MS, isRunning: () => true };
    const words = findKeptWords({ places: { ...places, journalDirectory }, ...asked });
    expect(removeKeptWords(words, BORDER_MS)).toEqual({ kind: 'held' });
    appendFileSync(fd, `${said('a4', NEW_MS)}\n`);
    expect(readFileSync(texts(), 'utf8')).toContain('a4');
  } finally {
    closeSync(fd);
  }
});

test('where nothing is kept there is nothing to remove, and links lead nowhere', () => {
  rmSync(places.sessionsDirectory, { recursive: true });
  rmSync(join(home, 'journal'), { recursive: true });
  mkdirSync(join(home, 'else'));
  writeFileSync(join(home, 'else', 'output.log'), 'mine');
  mkdirSync(places.sessionsDirectory);
  symlinkSync(join(home, 'else'), join(places.sessionsDirectory, 'link'));
  const words = found('all');
  expect(words).toMatchObject({ sound: { paths: [] }, texts: { count: 0 }, output: { paths: [] } });
  removeKeptWords(words, 'all');
  expect(stands('else/output.log')).toBe(true);
});

test('a recording goes once its session has ended: one that is being written stays', () => {
  for (const name of ['ended', 'lives']) file(`recordings/${name}-20300101-000000.cast`, OLD_MS);
  file('recordings/mine.cast', OLD_MS);
  removeKeptWords(found('all'), 'all');
  expect(stands('recordings/lives-20300101-000000.cast')).toBe(true);
  expect(stands('recordings/ended-20300101-000000.cast')).toBe(false);
  expect(stands('recordings/mine.cast')).toBe(false);
});

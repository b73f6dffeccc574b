// The recordings of a host and of its successor: what a person has stopped stays stopped.
import { existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { RecordRequest } from '@codex-voice/protocol';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { recordingWorker } from './recording-worker.ts';
import { SessionRecordings } from './session-recordings.ts';

const SESSION = 'cat-aaaa';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'codex-voice-recordings-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** Of one host; `begun`: how many recordings it began. */
function host() {
  const notes: string[] = [];
  const seen = { begun: 0, notes };
  const recordings = new SessionRecordings({
    version: '0.1.0',
    workerUrl: recordingWorker,
    journalDirectory: join(folder, 'journal'),
    directoryOf: () => folder,
    agentOf: () => 'cat',
    openViewer: async () => {
      seen.begun += 1;
      return undefined;
    },
    tell: () => undefined,
    note: (text) => seen.notes.push(text),
    nowMs: () => performance.now(),
  });
  return { recordings, seen };
}

function settings(name: string) {
  const record = { path: join(folder, name), is: 'file' } as const;
  return { intent: 'compose', mode: 'tap', record } as const;
}

function request(what: 'start' | 'stop', name: string): RecordRequest {
  const target = { path: join(folder, name), is: 'file' } as const;
  return { type: 'record', requestId: 'r1', sessionId: SESSION, do: what, target };
}

test('HOST-20: a recording that its person has stopped is not begun by the next host, until it is asked for again', async () => {
  const first = host();
  first.recordings.sinkOf(SESSION);
  const begun = await first.recordings.request(request('start', 'one.cast'));
  expect(begun).toMatchObject({ recording: { state: 'begun' } });
  const stopped = await first.recordings.request(request('stop', 'one.cast'));
  expect(stopped).toMatchObject({ recording: { state: 'stopped' } });
  await first.recordings.close();

  const second = host();
  second.recordings.sinkOf(SESSION);
  // A screen that opens asks for what its settings say.
  second.recordings.opened(SESSION, settings('two.cast'));
  expect([second.seen.begun, existsSync(join(folder, 'two.cast'))]).toEqual([0, false]);
  const again = await second.recordings.request(request('start', 'three.cast'));
  expect(again).toMatchObject({ recording: { state: 'begun' } });
  await second.recordings.close();

  const third = host();
  third.recordings.sinkOf(SESSION);
  expect(third.seen.begun).toBe(1);
  await third.recordings.close();
  third.recordings.left(SESSION);
  expect(existsSync(join(folder, 'recording.json'))).toBe(false);
}, 30_000);

test('HOST-20: a disk that refuses to forget where a recording was is a note, and the session ends all the same', () => {
  const { recordings, seen } = host();
  recordings.sinkOf(SESSION);
  mkdirSync(join(folder, 'recording.json'));
  recordings.left(SESSION);
  expect(seen.notes).toEqual([expect.stringContaining(SESSION)]);
});

// What ended sessions have left, from their folders, on a disk that can't be read for a while.
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { QueueFile, type QueueFound, readQueue } from '@codex-voice/control';
import type { JournalRecord, SessionSettings, VoiceStart } from '@codex-voice/protocol';
import { Delivery } from '@codex-voice/session';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { EndedSessions, type EndedSessionsParts, type LeftBySession } from './ended-sessions.ts';
import { findSessionRecord } from './session-folder.ts';

/** A process id that no process can have: one past the largest that Linux gives out. */
const DEAD_PID = 4_194_305;
const SESSION = 'codex-aaaa';
const DICTATION = { followed: [], underWay: [], waited: [], settled: [], linesDue: 0 };

let above: string;
let brought: LeftBySession[];
let notes: string[];
beforeEach(() => {
  above = mkdtempSync(join(tmpdir(), 'codex-voice-ended-'));
  brought = [];
  notes = [];
});
afterEach(() => {
  rmSync(above, { recursive: true, force: true });
});

const folder = (): string => join(above, SESSION);
const mark = (): string => join(folder(), 'queue.kept');
const bringing = (parts: Partial<EndedSessionsParts> = {}): EndedSessions =>
  new EndedSessions({
    sessionsDirectory: above,
    journalDirectory: join(above, 'no-journal'),
    running: () => new Set(),
    keep: (left) => brought.push(left) > 0,
    note: (text) => notes.push(text),
    ...parts,
  });

/** A session whose keeper was killed, with a prompt that waits. */
function killedSession(): void {
  mkdirSync(folder(), { recursive: true });
  const facts = { cwd: '/tmp/x', startedAtMs: 1, keeperPid: DEAD_PID, agentPid: DEAD_PID };
  const record = { sessionId: SESSION, agent: { name: 'Codex' }, ...facts };
  writeFileSync(join(folder(), 'session.json'), JSON.stringify(record));
  const delivery = new Delivery();
  const prompt = { id: 'p1', text: 'run the tests', intent: 'send', origin: 'voice' } as const;
  delivery.enqueue({ ...prompt, enqueuedMs: 1 });
  const file = new QueueFile(folder());
  const start = {
    type: 'start' as const,
    version: 1,
    source: { kind: 'microphone' as const },
    phrases: [],
    segmenter: { silenceMs: 1, minimumSpeechMs: 1, maximumSegmentMs: 1, preRollMs: 1 },
    language: 'en' as const,
    warmMicrophone: false,
    journalDirectory: '/journal',
    keepAudioDays: 7,
    cues: false,
  } satisfies VoiceStart;
  const phrasebook = { language: 'en' as const, phrases: [] };
  const settings: SessionSettings = { intent: 'send', mode: 'tap', voice: { start, phrasebook } };
  file.save({ delivery: delivery.memory(), dictation: DICTATION, settings });
  file.close();
  const at = new Date(Date.now() - 100_000);
  utimesSync(folder(), at, at);
}

const said: JournalRecord = {
  ...{ type: 'transcript', id: 'u1', at: new Date().toISOString(), sessionId: SESSION },
  ...{ text: 'said last', verdict: 'accepted', recognizer: 'phrases', audio: 'audio/u1.wav' },
  ...{ durationMs: 1, sourceEndMs: 1, speechEndedMs: 1, closedMs: 1, decodedMs: 1 },
};

test.each(['EMFILE', 'EIO', 'EACCES'])(
  'HOST-13: a queue that can’t be read (%s) is not empty: its folder stays unmarked, and it is brought later',
  (code) => {
    killedSession();
    let read: () => QueueFound = () => ({ kind: 'unknown', message: `${code}: it fails` });
    const ended = bringing({ readQueue: () => read() });
    for (let looks = 0; looks < 3; looks += 1) expect(ended.bringQueues()).toEqual([SESSION]);
    expect(brought).toEqual([]);
    expect(existsSync(mark())).toBe(false);
    expect(ended.takenBy(SESSION)).toBe('unknown');
    expect(notes).toEqual([
      `${SESSION}: its queue (${code}: it fails) can't be read: what is in it is left there, and looked at again`,
    ]);
    read = () => readQueue(folder());
    expect(ended.bringQueues()).toEqual([]);
    expect(brought).toMatchObject([{ because: 'keeper-died', prompts: [{ id: 'p1' }] }]);
    expect(existsSync(mark())).toBe(true);
    expect(ended.takenBy(SESSION)).toEqual(['p1']);
  },
);

test('HOST-13: a folder whose record can’t be read stays, and nothing of it is brought', () => {
  killedSession();
  let fails = true;
  const findRecord: typeof findSessionRecord = (directory) =>
    findSessionRecord(directory, (path) => {
      if (fails) throw Object.assign(new Error('EMFILE'), { code: 'EMFILE' });
      return readFileSync(path, 'utf8');
    });
  const ended = bringing({ findRecord });
  expect(ended.bringQueues()).toEqual([SESSION]);
  expect(brought).toEqual([]);
  fails = false;
  expect(ended.bringQueues()).toEqual([]);
  expect(brought).toMatchObject([{ agent: 'Codex', folder: '/tmp/x' }]);
});

test('HOST-13: a folder that a clock which was set makes old is no session that has ended before it has begun', () => {
  mkdirSync(folder());
  const at = new Date(Date.now() - 7_200_000);
  utimesSync(folder(), at, at);
  const ended = bringing();
  expect(ended.bringQueues()).toEqual([]);
  expect(existsSync(mark())).toBe(false);
  killedSession();
  expect(ended.bringQueues()).toEqual([]);
  expect(brought).toMatchObject([{ because: 'keeper-died', prompts: [{ id: 'p1' }] }]);
});

test('HOST-13: nor are its last words taken for looked for, before it has begun', async () => {
  mkdirSync(folder());
  const at = new Date(Date.now() - 7_200_000);
  utimesSync(folder(), at, at);
  let records: readonly JournalRecord[] = [];
  const ended = bringing({ readJournal: () => Promise.resolve(records) });
  await ended.bringWords();
  killedSession();
  rmSync(join(folder(), 'queue.jsonl'));
  records = [said];
  await ended.bringWords();
  expect(brought).toMatchObject([{ because: 'said-to-nobody', prompts: [{ id: 'u1' }] }]);
});

test('HOST-13: words are looked for again while the journal or the queue can’t be read, or they can’t be kept', async () => {
  killedSession();
  let queue: () => QueueFound = () => ({ kind: 'unknown', message: 'EIO: it fails' });
  let journal = (): Promise<readonly JournalRecord[]> =>
    Promise.reject(new Error('EMFILE: too many open files'));
  let keeps = false;
  const ended = bringing({
    readQueue: () => queue(),
    readJournal: () => journal(),
    keep: (left) => keeps && brought.push(left) > 0,
  });
  await ended.bringWords();
  queue = () => readQueue(folder());
  for (let looks = 0; looks < 2; looks += 1) await ended.bringWords();
  journal = () => Promise.resolve([said]);
  await ended.bringWords();
  expect(brought).toEqual([]);
  keeps = true;
  for (let looks = 0; looks < 2; looks += 1) await ended.bringWords();
  expect(brought).toMatchObject([{ because: 'said-to-nobody', prompts: [{ id: 'u1' }] }]);
  expect(notes).toEqual([
    `${SESSION}: its queue (EIO: it fails) can't be read: what is in it is left there, and looked at again`,
    `${SESSION}: what was said to it (EMFILE: too many open files) can't be read: what is in it is left there, and looked at again`,
  ]);
});

test('HOST-13: what a session had sent while the disk was full is not brought from its folder', () => {
  killedSession();
  let isKept = false;
  const ended = bringing();
  // Its control knows that the prompt, which still waits on disk, was sent.
  ended.leftByControl(SESSION, { isKept: () => isKept, taken: ['p1'] });
  expect(ended.bringQueues()).toEqual([SESSION]);
  isKept = true;
  expect(ended.bringQueues()).toEqual([]);
  expect(existsSync(mark())).toBe(true);
  expect(bringing().bringQueues()).toEqual([]);
  expect(brought).toEqual([]);
});

test('HOST-13: words are found where a disk that was full never took what the session was started with', async () => {
  killedSession();
  rmSync(join(folder(), 'queue.jsonl'));
  const usual = { journalDirectory: join(above, 'journal') };
  mkdirSync(usual.journalDirectory);
  writeFileSync(join(usual.journalDirectory, 'utterances.jsonl'), `${JSON.stringify(said)}\n`);
  const ended = bringing(usual);
  await ended.bringWords();
  expect(brought).toMatchObject([
    { because: 'said-to-nobody', agent: 'Codex', prompts: [{ id: 'u1', text: 'said last' }] },
  ]);
  // What its own control has typed meanwhile is no news.
  brought = [];
  const heard = bringing(usual);
  heard.leftByControl(SESSION, { isKept: () => true, taken: ['u1'] });
  await heard.bringWords();
  expect(brought).toEqual([]);
});

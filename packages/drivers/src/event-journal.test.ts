// The journal on a real disk: torn lines, bounds, and what it knows when it is opened again.
import { appendFileSync, existsSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { AgentEvent, ApprovalRequest, PlanStep } from './agent-events.ts';
import { WORDS_BYTES } from './bounded-event.ts';
import { EventJournal } from './event-journal.ts';

/** Two texts of 1 MiB whose every byte is written as six, and some words. */
const LINE_BYTES = 14_000_000;

let folder = '';
let path = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'journal-'));
  path = join(folder, 'events.jsonl');
});
afterEach(() => rmSync(folder, { recursive: true }));

function prompt(promptId: string, state: 'offered' | 'taken'): AgentEvent {
  return { kind: 'prompt', promptId, state };
}

function numbersIn(journal: EventJournal, after = 0): readonly number[] {
  const numbers: number[] = [];
  journal.follow(after, (event) => numbers.push(event.number))();
  return numbers;
}

test('JOURNAL-1: each event is a line of a file only its owner reads, there when it is told', () => {
  using journal = new EventJournal({ path, nowMs: () => 7 });
  const seen: string[] = [];
  journal.follow(0, () => seen.push(readFileSync(path, 'utf8')));
  journal.record(prompt('one', 'offered'));
  const line =
    '{"number":1,"atMs":7,"event":{"kind":"prompt","promptId":"one","state":"offered"}}\n';
  expect(seen).toEqual([line]);
  expect(statSync(path).mode & 0o777).toBe(0o600);
});

test('JOURNAL-1: a line torn at any byte is passed over, and the next one stands alone', () => {
  const torn = '{"number":3,"atMs":1,"event":{"kind":"error","message":"x"}}';
  for (let cut = 1; cut < torn.length; cut += 1) {
    rmSync(path, { force: true });
    {
      using journal = new EventJournal({ path });
      journal.record(prompt('one', 'taken'));
      journal.record(prompt('two', 'offered'));
    }
    appendFileSync(path, torn.slice(0, cut));
    {
      using journal = new EventJournal({ path });
      expect(journal.record(prompt('three', 'offered')).number).toBe(3);
    }
    using journal = new EventJournal({ path });
    expect(numbersIn(journal)).toEqual([1, 2, 3]);
  }
});

test('JOURNAL-2: opened again it counts on and knows its prompts', () => {
  {
    using journal = new EventJournal({ path });
    journal.record(prompt('one', 'offered'));
    journal.record(prompt('one', 'taken'));
    journal.record(prompt('two', 'offered'));
  }
  using journal = new EventJournal({ path });
  expect([
    journal.promptState('one'),
    journal.promptState('two'),
    journal.promptState('x'),
  ]).toEqual(['taken', 'offered', undefined]);
  expect(journal.record({ kind: 'status', activity: 'idle' }).number).toBe(4);
  expect(numbersIn(journal, 2)).toEqual([3, 4]);
});

test('JOURNAL-3: two files within their bound are all there is, and the numbers go on', () => {
  const fileBytes = 400;
  {
    using journal = new EventJournal({ path, fileBytes });
    for (let count = 0; count < 50; count += 1) journal.record({ kind: 'error', message: 'again' });
  }
  for (const file of [path, `${path}.1`]) expect(statSync(file).size).toBeLessThan(fileBytes + 100);
  expect(existsSync(`${path}.2`)).toBe(false);
  using journal = new EventJournal({ path, fileBytes });
  expect(journal.last).toBe(50);
});

test('JOURNAL-3: a follower that comes late gets the newest events', () => {
  using journal = new EventJournal();
  for (let count = 0; count < 10_000; count += 1) journal.record({ kind: 'error', message: 'x' });
  const numbers = numbersIn(journal);
  expect(numbers.length).toBeGreaterThanOrEqual(4_096);
  expect(numbers.at(-1)).toBe(10_000);
});

test('JOURNAL-4: a disk that refuses is told once, and events go on', () => {
  using journal = new EventJournal({ path: join(folder, 'missing', 'events.jsonl') });
  journal.record(prompt('one', 'taken'));
  const kinds: string[] = [];
  journal.follow(0, ({ event }) => kinds.push(event.kind));
  expect(kinds).toEqual(['error', 'prompt']);
  expect(journal.keepsOnDisk).toBe(false);
  using kept = new EventJournal({ path });
  expect(kept.keepsOnDisk).toBe(true);
  expect(new EventJournal().keepsOnDisk).toBe(false);
});

test.each(['EMFILE', 'EIO', 'EACCES'])(
  'JOURNAL-4: a file that can’t be read (%s) is not empty: nothing is added to it, and it keeps nothing',
  (code) => {
    {
      using journal = new EventJournal({ path });
      journal.record(prompt('one', 'offered'));
    }
    const before = readFileSync(path, 'utf8');
    const read = (): string => {
      throw Object.assign(new Error(`${code}: it fails`), { code });
    };
    {
      using journal = new EventJournal({ path, read, fileBytes: 1 });
      // What was offered is not known, and must not be taken for what never was.
      expect(journal.keepsOnDisk).toBe(false);
      journal.record(prompt('two', 'taken'));
      const told: string[] = [];
      journal.follow(0, ({ event }) => told.push(event.kind === 'error' ? event.message : ''));
      expect(told).toEqual([`events are not kept on disk: ${code}: it fails`, '']);
    }
    expect(readFileSync(path, 'utf8')).toBe(before);
    using journal = new EventJournal({ path });
    expect(journal.promptState('one')).toBe('offered');
  },
);

test('JOURNAL-3: a new file begins with the conversation that is open, however often files were changed', () => {
  const fileBytes = 400;
  const session = { kind: 'session', threadId: 'open', cwd: '/project' } as const;
  {
    using journal = new EventJournal({ path, fileBytes });
    journal.record({ ...session, threadId: 'before' });
    journal.record(session);
    for (let count = 0; count < 50; count += 1) journal.record({ kind: 'error', message: 'again' });
  }
  for (const file of [path, `${path}.1`]) {
    const [first = ''] = readFileSync(file, 'utf8').split('\n');
    expect(JSON.parse(first).event).toEqual(session);
  }
  using journal = new EventJournal({ path, fileBytes });
  expect(journal.session?.event).toEqual(session);
  const numbers = numbersIn(journal);
  expect(numbers).toEqual(numbers.map((_, index) => (numbers[0] ?? 0) + index));
});

test('JOURNAL-3: no more than so much of the events is kept in memory, and the newest always', () => {
  using journal = new EventJournal({ keptBytes: 10_000 });
  const text = 'x'.repeat(1_000);
  for (let number = 0; number < 100; number += 1)
    journal.record({ kind: 'raw', method: 'm', body: text });
  const kept: number[] = [];
  journal.follow(0, ({ number }) => kept.push(number));
  expect(kept.length).toBeLessThanOrEqual(10);
  expect(kept.at(-1)).toBe(100);
  journal.record({ kind: 'raw', method: 'm', body: 'y'.repeat(20_000) });
  const late: number[] = [];
  journal.follow(0, ({ number }) => late.push(number));
  expect(late).toEqual([101]);
});

test('JOURNAL-5: an event of any size is a line within a bound in bytes, and says what is cut', () => {
  using journal = new EventJournal({ path });
  // A little longer than any text may be, and more steps than a plan may have.
  const long = 'ü\u0001'.repeat(400_000);
  const item = { itemId: 'i', kind: 'patch', text: long, patch: long, outcome: long } as const;
  const turnId = 't';
  const approval: ApprovalRequest = {
    approvalId: 'a',
    turnId,
    subject: 'command',
    text: long,
    reason: long,
    patch: long,
    decisions: ['accept'],
  };
  const steps = Array.from(
    { length: 1_200 },
    (): PlanStep => ({ text: long.slice(0, 1_000), state: 'done' }),
  );
  const events: readonly AgentEvent[] = [
    { kind: 'item-started', turnId, item },
    { kind: 'item-completed', turnId, item },
    { kind: 'item-delta', turnId, itemId: 'i', delta: long },
    { kind: 'diff-updated', turnId, diff: long },
    { kind: 'turn-failed', turnId, message: long },
    { kind: 'error', message: long },
    { kind: 'rung', rung: 'typing', why: long },
    { kind: 'raw', method: long, body: long },
    { kind: 'approval-requested', approval },
    { kind: 'plan-updated', turnId, steps },
  ];
  for (const event of events) {
    const told = JSON.stringify(journal.record(event).event);
    expect(Buffer.byteLength(told), event.kind).toBeLessThan(LINE_BYTES);
    expect(told, event.kind).toMatch(/… \d+ more (?:bytes|steps) are cut off/u);
    expect(told).not.toContain('\ufffd');
  }
  journal.follow(0, ({ event }) => {
    if (event.kind === 'approval-requested') expect(event.approval.warnings).toEqual(['unknown']);
  })();
});

test('JOURNAL-5: what is within its bound stays as it is, and what was cut once is not cut again', () => {
  using journal = new EventJournal();
  const message = 'ü'.repeat(WORDS_BYTES / 2);
  expect(journal.record({ kind: 'error', message }).event).toEqual({ kind: 'error', message });
  const { event } = journal.record({ kind: 'error', message: `${message}x` });
  expect(event).toMatchObject({
    message: expect.stringMatching(/ü\n… \d+ more bytes are cut off$/u),
  });
  expect(journal.record(event).event).toEqual(event);
});

// A driver spoken to at its desk: who comes late, what is asked while nobody is there, and who may come.
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { driverEvents, untilDriverEvent, untilHolds } from '@codex-voice/testing';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { WORDS_BYTES } from '../bounded-event.ts';
import { EventJournal } from '../event-journal.ts';
import { ScriptedDriver, type ScriptedTurn } from '../scripted-driver.ts';
import { DeskDriver } from './desk-driver.ts';
import { DESK_SOCKET } from './desk-messages.ts';
import { DriverDesk } from './driver-desk.ts';

let folder = '';
let undo: AsyncDisposableStack;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'desk-'));
  undo = new AsyncDisposableStack();
});
afterEach(async () => {
  await undo.disposeAsync();
  rmSync(folder, { recursive: true, force: true });
});

const ASKS: ScriptedTurn = { kind: 'ask', command: 'true' };

function near(turnFor: (prompt: string) => ScriptedTurn = () => ASKS): ScriptedDriver {
  const journal = new EventJournal({ path: join(folder, 'events.jsonl') });
  return new ScriptedDriver({ journal, turnFor });
}

function desk(driver: ScriptedDriver): DriverDesk {
  return undo.use(new DriverDesk({ folder, driver, failed: () => undefined }));
}

function far(): DeskDriver {
  return undo.use(new DeskDriver({ folder, capabilities: new Set(['structured', 'approvals']) }));
}

test('DESK-1: a folder that is not ours alone is refused; what is no question there is passed over', async () => {
  const driver = near();
  chmodSync(folder, 0o755);
  expect(() => new DriverDesk({ folder, driver, failed: () => undefined })).toThrow(/mode 0700/u);
  chmodSync(folder, 0o700);
  desk(driver);
  const socket = connect(join(folder, DESK_SOCKET));
  const closed = new Promise((resolve) => socket.once('close', resolve));
  socket.write('{"type":"of-a-later-version"}\n{"type":"submit"}\nno JSON\n');
  await closed;
  const other = far();
  await other.firstLook;
  expect(await other.interrupt()).toMatchObject({ reason: 'no-turn' });
});

test('DESK-2: who comes late is told all, in order, and only what is still asked as news', async () => {
  const driver = near((prompt) => (prompt === 'asks' ? ASKS : { kind: 'say', text: prompt }));
  await driver.submit({ promptId: 'one', text: 'one' });
  await driver.submit({ promptId: 'asks', text: 'asks' });
  desk(driver);
  const late = far();
  const events = driverEvents(late);
  await late.firstLook;
  expect(events.map(({ number }) => number)).toEqual(events.map((_, index) => index + 1));
  const news = events.filter(({ fromBefore }) => fromBefore !== true);
  expect(news.map(({ event }) => event.kind)).toEqual(['approval-requested']);
  expect(late.promptState('one')).toBe('taken');
  expect(late.activity).toBe('waiting');
  expect(late.keepsOnDisk).toBe(true);
  const { approval } = await untilDriverEvent(events, 'approval-requested');
  const { approvalId } = approval;
  const answers = await Promise.all([
    late.answer({ approvalId, decision: 'accept' }),
    late.answer({ approvalId, decision: 'decline' }),
  ]);
  expect(answers).toMatchObject([{ kind: 'done' }, { reason: 'settled' }]);
  await untilHolds('idle', () => late.activity === 'idle');
});

test('DESK-3: a desk that is not there yet is waited for, and one that goes is found again, on the next event', async () => {
  const driver = near(() => ({ kind: 'say', text: 'Heard.' }));
  const late = far();
  const events = driverEvents(late);
  expect(late.rung).toBe('typing');
  expect(late.keepsOnDisk).toBe(false);
  expect(await late.submit({ promptId: 'early', text: 'early' })).toMatchObject({
    reason: 'unreachable',
  });
  const first = desk(driver);
  await late.firstLook;
  expect(late.rung).toBe('structured');
  expect(await late.submit({ promptId: 'one', text: 'one' })).toMatchObject({ kind: 'taken' });
  const asked = late.submit({ promptId: 'two', text: 'two' });
  first[Symbol.dispose]();
  expect(await asked).toMatchObject({ kind: 'unconfirmed' });
  await untilHolds('away', () => late.rung === 'typing');
  await driver.submit({ promptId: 'meanwhile', text: 'meanwhile' });
  desk(driver);
  await untilHolds('back', () => late.promptState('meanwhile') === 'taken');
  expect(events.map(({ number }) => number)).toEqual(events.map((_, index) => index + 1));
  const taken = events.filter(
    ({ event }) => event.kind === 'prompt' && event.promptId === 'one' && event.state === 'taken',
  );
  expect(taken).toHaveLength(1);
  // It was there before: what it has missed is news.
  const past = events.filter(({ fromBefore }) => fromBefore === true);
  expect(past.map(({ event }) => event.kind)).toEqual(['rung', 'session']);
});

test('DESK-4: who follows and reads nothing is left within a bound, and is heard when it comes again', async () => {
  const journal = new EventJournal();
  const driver = new ScriptedDriver({ journal, turnFor: () => ASKS });
  undo.use(new DriverDesk({ folder, driver, failed: () => undefined, unreadBytes: 1_000_000 }));
  const socket = connect(join(folder, DESK_SOCKET)).pause();
  socket.on('error', () => undefined);
  const closed = new Promise<void>((resolve) => socket.once('close', () => resolve()));
  socket.write('{"type":"follow","after":0}\n');
  // The desk has heard it, and what it tells is not read.
  await new Promise<void>((resolve) => socket.once('readable', () => resolve()));
  const message = 'x'.repeat(WORDS_BYTES);
  for (let count = 0; count < 100; count += 1) journal.record({ kind: 'error', message });
  socket.resume();
  await closed;
  const other = far();
  const events = driverEvents(other);
  await untilHolds('all', () => events.at(-1)?.number === journal.last);
  expect(other.rung).toBe('structured');
});

test('DESK-4: of prompts the states of the newest are told', async () => {
  const journal = new EventJournal();
  const driver = new ScriptedDriver({ journal, turnFor: () => ASKS });
  desk(driver);
  for (let count = 0; count < 5_000; count += 1)
    journal.record({ kind: 'prompt', promptId: `p${count}`, state: 'taken' });
  const late = far();
  await late.firstLook;
  expect(late.promptState('p0')).toBeUndefined();
  expect(late.promptState('p4999')).toBe('taken');
});

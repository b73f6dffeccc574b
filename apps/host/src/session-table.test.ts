// The table alone: what it waits for, and that it says when that is over.
import { expect, test } from 'vitest';
import { SessionTable } from './session-table.ts';

test('HOST-18: a session that can’t be read is waited for, and no more once it has ended', async () => {
  let running = ['cat-aaaa'];
  const waitedFor: number[] = [];
  const never = (): never => {
    throw new Error('EIO: it can’t be read');
  };
  const table: SessionTable = new SessionTable({
    running: () => running,
    openKeeper: never,
    makeControl: never,
    makeDriver: never,
    readRecord: () => undefined,
    endLeftovers: async () => undefined,
    onLeft: () => undefined,
    onAdopted: () => undefined,
    onChange: () => waitedFor.push(table.size + table.adopting),
    note: () => undefined,
  });
  expect(await table.find('cat-aaaa', 'running')).toMatchObject({ unread: true });
  expect([table.adopting, waitedFor]).toEqual([1, []]);
  running = [];
  expect(await table.find('cat-aaaa', 'running')).toMatchObject({ kind: 'missing' });
  // Whoever asks then, may end.
  expect(waitedFor).toEqual([0]);
  table.close();
});

test('HOST-18: a table that is closed opens no session’s files any more: they are its successor’s', async () => {
  const opened: string[] = [];
  const never = (): never => {
    throw new Error('it can’t be read');
  };
  const table = new SessionTable({
    running: () => ['cat-aaaa'],
    openKeeper: never,
    makeControl: (sessionId) => {
      opened.push(sessionId);
      return never();
    },
    makeDriver: never,
    readRecord: () => undefined,
    endLeftovers: async () => undefined,
    onLeft: () => undefined,
    onAdopted: () => undefined,
    onChange: () => undefined,
    note: () => undefined,
  });
  table.close();
  const ending = { kind: 'missing', message: 'the host is ending' };
  expect(await table.find('cat-aaaa', 'starting')).toEqual(ending);
  await table.adoptAll();
  expect(await table.rows()).toEqual([]);
  expect([opened, table.adopting]).toEqual([[], 0]);
});

// What one client may leave waiting, without a socket.
import type { HostEvent, HostRequest } from '@codex-voice/protocol';
import { afterEach, expect, test, vi } from 'vitest';
import type { AdoptedSession } from './adopted-session.ts';
import { ClientDesk, WAITING_REQUESTS } from './client-desk.ts';
import { UNREAD_AGAIN_MS } from './session-table.ts';

afterEach(() => {
  vi.useRealTimers();
});

const NOTHING_RECORDED = {
  recordings: {
    request: async () => ({ kind: 'refused', message: 'nothing is recorded here' }) as const,
    opened: () => undefined,
    state: () => undefined,
  },
};

/** A host that is asked for a session alone. */
const NOTHING_MORE = {
  rows: async () => [],
  status: () => {
    throw new Error('nobody asks');
  },
  spool: async () => ({ kind: 'refused', message: 'nothing is kept here' }) as const,
  keptCount: () => 0,
  ...NOTHING_RECORDED,
  shutdown: () => undefined,
  note: () => undefined,
};

/** A desk whose questions are answered when the test says so. */
function desk() {
  const events: HostEvent[] = [];
  const reading: string[] = [];
  const open: (() => void)[] = [];
  const made = new ClientDesk({
    send: (event) => events.push(event),
    pause: () => reading.push('pause'),
    resume: () => reading.push('resume'),
    find: async () => ({ kind: 'missing', message: 'none' }),
    rows: async () =>
      await new Promise((resolve) => {
        open.push(() => resolve([]));
      }),
    status: () => {
      throw new Error('nobody asks');
    },
    spool: async () => ({ kind: 'refused', message: 'nothing is kept here' }),
    keptCount: () => 0,
    ...NOTHING_RECORDED,
    shutdown: () => undefined,
    note: () => undefined,
  });
  const answerNext = async (): Promise<void> => {
    await expect.poll(() => open.length).toBeGreaterThan(0);
    open.shift()?.();
  };
  return { desk: made, events, reading, answerNext };
}

test('HOST-10: a client that asks faster than it is answered is read no more until half is answered', async () => {
  const { desk: asked, events, reading, answerNext } = desk();
  const ask = (count: number): void => {
    for (let at = 0; at < count; at += 1) asked.request({ type: 'sessions', requestId: `${at}` });
  };
  ask(WAITING_REQUESTS - 1);
  expect(reading).toEqual([]);
  // What was read with it is taken too.
  ask(10);
  expect(reading).toEqual(['pause']);
  for (let left = WAITING_REQUESTS + 9; left > WAITING_REQUESTS / 2 + 1; left -= 1)
    await answerNext();
  expect(reading).toEqual(['pause']);
  await answerNext();
  await expect.poll(() => reading).toEqual(['pause', 'resume']);
  ask(WAITING_REQUESTS / 2);
  expect(reading).toEqual(['pause', 'resume', 'pause']);
  for (let left = WAITING_REQUESTS; left > 0; left -= 1) await answerNext();
  await expect.poll(() => events.length).toBe(WAITING_REQUESTS + 9 + WAITING_REQUESTS / 2);
});

test('HOST-11: whatever a terminal asks of its session reaches it, also what is asked by id', async () => {
  const seat: HostRequest['type'][] = [];
  const events: HostEvent[] = [];
  const answer = { kind: 'done' } as const;
  // What a desk uses of a session.
  const session = {
    control: {
      openHud: () => ({
        request: (request: HostRequest) => seat.push(request.type),
        close: () => undefined,
      }),
      approval: async () => answer,
    },
  } as unknown as AdoptedSession;
  const made = new ClientDesk({
    send: (event) => events.push(event),
    pause: () => undefined,
    resume: () => undefined,
    find: async (sessionId) =>
      sessionId === 's1' ? { kind: 'found', session } : { kind: 'missing', message: 'none' },
    ...NOTHING_MORE,
  });
  const requestId = 'r';
  const approval = { type: 'approval', requestId, id: 'a1', answer: 'deny', by: 'key' } as const;
  const requests: HostRequest[] = [
    { type: 'talk', do: 'toggle' },
    { type: 'mode', mode: 'tap' },
    { type: 'tune', manner: {} },
    { type: 'settings', settings: { intent: 'send', mode: 'tap' }, voice: 'anew' },
    { type: 'intent', intent: 'send' },
    { type: 'aloud', aloud: 'on' },
    { type: 'command', command: 'interrupt' },
    { type: 'queue', requestId, edit: { do: 'clear' } },
    approval,
    { type: 'reply', requestId, id: 'a1', words: ['1'], by: 'key' },
    { type: 'approvals', requestId },
  ];
  made.request(approval);
  made.request({ type: 'open', sessionId: 's1' });
  for (const request of requests) made.request(request);
  made.request({ ...approval, sessionId: 's1' });
  made.request({ ...approval, sessionId: 's2' });
  await expect.poll(() => events.length).toBe(3);
  expect(seat).toEqual(requests.map(({ type }) => type));
  const refused = (message: string) => ({ kind: 'refused', message });
  expect(events).toEqual([
    { type: 'answer', requestId, answer: refused('no session is opened on this connection') },
    { type: 'answer', requestId, answer },
    { type: 'answer', requestId, answer: refused('none') },
  ]);
});

test('a session whose keeper is slow to begin is opened once it is there: its terminal used to stay without one', async () => {
  vi.useFakeTimers();
  const events: HostEvent[] = [];
  const opened: string[] = [];
  let isThere = false;
  // What a desk uses of a session.
  const session = {
    control: { openHud: () => ({ close: () => opened.push('closed') }) },
  } as unknown as AdoptedSession;
  const made = new ClientDesk({
    send: (event) => events.push(event),
    pause: () => undefined,
    resume: () => undefined,
    find: async (sessionId) => {
      opened.push(sessionId);
      return isThere ? { kind: 'found', session } : { kind: 'missing', message: 'none' };
    },
    ...NOTHING_MORE,
  });
  made.request({ type: 'open', sessionId: 's1' });
  await vi.advanceTimersByTimeAsync(2 * UNREAD_AGAIN_MS);
  isThere = true;
  await vi.advanceTimersByTimeAsync(5 * UNREAD_AGAIN_MS);
  expect(opened).toEqual(['s1', 's1', 's1', 's1']);
  // Said once.
  expect(events).toEqual([{ type: 'notice', severity: 'error', text: 'none' }]);
  made.closed();
  await vi.advanceTimersByTimeAsync(5 * UNREAD_AGAIN_MS);
  expect(opened.slice(4)).toEqual(['closed']);
});

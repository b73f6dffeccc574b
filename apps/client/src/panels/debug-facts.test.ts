// What the debug panel looks at, and that it looks at nothing while it is closed.
import { setTimeout as sleep } from 'node:timers/promises';
import type { HostRequest } from '@codex-voice/protocol';
import { expect, onTestFinished, test, vi } from 'vitest';
import { DebugFacts } from './debug-facts.ts';
import { lookAt } from './process-look.ts';

function debug(): { facts: DebugFacts; asked: HostRequest[]; changes: () => number } {
  const asked: HostRequest[] = [];
  let changes = 0;
  const facts = new DebugFacts({
    sessionId: undefined,
    request: (request) => {
      asked.push(request);
      // Later, as a host answers.
      if (request.type === 'status') void sleep(0).then(() => answer(facts, request.requestId));
      return 'sent';
    },
    standing: () => ({ now: [{ what: 'session', does: 's1' }], jobs: [] }),
    changed: () => {
      changes += 1;
    },
  });
  onTestFinished(() => facts.dispose());
  return { facts, asked, changes: () => changes };
}

function answer(facts: DebugFacts, requestId: string): void {
  const status = {
    ...{ pid: process.pid, version: '1', startedAtMs: 0, memoryBytes: 1, sessions: 1 },
    ...{ clients: 1, voicePids: [process.ppid], logFile: '/log' },
  };
  facts.accept({ type: 'answer', requestId, answer: { kind: 'status', status } });
}

test('open: how the session stands and what its processes cost, again and again', async () => {
  const { facts, changes } = debug();
  facts.open();
  await expect.poll(changes).toBeGreaterThan(1);
  const [now, processes] = facts.sections;
  expect(now).toEqual({ title: 'Now', rows: [{ what: 'session', does: 's1' }] });
  expect(processes?.rows.map(({ what }) => what)).toEqual(['terminal', 'host', 'voice']);
  expect(processes?.rows[0]?.does).toMatch(
    new RegExp(`^${process.pid} · \\d+ MiB · [\\d.]+ % of a core$`, 'u'),
  );
});

test('closed: nobody is asked and nothing is looked at', async () => {
  vi.useFakeTimers();
  onTestFinished(() => void vi.useRealTimers());
  const { facts, asked, changes } = debug();
  expect(vi.getTimerCount()).toBe(0);
  await vi.advanceTimersByTimeAsync(10_000);
  expect(asked).toEqual([]);
  facts.open();
  facts.close();
  expect(vi.getTimerCount()).toBe(0);
  await vi.advanceTimersByTimeAsync(10_000);
  // What was begun while it was open may end, and nothing else.
  expect(asked.length).toBeLessThan(2);
  expect(changes()).toBe(0);
});

test('of a process that is none nothing is told', () => {
  expect(lookAt(process.pid)?.residentKib).toBeGreaterThan(0);
  expect(lookAt(2 ** 22 + 1)).toBeUndefined();
});

// A terminal finds its host again however often it goes away.
import type { HostEvent, HostRequest } from '@codex-voice/protocol';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { type FoundHost, HostConnection } from './host-connection.ts';

interface World {
  readonly asked: HostRequest[];
  readonly events: HostEvent[];
  readonly losses: string[];
  finds: number;
  closes: number;
  answer: FoundHost | 'connected';
  /** The host goes away. */
  vanish: (why: string) => void;
}

function open(settings?: { readonly intent: 'send'; readonly mode: 'tap' }) {
  const world: World = {
    asked: [],
    events: [],
    losses: [],
    finds: 0,
    closes: 0,
    answer: 'connected',
    vanish: () => undefined,
  };
  const host = {
    request: (request: HostRequest) => world.asked.push(request),
    close: () => {
      world.closes += 1;
    },
  };
  const connection = new HostConnection({
    sessionId: 'codex-abcd',
    settings,
    listener: {
      event: (event) => world.events.push(event),
      lost: (why) => world.losses.push(why),
    },
    find: (handlers) => {
      world.finds += 1;
      world.vanish = handlers.onClosed;
      return Promise.resolve(
        world.answer === 'connected' ? { kind: 'connected', host } : world.answer,
      );
    },
  });
  return { world, connection };
}

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});
const settle = (ms = 0) => vi.advanceTimersByTimeAsync(ms);

test('the session is opened with its settings, and again after the host was killed', async () => {
  const { world, connection } = open({ intent: 'send', mode: 'tap' });
  expect(connection.request({ type: 'talk', do: 'toggle' })).toBe('away');
  await settle();
  const opening = {
    type: 'open',
    sessionId: 'codex-abcd',
    settings: { intent: 'send', mode: 'tap' },
  };
  expect(world.asked).toEqual([opening]);
  world.vanish('killed');
  expect(world.losses).toEqual(['killed']);
  expect(connection.request({ type: 'talk', do: 'toggle' })).toBe('away');
  await settle(100);
  expect(world.asked).toEqual([opening, opening]);
  expect(connection.request({ type: 'talk', do: 'toggle' })).toBe('sent');
});

test('a host that can not be started is looked for ever more seldom', async () => {
  const { world } = open();
  world.answer = { kind: 'refused', message: 'no memory' };
  await settle();
  world.vanish('gone');
  for (let second = 0; second < 60; second += 1) await settle(1_000);
  expect(world.losses).toContain('no memory');
  expect(world.finds).toBeGreaterThan(10);
  expect(world.finds).toBeLessThan(25);
});

test('after closing nothing is looked for, and a host that is found then is left at once', async () => {
  const { world, connection } = open();
  await connection.close();
  await settle(10_000);
  expect(world).toMatchObject({ finds: 1, closes: 1, asked: [], losses: [] });
});

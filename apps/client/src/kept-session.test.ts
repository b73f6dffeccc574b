// A terminal that joins a session whose keeper has been reached.
import type { KeeperRequest } from '@codex-voice/protocol';
import { expect, test } from 'vitest';
import { DeferredListener } from './deferred-listener.ts';
import { joinKeptSession } from './kept-session.ts';
import type { Attach } from './session-backend.ts';

/** What the keeper is asked when the terminal has this size by the time its session is shown. */
function askedWith(columns: number, hold: Attach['hold'] = 'take'): readonly KeeperRequest[] {
  const asked: KeeperRequest[] = [];
  const peer = {
    request: (request: KeeperRequest) => asked.push(request),
    input: () => undefined,
    acknowledge: () => undefined,
    deliver: () => undefined,
    closed: () => undefined,
    close: () => undefined,
  };
  const reached = {
    ...{ sessionId: 'cat-aaaa', hold, peer, listener: new DeferredListener() },
    size: { columns: 80, rows: 23 },
  };
  const session = joinKeptSession({ reached, keepEnded: 1, launcher: '/codex-voice' });
  session.openKeeper(new DeferredListener(), { type: 'attach', hold, size: { columns, rows: 23 } });
  return asked;
}

test('a keeper that was reached is told of a window that has changed since, and of no other', () => {
  const size = { columns: 100, rows: 23 };
  expect(askedWith(100)).toEqual([{ type: 'resize', size }]);
  expect(askedWith(100, 'never')).toEqual([{ type: 'resize', size }]);
  expect(askedWith(80)).toEqual([]);
});

import type { KeeperPeer, KeeperRequest } from '@codex-voice/protocol';
import { expect, test } from 'vitest';
import { endSession } from './kill.ts';
import type { KeeperAnswer, KeeperListening } from './running-sessions.ts';

interface Keeper {
  /** Ends in order: its socket goes with it. */
  leave(): void;
  /** Is killed: its socket stays. */
  die(): void;
}

interface World {
  /** What a keeper does when it is asked to end. */
  readonly onEnd: (listening: KeeperListening, keeper: Keeper) => void;
  readonly refusal?: { readonly code: string; readonly message: string };
  readonly patienceMs?: number;
}

/** What ends at all has ended long before, on a busy machine too, in ms. */
const PATIENCE_MS = 20_000;

function world({ onEnd, refusal, patienceMs = PATIENCE_MS }: World) {
  const requests: KeeperRequest['type'][] = [];
  const state = { isThere: true, isOpen: false, capability: '' };
  let isDead = false;
  const leave = (): void => {
    state.isThere = false;
  };
  const die = (): void => {
    isDead = true;
  };
  const connect = async (listening: KeeperListening): Promise<KeeperAnswer> => {
    if (isDead) return { kind: 'refused', code: 'absent', message: 'nothing listens' };
    state.capability = listening.capability;
    if (refusal !== undefined) return { kind: 'refused', ...refusal };
    state.isOpen = true;
    const peer: Pick<KeeperPeer, 'request'> & { close(): void } = {
      request: ({ type }) => {
        requests.push(type);
        if (type === 'end') onEnd(listening, { leave, die });
      },
      close: () => {
        state.isOpen = false;
      },
    };
    // Only these two parts of a keeper are used here.
    return { kind: 'connected', peer: peer as KeeperPeer & { close(): void } };
  };
  const sources = {
    connect,
    keepers: () => (state.isThere ? ['codex-k3fa'] : []),
    record: () => ({ agent: { name: 'Codex' }, cwd: '/', startedAtMs: 0, keeperPid: 71 }),
  };
  const ending = endSession({ sources, sessionId: 'codex-k3fa', patienceMs });
  return { ending, requests, state };
}

test('a session has ended when its keeper has hung up and its socket is gone', async () => {
  const { ending, requests, state } = world({
    onEnd: ({ onClosed }, { leave }) => {
      onClosed('its end');
      setTimeout(leave, 30);
    },
  });
  expect(await ending).toEqual({ kind: 'ended' });
  expect(requests).toEqual(['status', 'end']);
  expect(state.isThere).toBe(false);
});

test('one whose keeper is killed meanwhile has ended, though its socket is left', async () => {
  const { ending } = world({
    onEnd: ({ onClosed }, { die }) => {
      die();
      onClosed('its end');
    },
  });
  expect(await ending).toEqual({ kind: 'ended' });
});

test('one that was gone before is ended', async () => {
  const refusal = { code: 'absent', message: 'nothing listens' };
  const { ending } = world({ onEnd: () => undefined, refusal });
  expect(await ending).toEqual({ kind: 'ended' });
});

test('one that can not be told is said to be there still, and why', async () => {
  const refusal = { code: 'token', message: 'the token is wrong' };
  const { ending } = world({ onEnd: () => undefined, refusal });
  expect(await ending).toEqual({
    kind: 'stayed',
    message: 'the token is wrong: kill -9 71 ends its keeper, and the agent with it',
  });
});

test('one that does not end within the bound is told with the way to end it', async () => {
  const { ending, state } = world({ onEnd: () => undefined, patienceMs: 200 });
  expect(await ending).toMatchObject({ kind: 'stayed', message: expect.stringContaining('still') });
  expect(state.isOpen).toBe(false);
});

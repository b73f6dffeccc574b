import type { KeeperPeer, SessionFacts, SessionInfo, SessionRow } from '@codex-voice/protocol';
import { expect, test } from 'vitest';
import { type KeeperAnswer, runningSessions, type SessionSources } from './running-sessions.ts';

const INFO: SessionInfo = {
  sessionId: 'codex-aaaa',
  agent: { name: 'Codex', kind: 'codex' },
  argv: ['codex'],
  cwd: '/somewhere',
  startedAtMs: 2_000,
  keeperPid: 11,
  agentPid: 12,
  size: { columns: 80, rows: 23 },
  terminals: 1,
  held: true,
  outputBytes: 5,
  keeperMemoryBytes: 30e6,
};

const FACTS: SessionFacts = {
  type: 'facts',
  screen: { kind: 'busy' },
  assessedBytes: 5,
  outputBytes: 5,
  torn: false,
  midUpdate: false,
  bracketedPaste: true,
  alternate: false,
  inputAtRest: true,
  inputBytes: 0,
};

const ROW: SessionRow = {
  sessionId: 'claude-bbbb',
  agent: 'Claude Code',
  cwd: '/elsewhere',
  state: 'dialog',
  columns: 100,
  rows: 30,
  startedAtMs: 1_000,
  terminals: 0,
  held: false,
  queued: 2,
  keeperMemoryBytes: 31e6,
  agentMemoryBytes: 200e6,
};

/** How a keeper in these tests behaves. */
type Kind = 'answers' | 'without-screen' | 'silent' | 'hangs-up' | 'stale';

function sources(keepers: Readonly<Record<string, Kind>>, rows?: readonly SessionRow[]) {
  const open = new Set<string>();
  const asked: string[] = [];
  const given: SessionSources = {
    keepers: () => Object.keys(keepers),
    hostRows: async () => rows,
    record: (sessionId) =>
      sessionId === 'b'
        ? { agent: { name: 'Written' }, cwd: '/written', startedAtMs: 7, keeperPid: 71 }
        : undefined,
    connect: async ({ sessionId, capability, connection, onClosed }): Promise<KeeperAnswer> => {
      asked.push(`${sessionId} ${capability}`);
      const kind = keepers[sessionId];
      if (kind === 'stale') return { kind: 'refused', code: 'absent', message: 'nothing listens' };
      open.add(sessionId);
      const peer: Pick<KeeperPeer, 'request'> & { close(): void } = {
        request: (request) => {
          if (kind === 'hangs-up') onClosed('its end');
          if (kind === 'silent' || kind === 'hangs-up') return;
          const { type } = request;
          if (type === 'watch' && kind === 'answers') queueMicrotask(() => connection.event(FACTS));
          if (type !== 'status') return;
          const session = { ...INFO, sessionId };
          connection.event({ type: 'status', requestId: request.requestId, session });
        },
        close: () => open.delete(sessionId),
      };
      // Only these two parts of a keeper are used when it is asked.
      return { kind: 'connected', peer: peer as KeeperPeer & { close(): void } };
    },
  };
  return { given, asked, open };
}

test('without a host the keepers are asked, as viewers, and let go again', async () => {
  const { given, asked, open } = sources({ 'codex-aaaa': 'answers' });
  expect(await runningSessions(given)).toEqual([
    {
      sessionId: 'codex-aaaa',
      state: 'busy',
      agent: 'Codex',
      cwd: '/somewhere',
      columns: 80,
      rows: 23,
      startedAtMs: 2_000,
      terminals: 1,
      held: true,
      queued: undefined,
      rung: undefined,
      keeperMemoryBytes: 30e6,
      agentMemoryBytes: undefined,
    },
  ]);
  expect(asked).toEqual(['codex-aaaa view']);
  expect([...open]).toEqual([]);
});

test('with a host only what it does not know yet is asked, and the oldest comes first', async () => {
  const keepers = { 'codex-aaaa': 'answers', 'claude-bbbb': 'answers' } as const;
  const { given, asked } = sources(keepers, [ROW]);
  const found = await runningSessions(given);
  expect(found.map(({ sessionId }) => sessionId)).toEqual(['claude-bbbb', 'codex-aaaa']);
  expect(found[0]).toMatchObject({ state: 'dialog', queued: 2, agentMemoryBytes: 200e6 });
  expect(asked).toEqual(['codex-aaaa view']);
});

test('a keeper whose screen is not read yet is unknown, one that answers nothing is lost', async () => {
  const keepers = { a: 'without-screen', b: 'silent', c: 'hangs-up', d: 'stale' } as const;
  const { given, open } = sources(keepers);
  const found = await runningSessions(given);
  expect(found.map(({ sessionId, state }) => `${sessionId} ${state}`)).toEqual([
    'b lost',
    'a unknown',
    'c lost',
  ]);
  expect(found[0]).toMatchObject({ agent: 'Written', cwd: '/written', columns: undefined });
  expect([...open]).toEqual([]);
});

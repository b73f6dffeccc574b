import { expect, test } from 'vitest';
import type { RunningSession } from './running-sessions.ts';
import { chooseSession, namedSession, plainChoice } from './session-choice.ts';

const session = (sessionId: string, agent: string, cwd = '/elsewhere'): RunningSession => ({
  sessionId,
  agent,
  cwd,
  state: 'idle',
  columns: 80,
  rows: 24,
  startedAtMs: 0,
  terminals: 0,
  held: false,
  queued: 0,
  rung: 'plain',
  keeperMemoryBytes: 0,
  agentMemoryBytes: 0,
});

const CODEX = session('codex-k3fa', 'Codex');
const OTHER = session('codex-kx2p', 'Codex', '/here');
const CLAUDE = session('claude-code-77aa', 'Claude Code', '/here');
const ALL = [CODEX, OTHER, CLAUDE];

test.each([
  ['codex-k3fa', 'codex-k3fa'],
  ['codex-k3', 'codex-k3fa'],
  ['CODEX-K3', 'codex-k3fa'],
  ['claude code', 'claude-code-77aa'],
  ['claude', 'claude-code-77aa'],
])('%s names %s', (name, sessionId) => {
  expect(namedSession(name, ALL)).toEqual({ kind: 'chosen', sessionId });
});

test('an agent that only one session has names it, whatever else begins so', () => {
  const named = session('one-aaaa', 'codex-k3');
  expect(namedSession('codex-k3', [CODEX, named])).toMatchObject({ sessionId: 'one-aaaa' });
});

test.each([
  ['codex', 'codex may be any of codex-k3fa, codex-kx2p: write more of its name'],
  ['codex-k', 'codex-k may be any of codex-k3fa, codex-kx2p: write more of its name'],
  ['codex-k3fb', 'no session codex-k3fb: did you mean codex-k3fa?'],
  ['vim', 'no session vim: there is codex-k3fa, codex-kx2p, claude-code-77aa'],
  ['', 'no session : there is codex-k3fa, codex-kx2p, claude-code-77aa'],
  ['\u001b[31m', 'no session \\u001b[31m: there is'],
])('%j is refused with the way out', (name, message) => {
  const choice = namedSession(name, ALL);
  expect(choice.kind).toBe('refused');
  expect(choice).toMatchObject({ message: expect.stringContaining(message) });
});

interface World {
  readonly sessions: readonly RunningSession[];
  readonly cwd?: string;
  readonly insideOf?: string;
  readonly unnamed?: 'it' | 'another';
  readonly used?: Readonly<Record<string, number>>;
}

const unnamed = async (world: World) =>
  await chooseSession({
    name: undefined,
    sessions: world.sessions,
    cwd: world.cwd ?? '/somewhere',
    home: '/elsewhere',
    inside: { sessionId: world.insideOf, unnamed: world.unnamed ?? 'another' },
    lastUsedMs: async (sessionId) => world.used?.[sessionId] ?? 0,
  });

test('unnamed: the only one, wherever it runs', async () => {
  expect(await unnamed({ sessions: [CODEX] })).toMatchObject({ sessionId: CODEX.sessionId });
});

test('unnamed among several: the one in this folder, the last used of them', async () => {
  const here = [CODEX, CLAUDE];
  expect(await unnamed({ sessions: here, cwd: '/here' })).toMatchObject({
    sessionId: CLAUDE.sessionId,
  });
  const used = { [OTHER.sessionId]: 5, [CLAUDE.sessionId]: 3, [CODEX.sessionId]: 9 };
  expect(await unnamed({ sessions: ALL, cwd: '/here', used })).toMatchObject({
    sessionId: OTHER.sessionId,
  });
});

test('unnamed with none in this folder: a list, and how to choose', async () => {
  const choice = await unnamed({ sessions: ALL, cwd: '/elsewhere/x' });
  expect(choice).toEqual({
    kind: 'refused',
    message:
      '3 sessions run and none of them in ~/x: name one of codex-k3fa, codex-kx2p, claude-code-77aa',
    candidates: ALL,
  });
});

test('unnamed with nothing running says how to start something', async () => {
  expect(await unnamed({ sessions: [] })).toMatchObject({
    message: 'no session runs: codex-voice AGENT starts one',
  });
});

test('inside a session it is meant by what is said, and never by what would show it in itself', async () => {
  const inside = { sessions: ALL, insideOf: CODEX.sessionId };
  expect(await unnamed({ ...inside, unnamed: 'it' })).toMatchObject({
    sessionId: CODEX.sessionId,
  });
  expect(await unnamed({ sessions: [CODEX], insideOf: CODEX.sessionId })).toMatchObject({
    message: 'no other session runs: codex-voice AGENT starts one',
  });
  expect(await unnamed({ ...inside, sessions: [CODEX, CLAUDE] })).toMatchObject({
    sessionId: CLAUDE.sessionId,
  });
});

test('a line names a few and counts the rest', async () => {
  const many = Array.from({ length: 8 }, (_, index) => session(`s-${index}`, 'x'));
  expect(await unnamed({ sessions: many })).toMatchObject({
    message: expect.stringMatching(/name one of s-0, s-1, s-2, s-3, s-4 and 3 more$/u),
  });
});

test.each([
  ['the very name', 'codex-b', undefined, 'another', 'codex-b'],
  ['a beginning alone', 'codex', undefined, 'another', undefined],
  ['unnamed among two', undefined, undefined, 'another', undefined],
  ['unnamed beside the own one', undefined, 'codex-a', 'another', 'codex-b'],
  ['unnamed inside one', undefined, 'codex-a', 'it', 'codex-a'],
] as const)('%s: what the sockets alone decide', (_, name, sessionId, unnamed, chosen) => {
  const keepers = ['codex-a', 'codex-b'];
  expect(plainChoice({ name, keepers, inside: { sessionId, unnamed } })).toBe(chosen);
});

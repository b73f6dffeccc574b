// Who is told to be a program of a session, on processes that are listed here and on those of this machine.
import { spawnSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { type AskingProcess, parentsHere, sessionAround } from './asking-process.ts';

const PARENTS = new Map([
  [90, 80],
  [80, 50],
  [50, 7],
  [7, 1],
  [60, 7],
]);
const asking = (more: Partial<AskingProcess>): AskingProcess => ({
  pid: 90,
  env: {},
  keepers: ['codex-aaaa', 'claude-bbbb'],
  keeperPid: (sessionId) => (sessionId === 'claude-bbbb' ? 50 : undefined),
  parentOf: (pid) => PARENTS.get(pid),
  ...more,
});

test('a program of a session is known by its variable, while that session runs', () => {
  const named = (session: string) =>
    sessionAround(asking({ pid: 60, env: { CODEX_VOICE_SESSION: session } }));
  expect(named('codex-aaaa')).toBe('codex-aaaa');
  expect(named('here')).toBe('here');
  expect(named('codex-ended')).toBeUndefined();
  expect(named('')).toBeUndefined();
});

test('and by the keeper above it, where it has no variable or a wrong one', () => {
  expect(sessionAround(asking({}))).toBe('claude-bbbb');
  expect(sessionAround(asking({ env: { CODEX_VOICE_SESSION: 'x' } }))).toBe('claude-bbbb');
  expect(sessionAround(asking({ pid: 60 }))).toBeUndefined();
  expect(sessionAround(asking({ pid: 60, keeperPid: () => undefined }))).toBeUndefined();
});

test('a circle, or parents without end, are looked at for a while', () => {
  expect(sessionAround(asking({ parentOf: (pid) => (pid === 90 ? 91 : 90) }))).toBeUndefined();
  expect(sessionAround(asking({ parentOf: (pid) => pid + 1000 }))).toBeUndefined();
});

test('the parents of this machine’s processes are known', () => {
  const parentOf = parentsHere();
  expect(parentOf(process.pid)).toBe(process.ppid);
  const { pid } = spawnSync('true');
  expect(parentOf(pid)).toBeUndefined();
});

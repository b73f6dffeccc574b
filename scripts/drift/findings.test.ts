// What the checks of agents and libraries make of what they were told.
import { expect, test } from 'vitest';
import { UnreachedError } from './finding.ts';
import { triedFinding, withVersions } from './libraries.ts';
import { goldensFinding, protocolFinding } from './newest-agents.ts';
import { parseOutdated, saysNoRegistry } from './npm-packages.ts';

test('a comparison that ended well, with changes, with something gone, and not at all', () => {
  const of = (status: number | null, ...lines: string[]) =>
    protocolFinding({ status, lines, stderr: 'drift: no such version\n', newest: '9.9.9' });
  expect(of(0)).toMatchObject({ verdict: 'same', summary: expect.stringContaining('9.9.9') });
  const told = '1.0.0 → 9.9.9: 1 change of what is used';
  expect(of(1, 'v2/Turn.ts: status has "x"', told)).toMatchObject({
    verdict: 'changed',
    summary: `9.9.9: ${told}`,
  });
  expect(of(1, 'v2/Turn.ts: status is gone', told).verdict).toBe('failed');
  // An agent that does not do what it is led through is no network's fault.
  expect(() => of(2)).toThrow(new Error('drift: no such version'));
  expect(() => of(3)).toThrow(new UnreachedError('drift: no such version'));
});

test('the suite of workflows: what differed, without the stack', () => {
  const passed = { title: 'real workflows: plain', status: 'passed' };
  const message =
    'AssertionError: greet, real:codex, step 1\n  - session  p1 sent\n    at file:1:2\n';
  const failed = { title: 'real workflows: codex', status: 'failed', failureMessages: [message] };
  const report = (...all: object[]) => ({ testResults: [{ assertionResults: all }] });
  expect(goldensFinding(report(passed), 'Codex 9').verdict).toBe('same');
  expect(goldensFinding(report(passed, failed), 'Codex 9')).toEqual({
    verdict: 'failed',
    summary: '1 of 2 ways to drive an agent as the transcripts say, with Codex 9',
    lines: [
      'real workflows: codex',
      '  AssertionError: greet, real:codex, step 1',
      '    - session  p1 sent',
    ],
  });
  expect(() => goldensFinding(report(), 'Codex 9')).toThrow('did not run');
  const offline = { ...failed, failureMessages: ['AgentProgramError: npm error code EAI_AGAIN'] };
  expect(() => goldensFinding(report(passed, offline), 'Codex 9')).toThrow(UnreachedError);
  expect(goldensFinding(report(failed, offline), 'Codex 9').verdict).toBe('failed');
});

test('newer libraries: as npm tells them, put into a manifest, and tried', () => {
  const place = { current: '1.0.0', wanted: '1.0.0', latest: '2.0.0' };
  const told = { one: place, two: [{ ...place, latest: '1.0.0' }], three: { latest: '3.0.0' } };
  const newer = parseOutdated(JSON.stringify(told));
  expect(newer).toEqual([{ name: 'one', current: '1.0.0', latest: '2.0.0' }]);
  expect(parseOutdated('')).toEqual([]);
  const npmError = (code: string) => JSON.stringify({ error: { code, summary: 'no', detail: '' } });
  expect(() => parseOutdated(npmError('ECONNREFUSED'))).toThrow(UnreachedError);
  expect(() => parseOutdated(npmError('EJSONPARSE'))).toThrow(
    new Error('npm outdated: npm error code EJSONPARSE; no'),
  );
  const manifest = '{"dependencies": {"one": "1.0.0", "oneself": "1.0.0", "two": "1.0.0"}}';
  expect(JSON.parse(withVersions(manifest, newer)).dependencies).toEqual({
    one: '2.0.0',
    oneself: '1.0.0',
    two: '1.0.0',
  });
  expect(triedFinding(['one 1 → 2'], { step: 'none', output: [] }).verdict).toBe('changed');
  expect(triedFinding(['one 1 → 2'], { step: 'tests', output: ['x failed'] })).toEqual({
    verdict: 'failed',
    summary: '1 newer; with them tests fail',
    lines: ['one 1 → 2', '', 'x failed'],
  });
});

test.each([
  ['npm error code ENOTFOUND\nnpm error network request to x failed', true],
  ['npm error code E503\nnpm error 503 Service Unavailable', true],
  ['npm error code E403', true],
  ['npm error code E404\nnpm error 404 Not Found', false],
  ['npm error code ETARGET\nnpm error notarget No matching version found', false],
  ['spawnSync npm ENOENT (npm error code ENOENT)', false],
  ['spawnSync npm ETIMEDOUT (npm error code ETIMEDOUT)', true],
])('a registry that does not serve us, and one that lacks something: %j', (said, isOut) => {
  expect(saysNoRegistry(said)).toBe(isOut);
});

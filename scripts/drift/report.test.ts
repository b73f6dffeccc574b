// The page that a drift run leaves: what asks for work first, whole within an issue's room.
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { type CheckedDrift, runChecks, UnreachedError, type Verdict } from './finding.ts';
import { asksForWork, reportPage, reportTitle } from './report.ts';

const found = (name: string, verdict: Verdict, lines: readonly string[] = []): CheckedDrift => ({
  name,
  about: `what ${name} says`,
  finding: { verdict, summary: `one | two of ${name}`, lines },
});

test('one page, with what failed first and a line for each check', () => {
  const all = [found('a', 'same'), found('b', 'changed', ['x → y']), found('c', 'failed', ['```'])];
  expect(reportTitle(all)).toBe('Drift: 1 failed, 1 changed');
  expect(reportPage(all, '2026-01-31').split('\n')).toEqual([
    '# Drift: 1 failed, 1 changed',
    '',
    'What is newest on 2026-01-31, against what is pinned. `npm run drift -- --only NAME` looks again.',
    '',
    '| verdict | what | found |',
    '|---|---|---|',
    '| ✗ failed | what c says | one \\| two of c |',
    '| △ changed | what b says | one \\| two of b |',
    '| ✓ pass | what a says | one \\| two of a |',
    '',
    '## ✗ failed: what c says (`c`)',
    '```text',
    "'''",
    '```',
    '',
    '## △ changed: what b says (`b`)',
    '```text',
    'x → y',
    '```',
    '',
  ]);
});

test('nothing to do is said so, and what could not be reached asks for nothing, and is said', () => {
  expect(reportTitle([found('a', 'same')])).toBe('Drift: nothing that we use has changed');
  const quiet = [found('a', 'same'), found('b', 'unreachable')];
  expect(asksForWork(quiet)).toBe(false);
  expect(reportTitle(quiet)).toBe(
    'Drift: nothing has changed of what was looked at, 1 not reached',
  );
  expect(reportTitle([...quiet, found('c', 'failed')])).toBe(
    'Drift: 1 failed, 0 changed, 1 not reached',
  );
  expect(asksForWork([found('a', 'changed')])).toBe(true);
});

test('a page stays within an issue, and a finding within its lines', () => {
  const long = Array.from({ length: 70 }, (_, index) => `line ${index}`);
  const page = reportPage([found('a', 'changed', long)], '2026-01-31');
  expect(page).toContain('line 59\n… and 10 more\n```');
  const huge = reportPage([found('a', 'failed', [`${'😀'.repeat(40_000)}`])], '2026-01-31');
  expect(huge.length).toBeLessThan(65_536);
  expect(huge.isWellFormed()).toBe(true);
});

test('a check that could not look was not reached, and the others are', async () => {
  const told: string[] = [];
  const all = await runChecks(
    [
      { name: 'a', about: 'a', run: () => Promise.reject(new UnreachedError('no network\n at x')) },
      { name: 'b', about: 'b', run: async () => found('b', 'same').finding },
    ],
    ({ name }) => told.push(name),
  );
  expect(told).toEqual(['a', 'b']);
  expect(all[0]?.finding).toEqual({ verdict: 'unreachable', summary: 'no network', lines: [] });
});

test.each([
  [
    'that it did not find what it waited for',
    () => Promise.reject(new Error('the hook Stop was not told')),
  ],
  ['an error of its own', () => Promise.reject(new TypeError('x is not a function'))],
  ['an answer of another form', async () => JSON.parse('<html>')],
  [
    'a file that is not there',
    async () => JSON.parse(readFileSync(`${import.meta.filename}.none`, 'utf8')),
  ],
  ['no error', () => Promise.reject('odd')],
])('a check that throws %s has failed, and asks for work', async (_what, run) => {
  const all = await runChecks([{ name: 'a', about: 'a', run }], () => undefined);
  expect(all[0]?.finding.verdict).toBe('failed');
  expect(asksForWork(all)).toBe(true);
});

test('a connection that is refused is not reached', async () => {
  const refused = new TypeError('fetch failed', { cause: new Error('connect ECONNREFUSED') });
  const run = () => Promise.reject(refused);
  const all = await runChecks([{ name: 'a', about: 'a', run }], () => undefined);
  expect(all[0]?.finding.verdict).toBe('unreachable');
});

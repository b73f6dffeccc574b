// What `codex-voice approvals` prints, for people and for programs.
import { readFileSync } from 'node:fs';
import type { ApprovalEntry } from '@codex-voice/protocol';
import { expect, test } from 'vitest';
import { checkAnswer, checkApproval } from './approval-arguments.ts';
import { approvalDocument, approvalList } from './approvals.ts';

const SETTLED: ApprovalEntry = {
  id: 'a1',
  subject: 'command',
  text: 'rm -rf build',
  risk: 'destructive',
  takes: ['approve', 'deny'],
  askedAtMs: Date.parse('2026-01-31T09:30:00Z'),
  state: 'settled',
  by: 'key',
  outcome: 'approved',
  settledAtMs: Date.parse('2026-01-31T09:30:04Z'),
};

test('the guide shows the document as it is', () => {
  const guide = readFileSync(new URL('../../../../docs/approvals.md', import.meta.url), 'utf8');
  const shown: unknown = JSON.parse(/```json\n(\[[\s\S]*?)```/u.exec(guide)?.[1] ?? '');
  expect([approvalDocument({ sessionId: 'codex-k3fa', entry: SETTLED })]).toEqual(shown);
});

test('a list tells each with its text, and gives no order to the terminal', () => {
  const long = Array.from({ length: 40 }, (_, line) => `line ${line}`).join('\n');
  const { by: _by, outcome: _outcome, settledAtMs: _at, risk: _risk, ...rest } = SETTLED;
  const open: ApprovalEntry = { ...rest, id: 'a2', state: 'open', text: `\u001b[2J\n${long}` };
  const list = approvalList([
    { sessionId: 's1', entry: SETTLED },
    { sessionId: 's2', entry: { ...open, reason: 'it must' } },
  ]);
  const lines = list.split('\n');
  expect(lines.slice(0, 3)).toEqual([
    'a1  s1  command  approved, by key  RISKY: destructive',
    '    rm -rf build',
    'a2  s2  command  open',
  ]);
  expect(list).not.toContain('\u001b');
  expect(list).toContain('line 10');
  expect(list).not.toContain('line 11');
  expect(lines.slice(-3)).toEqual(['    …', '    (it must)', '']);
  expect(approvalList([])).toBe('nothing is asked\n');
});

test('ids are as a person types them, and one at a time', () => {
  for (const id of ['a1', 'A1', '1']) expect(() => checkApproval('approve', [id])).not.toThrow();
  for (const rest of [[], ['a1', 'a2'], ['x'], ['a'], ['-1'], ['a1234567890']])
    expect(() => checkApproval('deny', rest), rest.join()).toThrow(/^[^\n]+: [^\n]+$/u);
  expect(() => checkApproval('approvals', ['a1'])).toThrow(/takes no argument/u);
});

test('a question is listed with what it wants: parts, choices by number, and the command', () => {
  const { by: _by, outcome: _outcome, settledAtMs: _at, risk: _risk, ...rest } = SETTLED;
  const choices = [{ label: '80', description: 'as \u001b[2Jever' }, { label: 'any' }];
  const port = { question: 'Which port?', choices, words: true } as const;
  const asked: ApprovalEntry = { ...rest, subject: 'question', takes: [], state: 'open' };
  const one: ApprovalEntry = { ...asked, text: 'Which port?', parts: [port] };
  expect(approvalList([{ sessionId: 's1', entry: one }]).split('\n')).toEqual([
    'a1  s1  question  open',
    '    Which port?',
    expect.stringMatching(/^ {4}1\) 80: as [^\u001b]*ever$/u),
    '    2) any',
    '    or your own words',
    '    (codex-voice answer a1 CHOICE)',
    '',
  ]);
  const why = { question: 'Why?', choices: [], words: true as const };
  const both: ApprovalEntry = { ...one, text: 'Which port?\nWhy?', parts: [port, why] };
  const list = approvalList([{ sessionId: 's1', entry: both }]);
  expect(list).toContain('    2. Why?\n    (codex-voice answer a1 CHOICE TEXT)\n');
  const settled = approvalList([{ sessionId: 's1', entry: { ...both, state: 'settled' } }]);
  expect(settled).not.toContain('codex-voice answer');
  expect(approvalDocument({ sessionId: 's1', entry: one })).toMatchObject({
    parts: [{ choices: [{ label: '80' }, { label: 'any', description: null }], words: true }],
  });
});

test('answer wants a question and words', () => {
  for (const rest of [
    ['a1', '2'],
    ['Q1', 'the', 'third'],
    ['1', '-5'],
  ])
    expect(() => checkAnswer(rest), rest.join()).not.toThrow();
  const long = 'x'.repeat(8_193);
  for (const rest of [[], ['a1'], ['a1', ' '], ['main', 'a1'], ['q'], ['a1', long]])
    expect(() => checkAnswer(rest), rest.join()).toThrow(/^[^\n]+: [^\n]+$/u);
});

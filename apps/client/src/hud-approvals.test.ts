// What our row and our keys make of what the agent asks.
import type { ApprovalEntry, SessionEvent } from '@codex-voice/protocol';
import { expect, test } from 'vitest';
import { approvalItem, HudApprovals, SEEN_AFTER_MS } from './hud-approvals.ts';
import { HudState } from './hud-state.ts';
import { keyNames } from './key-names.ts';
import { announcementOf } from './linear/announcements.ts';
import { sessionWords } from './words/ui-language.ts';

const words = sessionWords('en');
const telling = { words, sound: 'kept' } as const;

function entry(id: string, more: Partial<ApprovalEntry> = {}): ApprovalEntry {
  const takes: ApprovalEntry['takes'] = ['approve', 'deny'];
  const common = { id, subject: 'command', text: 'make', takes, askedAtMs: 1 } as const;
  return { ...common, state: 'open', ...more };
}

const event = (
  open: readonly ApprovalEntry[],
  more: Omit<Extract<SessionEvent, { type: 'approvals' }>, 'type' | 'open'> = {},
): SessionEvent => ({ type: 'approvals', open: [...open], ...more });

function hud(): HudState {
  return new HudState({
    agentName: 'codex',
    keys: keyNames('default'),
    voice: 'on',
    mode: 'tap',
    secondWord: () => 'i take the risk',
    telling,
  });
}

test('the row shows the exact command, why it is risky, and which keys answer it', () => {
  const state = hud();
  state.session(event([entry('a1', { text: 'rm -rf build', risk: 'destructive' })]), 0);
  expect(state.model(1)).toMatchObject({
    message: {
      severity: 'warning',
      text: 'a1 · RISKY: may destroy something · asks to run rm -rf build',
    },
    keyHints: [
      { key: 'Ctrl-\\ y', does: 'approve' },
      { key: 'Ctrl-\\ n', does: 'deny' },
    ],
  });
  state.session(event([entry('a1', { risk: 'network' })], { confirming: 'a1' }), 2);
  expect(state.model(3).message?.text).toMatch(
    /^say "i take the risk" to approve it · a1 · RISKY/u,
  );
});

test.each([
  ["/bin/bash -lc 'npm test'", 'npm test'],
  ['bash -c ls', 'ls'],
  ['/usr/bin/zsh -lc \'ls "a b"\'', 'ls "a b"'],
  ["bash -lc 'ls' && rm x", "bash -lc 'ls' && rm x"],
  ["bash -lc 'a'\\''b'", "bash -lc 'a'\\''b'"],
  ["/opt/bin/bash -lc 'ls'", "/opt/bin/bash -lc 'ls'"],
])('our row leaves a plain shell around a line out, and nothing else: %s', (text, shown) => {
  const state = hud();
  state.session(event([entry('a1', { text })]), 0);
  expect(state.model(1).message?.text).toBe(`a1 · asks to run ${shown}`);
});

test('of several the oldest that can be answered is shown; a patch is its paths', () => {
  const state = hud();
  const patch = { subject: 'patch', text: 'src/a.ts\nsrc/b.ts' } as const;
  state.session(event([entry('a1', { state: 'unheard' }), entry('a2', patch)]), 0);
  expect(state.model(1).message?.text).toBe('a2 · asks to change src/a.ts, src/b.ts');
  state.session(event([entry('a1', { state: 'unheard' })]), 2);
  expect(state.model(3).message?.text).toBe('a1 · not asked again yet · asks to run make');
  expect(state.model(3).keyHints[0]?.does).toBe('talk');
  state.session(event([entry('a3', { subject: 'question', text: 'Which?', takes: [] })]), 4);
  expect(state.model(5).message?.text).toBe('a3 · asks Which?');
  expect(state.model(5).keyHints[0]?.does).toBe('talk');
});

test('everyone is told who settled it and how, and the row is the agent\u2019s again', () => {
  const state = hud();
  state.session(event([entry('a1')]), 0);
  const settled = entry('a1', { state: 'settled', by: 'voice', outcome: 'approved' });
  state.session(event([], { settled }), 10);
  expect(state.model(11).message).toMatchObject({
    severity: 'info',
    text: 'a1 · approved · by voice',
  });
  const lost = entry('a2', { state: 'settled', by: 'nobody', outcome: 'lost' });
  state.session(event([], { settled: lost }), 20);
  expect(state.model(21).message).toMatchObject({
    severity: 'warning',
    text: 'a2 · not asked any more',
  });
  expect(state.model(1_000_000).message).toBeUndefined();
});

test('a notice never hides what a key would answer', () => {
  const state = hud();
  const settled = entry('a1', { state: 'settled', by: 'key', outcome: 'denied' });
  state.session(event([entry('a2', { text: 'rm x', risk: 'destructive' })], { settled }), 0);
  const asked = 'a2 · RISKY: may destroy something · asks to run rm x';
  expect(state.model(1).message?.text).toBe(`${asked} · a1 · denied · by key`);
  state.notice({ text: 'the disk is full', severity: 'error' }, 2);
  expect(state.model(3).message).toEqual({
    text: `${asked} · the disk is full`,
    severity: 'error',
  });
  expect(state.model(1_000_000).message?.text).toBe(asked);
});

test('a key answers what has been seen, not what came under it just now', () => {
  const approvals = new HudApprovals();
  expect(approvals.answerable(0)).toBe('nothing-asked');
  approvals.told({ open: [entry('a1'), entry('a2')] }, 100);
  expect(approvals.answerable(100 + SEEN_AFTER_MS - 1)).toBe('just-asked');
  expect(approvals.answerable(100 + SEEN_AFTER_MS)).toEqual({ id: 'a1' });
  approvals.told({ open: [entry('a2')] }, 1_000);
  expect(approvals.answerable(1_001)).toBe('just-asked');
  approvals.told({ open: [entry('a2', { state: 'answering', by: 'key' })] }, 5_000);
  expect(approvals.answerable(9_000)).toBe('nothing-asked');
});

test('who hears their terminal hears what is asked at once, and what became of it', () => {
  expect(announcementOf(event([entry('a1')]), telling)).toMatchObject({
    text: 'a1 · asks to run make',
    weight: 'urgent',
  });
  const settled = entry('a1', { state: 'settled', by: 'dialog', outcome: 'answered' });
  expect(announcementOf(event([], { settled }), telling)?.text).toBe(
    'a1 · answered · in the agent’s dialog',
  );
  expect(announcementOf(event([]), telling)).toBeUndefined();
  // The one that a key answers, and none that is not asked again yet.
  const unheard = entry('a1', { state: 'unheard' });
  const second = entry('a2', { text: 'rm x', risk: 'destructive' });
  const asked = 'a2 · RISKY: may destroy something · asks to run rm x';
  expect(announcementOf(event([unheard]), telling)).toBeUndefined();
  expect(announcementOf(event([unheard, second, entry('a3')]), telling)?.text).toBe(asked);
  expect(announcementOf(event([unheard, second], { settled }), telling)).toMatchObject({
    text: `a1 · answered · in the agent’s dialog · ${asked}`,
    weight: 'urgent',
  });
});

test('the panel has the whole patch, and where a command runs', () => {
  const patch = entry('a1', {
    subject: 'patch',
    text: 'a.ts',
    patch: 'add a.ts\n+x',
    reason: 'why',
  });
  expect(approvalItem(patch, words.row.approval)).toMatchObject({
    asks: 'asks to change',
    text: 'add a.ts\n+x',
    notes: ['why'],
  });
  const choices = [{ label: 'main' }, { label: 'next', description: 'newer' }];
  const parts = [{ question: 'Which?', choices }];
  const question = entry('q1', { subject: 'question', text: 'Which?', parts });
  expect(approvalItem(question, words.row.approval).notes).toEqual([
    '1) main',
    '2) next: newer',
    'from another terminal: codex-voice answer q1 CHOICE',
  ]);
  const elsewhere = entry('a2', { cwd: '/etc', risk: 'outside' });
  expect(approvalItem(elsewhere, words.row.approval)).toMatchObject({
    notes: ['/etc'],
    risk: 'RISKY: reaches outside the folder',
  });
});

test('what is cut is said, and where the rest is also for an agent with no dialog of its own', () => {
  const { notes } = approvalItem(entry('a1', { cut: true }), words.row.approval);
  expect(notes.join('\n')).toMatch(
    /^… it goes on: .*dialog.*events\.jsonl, as far as it is kept$/mu,
  );
});

test('a question shows its choices by number, part by part, and which of them a key chooses', () => {
  const choices = [{ label: 'main' }, { label: 'next' }];
  const branch = { question: 'Which?', choices };
  const parts = [branch, { ...branch, question: 'And then?', several: true as const }];
  const one = entry('a1', { subject: 'question', text: 'x', takes: [], parts: [branch] });
  const state = hud();
  state.session(event([one]), 0);
  expect(state.model(1)).toMatchObject({
    message: { text: 'a1 · asks Which?  1) main  2) next' },
    keyHints: [{ key: 'Ctrl-\\ 1-2', does: 'choose' }],
  });
  expect(state.approvals.choosable(SEEN_AFTER_MS - 1)).toBe('just-asked');
  expect(state.approvals.choosable(SEEN_AFTER_MS)).toEqual({ id: 'a1', part: 0, takes: 'one' });
  const two = { ...one, id: 'a2', parts };
  state.session(event([two]), 1_000);
  expect(state.model(1_001).message?.text).toBe('a2 · asks 1/2 Which?  1) main  2) next');
  // The next part takes the place of the first: a key that comes at once was not meant for it.
  state.session(event([{ ...two, given: ['main'] }]), 2_000);
  expect(state.model(2_001).message?.text).toBe('a2 · asks 2/2 And then?  1) main  2) next');
  expect(state.approvals.choosable(2_001)).toBe('just-asked');
  const late = 2_000 + SEEN_AFTER_MS;
  expect(state.approvals.choosable(late)).toEqual({ id: 'a2', part: 1, takes: 'several' });
  const shown = approvalItem({ ...two, given: ['main'] }, words.row.approval);
  expect(shown).toMatchObject({ choose: { part: 1, count: 2, take: 'several' } });
  expect(shown.notes.slice(0, 3)).toEqual(['1. Which?', '= main', '2. And then?']);
  // What wants words, or is no question, has no choices.
  for (const other of [entry('a3'), { ...one, id: 'a3', parts: [{ ...branch, choices: [] }] }]) {
    state.session(event([other]), 5_000);
    expect(state.approvals.choosable(9_000)).toBe('nothing-asked');
  }
});

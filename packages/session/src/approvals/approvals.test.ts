// Approvals as state: whoever answers first, settled once, brought back by records alone.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Answerer, ApprovalRecord, AskedApproval, Moment } from './approval.ts';
import { APPROVAL_TEXT_LIMIT, Approvals, MOST_OPEN, MOST_SETTLED } from './approvals.ts';
import type { QuestionPart } from './question-parts.ts';

const at = (nowMs: number): Moment => ({ nowMs, wallMs: 1_000_000 + nowMs });
const ALL = ['accept', 'accept-for-session', 'decline', 'cancel'] as const;

function asking(approvalId: string, more: Partial<AskedApproval> = {}): AskedApproval {
  return { approvalId, subject: 'command', text: 'make', decisions: ALL, ...more };
}

const NO_PARTS = [undefined, undefined, undefined, undefined, undefined];
const BRANCH: QuestionPart = {
  partId: 'branch',
  question: 'Which branch?',
  choices: [{ label: 'main', description: 'the usual one' }, { label: 'next' }],
  takesWords: false,
};

function open(...names: readonly string[]): Approvals {
  const approvals = new Approvals();
  for (const name of names) approvals.asked({ asked: asking(name) }, at(0));
  return approvals;
}

const states = (approvals: Approvals): string[] =>
  approvals.open.map(({ id, state }) => `${id} ${state.kind}`);

describe('answers', () => {
  test('APPROVAL-1: ids count from 1, are never given again, and may be written in three ways', () => {
    const approvals = open('one', 'two');
    approvals.resolved({ approvalId: 'one', by: 'elsewhere' }, at(1));
    approvals.resolved({ approvalId: 'two', by: 'elsewhere' }, at(1));
    approvals.asked({ asked: asking('three') }, at(2));
    expect(states(approvals)).toEqual(['a3 open']);
    for (const written of ['a3', 'A3', '3', ' 03 ']) expect(approvals.find(written)?.id).toBe('a3');
    for (const written of ['', 'a', 'a4', '0', 'three'])
      expect(approvals.find(written)).toBeUndefined();
  });

  test('APPROVAL-2: the first answer is taken, and the later ones are told', () => {
    const approvals = open('one');
    const first = approvals.answer({ id: 'a1', answer: 'approve', by: 'key' }, at(5));
    expect(first).toMatchObject({ kind: 'taken', decision: 'accept' });
    const record = { type: 'answered', id: 'a1', by: 'key', decision: 'accept', atMs: 1_000_005 };
    if (first.kind === 'taken') expect(first.records).toEqual([record]);
    const second = approvals.answer({ id: '1', answer: 'deny', by: 'command-line' }, at(6));
    expect(second).toMatchObject({ kind: 'answering', approval: { state: { by: 'key' } } });
    approvals.resolved({ approvalId: 'one', by: 'here' }, at(7));
    const third = approvals.answer({ id: 'a1', answer: 'deny', by: 'voice' }, at(8));
    expect(third).toMatchObject({
      kind: 'settled',
      approval: { state: { by: 'key', outcome: 'approved', atMs: 1_000_007 } },
    });
    expect(approvals.answer({ id: 'a2', answer: 'deny', by: 'key' }, at(9)).kind).toBe('unknown');
  });

  test('APPROVAL-3: in the dialog, by nobody, and only once', () => {
    const approvals = open('one', 'two');
    approvals.answer({ id: 'a2', answer: 'approve', by: 'key' }, at(1));
    const settled = [
      ...approvals.resolved({ approvalId: 'one', by: 'lost' }, at(2)),
      // Answered here as well: the dialog was quicker.
      ...approvals.resolved({ approvalId: 'two', by: 'elsewhere' }, at(2)),
      ...approvals.resolved({ approvalId: 'two', by: 'here' }, at(3)),
      ...approvals.resolved({ approvalId: 'none', by: 'here' }, at(3)),
    ];
    expect(settled).toEqual([
      { type: 'settled', id: 'a1', by: 'nobody', outcome: 'lost', atMs: 1_000_002 },
      { type: 'settled', id: 'a2', by: 'dialog', outcome: 'answered', atMs: 1_000_002 },
    ]);
  });

  test('APPROVAL-4: an answer that the agent does not take can be given again', () => {
    const approvals = open('one', 'two');
    for (const id of ['a1', 'a2']) approvals.answer({ id, answer: 'approve', by: 'key' }, at(1));
    approvals.refused({ id: 'a1', reason: { why: 'the app-server is away' } }, at(2));
    approvals.refused({ id: 'a2', reason: 'settled' }, at(2));
    expect(states(approvals)).toEqual(['a1 open']);
    expect(approvals.settled).toMatchObject([{ state: { by: 'dialog', outcome: 'answered' } }]);
    // Nothing is being answered any more: a late refusal changes nothing.
    expect(approvals.refused({ id: 'a1', reason: 'settled' }, at(3))).toEqual([]);
    const again = approvals.answer({ id: 'a1', answer: 'deny', by: 'voice' }, at(4));
    expect(again).toMatchObject({ kind: 'taken', decision: 'decline' });
  });

  test('APPROVAL-8: yes is accept, no is decline or else cancel, and what takes neither is for the dialog', () => {
    const approvals = new Approvals();
    approvals.asked({ asked: asking('one', { decisions: ['accept', 'cancel'] }) }, at(0));
    approvals.asked({ asked: asking('two', { decisions: ['accept-for-session'] }) }, at(0));
    const question = asking('three', { subject: 'question', decisions: ['accept'] });
    approvals.asked({ asked: question }, at(0));
    const kinds = ['a1', 'a2', 'a3'].map((id) => {
      const result = approvals.answer({ id, answer: 'deny', by: 'key' }, at(1));
      return result.kind === 'taken' ? result.decision : result.kind;
    });
    expect(kinds).toEqual(['cancel', 'in-dialog', 'in-dialog']);
    const yes = approvals.answer({ id: 'a3', answer: 'approve', by: 'key' }, at(1));
    expect(yes.kind).toBe('in-dialog');
  });

  test('APPROVAL-9: the first words answer a question, and are on record before they are given', () => {
    const approvals = new Approvals();
    const asked = asking('one', { subject: 'question', parts: [BRANCH], decisions: ['accept'] });
    approvals.asked({ asked }, at(0));
    const misfit = approvals.reply({ id: 'a1', words: ['9'], by: 'command-line' }, at(1));
    expect(misfit).toMatchObject({ kind: 'unfit', why: expect.stringContaining('1 to 2') });
    expect(states(approvals)).toEqual(['a1 open']);
    const first = approvals.reply({ id: '1', words: ['MAIN'], by: 'command-line' }, at(2));
    const given = { by: 'command-line', decision: 'accept', answers: { branch: ['main'] } };
    const record = { type: 'answered', id: 'a1', ...given, atMs: 1_000_002 };
    expect(first).toMatchObject({ kind: 'taken', answers: given.answers, records: [record] });
    const second = approvals.reply({ id: 'a1', words: ['2'], by: 'key' }, at(3));
    expect(second).toMatchObject({ kind: 'answering', approval: { state: given } });
    approvals.resolved({ approvalId: 'one', by: 'here' }, at(4));
    expect(approvals.settled).toMatchObject([
      { state: { by: 'command-line', outcome: 'answered' } },
    ]);
    const unknown = approvals.reply({ id: 'a2', words: ['1'], by: 'key' }, at(5));
    expect(unknown.kind).toBe('unknown');
  });

  test('APPROVAL-12: part by part in their order, from whoever answers, and what was given goes with a new asking', () => {
    const approvals = new Approvals();
    const parts = [BRANCH, { ...BRANCH, partId: 'other' }];
    const asked = asking('one', { subject: 'question', parts, decisions: ['accept'] });
    approvals.asked({ asked }, at(0));
    const given = (part: number, said: string, by: 'key' | 'voice' = 'key') =>
      approvals.reply({ id: 'a1', words: [said], part, by }, at(1));
    const soFar = () => approvals.find('a1')?.given;
    for (const early of [given(1, '1'), given(0, '9'), given(-1, '1')])
      expect(early.kind).toBe('unfit');
    expect(soFar()).toBeUndefined();
    expect(given(0, 'MAIN')).toMatchObject({ kind: 'noted' });
    expect([states(approvals), soFar()]).toEqual([['a1 open'], [['main']]]);
    // Pressed twice, the second one was meant for the first part as well.
    expect(given(0, '2')).toMatchObject({ kind: 'unfit', why: 'answer 2 of 2 is next' });
    approvals.unhear();
    approvals.asked({ asked }, at(2));
    expect(soFar()).toBeUndefined();
    given(0, '2');
    const last = given(1, '1', 'voice');
    const answers = { branch: ['next'], other: ['main'] };
    expect(last).toMatchObject({ kind: 'taken', answers, records: [{ by: 'voice', answers }] });
    approvals.refused({ id: 'a1', reason: { why: 'away' } }, at(3));
    expect([states(approvals), soFar()]).toEqual([['a1 open'], undefined]);
    given(0, '1');
    const all = approvals.reply({ id: 'a1', words: ['2', '2'], by: 'command-line' }, at(4));
    expect(all).toMatchObject({ answers: { branch: ['next'], other: ['next'] } });
    expect(given(1, '1').kind).toBe('answering');
  });

  test('APPROVAL-13: choices are taken by their places, for the part that is next', () => {
    const approvals = new Approvals();
    const part = { ...BRANCH, choices: [{ label: '2' }, { label: '1' }] };
    const parts = [part, { ...part, partId: 'other' }];
    const asked = asking('one', { subject: 'question', parts, decisions: ['accept'] });
    approvals.asked({ asked }, at(0));
    const give = (place: number, choice: number, nowMs: number) =>
      approvals.reply(
        { id: 'a1', words: ['2'], choices: [choice], part: place, by: 'key' },
        at(nowMs),
      );
    expect(approvals.find('a1')?.nextSinceMs).toBe(0);
    expect(give(0, 1, 5).kind).toBe('noted');
    expect(approvals.find('a1')).toMatchObject({
      given: [['1']],
      openSinceMs: 0,
      nextSinceMs: 5,
    });
    expect(give(1, 0, 6)).toMatchObject({ answers: { branch: ['1'], other: ['2'] } });
    approvals.refused({ id: 'a1', reason: { why: 'away' } }, at(7));
    expect(approvals.find('a1')?.nextSinceMs).toBe(7);
  });

  test('APPROVAL-9: what wants no words takes none', () => {
    const approvals = open('one');
    const said = approvals.reply({ id: 'a1', words: ['yes'], by: 'key' }, at(1));
    expect(said.kind).toBe('in-dialog');
  });

  test('APPROVAL-10: a question that can not be told whole is for the dialog; with other choices it is another one', () => {
    const approvals = new Approvals();
    const ask = (approvalId: string, more: Partial<AskedApproval>): void => {
      const question = { subject: 'question', text: 'Which?', decisions: ['accept'] } as const;
      approvals.asked({ asked: asking(approvalId, { ...question, ...more }) }, at(0));
    };
    const many = Array.from({ length: 33 }, (_, index) => ({ label: `c${index}` }));
    ask('one', { parts: [{ ...BRANCH, choices: many }] });
    ask('two', { parts: Array.from({ length: 9 }, () => BRANCH) });
    ask('three', { parts: [{ ...BRANCH, question: 'x'.repeat(APPROVAL_TEXT_LIMIT) }] });
    ask('four', { parts: [BRANCH], text: 'x'.repeat(APPROVAL_TEXT_LIMIT + 1) });
    ask('five', { parts: [] });
    expect(approvals.open.map(({ asked }) => asked.parts)).toEqual(NO_PARTS);
    ask('six', { parts: [BRANCH] });
    approvals.unhear();
    ask('one', { parts: [{ ...BRANCH, choices: many }] });
    ask('six', { parts: [{ ...BRANCH, choices: [{ label: 'other' }] }] });
    const known = approvals.open.filter(({ state }) => state.kind === 'open');
    expect(known.map(({ id }) => id)).toEqual(['a1', 'a7']);
  });

  test('APPROVAL-7: what is beyond the bounds is not taken, cut, or forgotten', () => {
    const names = Array.from({ length: MOST_OPEN + 1 }, (_, index) => `n${index}`);
    const approvals = open(...names);
    expect(approvals.open).toHaveLength(MOST_OPEN);
    for (const approvalId of names) approvals.resolved({ approvalId, by: 'lost' }, at(1));
    const text = 'x'.repeat(APPROVAL_TEXT_LIMIT + 1);
    approvals.asked({ asked: asking('long', { text }) }, at(2));
    expect(approvals.open).toMatchObject([{ risk: 'unknown', asked: { cut: true } }]);
    expect(approvals.open[0]?.asked.text).toHaveLength(APPROVAL_TEXT_LIMIT);
    approvals.resolved({ approvalId: 'long', by: 'lost' }, at(2));
    const patch = 'y'.repeat(APPROVAL_TEXT_LIMIT + 1);
    approvals.asked({ asked: asking('patch', { subject: 'patch', text: 'a', patch }) }, at(2));
    expect(approvals.open).toMatchObject([{ risk: 'unknown', asked: { text: 'a', cut: true } }]);
    expect(approvals.open[0]?.asked.patch).toHaveLength(APPROVAL_TEXT_LIMIT);
    for (let count = 0; count < MOST_SETTLED * 2; count += 1) {
      approvals.asked({ asked: asking(`more ${count}`) }, at(3));
      approvals.resolved({ approvalId: `more ${count}`, by: 'lost' }, at(3));
    }
    expect(approvals.settled.length).toBeLessThanOrEqual(MOST_SETTLED + 1);
    expect(approvals.find('a1')).toBeUndefined();
    expect(states(approvals)).toEqual([`a${MOST_OPEN + 2} open`]);
  });
});

describe('out of sight', () => {
  test('APPROVAL-5: asked again it is open under its id, and what is not is lost or unconfirmed', () => {
    const approvals = open('one', 'two', 'three');
    approvals.answer({ id: 'a3', answer: 'approve', by: 'voice' }, at(1));
    approvals.unhear('two');
    expect(states(approvals)).toEqual(['a1 open', 'a2 unheard', 'a3 answering']);
    approvals.unhear();
    expect(states(approvals)).toEqual(['a1 unheard', 'a2 unheard', 'a3 unheard']);
    expect(approvals.resolved({ approvalId: 'two', by: 'lost' }, at(2))).toEqual([]);
    expect(approvals.answer({ id: 'a1', answer: 'deny', by: 'key' }, at(2)).kind).toBe('unheard');
    approvals.asked({ asked: asking('one') }, at(3));
    expect(approvals.giveUp(at(4))).toEqual([
      { type: 'settled', id: 'a2', by: 'nobody', outcome: 'lost', atMs: 1_000_004 },
      { type: 'settled', id: 'a3', by: 'voice', outcome: 'unconfirmed', atMs: 1_000_004 },
    ]);
    expect(states(approvals)).toEqual(['a1 open']);
    // It was only late.
    approvals.asked({ asked: asking('two') }, at(5));
    expect(states(approvals)).toEqual(['a1 open', 'a2 open']);
    // Asked twice in sight it is one.
    expect(approvals.asked({ asked: asking('two') }, at(6))).toEqual([]);
  });

  test('APPROVAL-5: another thing under a name that was out of sight is another approval', () => {
    const others: readonly Partial<AskedApproval>[] = [
      { text: 'rm -rf x' },
      { subject: 'permissions' },
      { patch: '+x' },
      { cwd: '/elsewhere' },
    ];
    for (const ends of ['unheard', 'lost'] as const) {
      for (const other of others) {
        const approvals = open('one');
        if (ends === 'unheard') approvals.unhear();
        else approvals.resolved({ approvalId: 'one', by: 'lost' }, at(1));
        approvals.asked({ asked: asking('one', other), risk: 'unknown' }, at(2));
        expect(approvals.first).toMatchObject({ id: 'a2', asked: other, risk: 'unknown' });
        const old = approvals.answer({ id: 'a1', answer: 'approve', by: 'voice' }, at(3));
        expect(old.kind).toBe(ends === 'unheard' ? 'unheard' : 'settled');
        approvals.giveUp(at(4));
        expect(states(approvals)).toEqual(['a2 open']);
      }
    }
    const approvals = new Approvals();
    const text = 'x'.repeat(APPROVAL_TEXT_LIMIT);
    approvals.asked({ asked: asking('long', { text: `${text} one` }) }, at(0));
    approvals.unhear();
    approvals.asked({ asked: asking('long', { text: `${text} two` }) }, at(1));
    expect(states(approvals)).toEqual(['a1 unheard', 'a2 open']);
  });

  test('APPROVAL-5: the same name asked after it was answered is another approval', () => {
    const approvals = open('one');
    approvals.answer({ id: 'a1', answer: 'deny', by: 'key' }, at(1));
    approvals.resolved({ approvalId: 'one', by: 'here' }, at(2));
    approvals.asked({ asked: asking('one') }, at(3));
    expect(states(approvals)).toEqual(['a2 open']);
  });
});

/** What may happen to a session's approvals. */
const step = fc.oneof(
  fc.record({ do: fc.constant('asked' as const), name: fc.nat(4) }),
  fc.record({
    do: fc.constant('answer' as const),
    id: fc.nat(6),
    answer: fc.constantFrom('approve' as const, 'deny' as const),
    by: fc.constantFrom<Answerer>('key', 'voice', 'command-line'),
  }),
  fc.record({
    do: fc.constant('resolved' as const),
    name: fc.nat(4),
    by: fc.constantFrom('here' as const, 'elsewhere' as const, 'lost' as const),
  }),
  fc.record({ do: fc.constant('refused' as const), id: fc.nat(6), settled: fc.boolean() }),
  fc.record({ do: fc.constantFrom('unhear' as const, 'giveUp' as const) }),
);
type Step = typeof step extends fc.Arbitrary<infer Value> ? Value : never;

function take(approvals: Approvals, given: Step, moment: Moment): readonly ApprovalRecord[] {
  switch (given.do) {
    case 'asked':
      return approvals.asked({ asked: asking(`n${given.name}`) }, moment);
    case 'answer': {
      const result = approvals.answer({ ...given, id: `a${given.id}` }, moment);
      return result.kind === 'taken' ? result.records : [];
    }
    case 'resolved':
      return approvals.resolved({ approvalId: `n${given.name}`, by: given.by }, moment);
    case 'refused': {
      const reason = given.settled ? 'settled' : { why: 'away' };
      return approvals.refused({ id: `a${given.id}`, reason }, moment);
    }
    case 'unhear':
      approvals.unhear();
      return [];
    case 'giveUp':
      return approvals.giveUp(moment);
  }
}

test('APPROVAL-2 APPROVAL-3: whatever happens, an answer is under way once at a time and each is settled once', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
      const approvals = new Approvals();
      const told = new Map<string, string>();
      for (const [index, given] of steps.entries()) {
        for (const { id, type } of take(approvals, given, at(index))) {
          const before = told.get(id) ?? 'nothing';
          const allowed: Record<string, readonly string[]> = {
            asked: ['nothing'],
            'asked-again': ['asked', 'answered', 'settled', 'reopened', 'asked-again'],
            answered: ['asked', 'asked-again', 'reopened'],
            reopened: ['answered'],
            settled: ['asked', 'asked-again', 'answered', 'reopened'],
          };
          expect(allowed[type]).toContain(before);
          told.set(id, type);
        }
      }
    }),
    { numRuns: 300 },
  );
});

test('APPROVAL-6: the records alone bring everything back, what was not settled as unheard', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
      const approvals = new Approvals();
      const records = steps.flatMap((given, index) => take(approvals, given, at(index)));
      const back = new Approvals(JSON.parse(JSON.stringify(records)));
      approvals.unhear();
      const told = (all: Approvals) =>
        [...all.settled, ...all.open].map(({ id, asked, state, askedAtMs }) => ({
          id,
          asked,
          state,
          askedAtMs,
        }));
      expect(told(back)).toEqual(told(approvals));
    }),
    { numRuns: 300 },
  );
});

test('APPROVAL-6: records of an approval whose beginning is gone are passed over', () => {
  const atMs = 1;
  const records: ApprovalRecord[] = [
    { type: 'settled', id: 'a1', by: 'key', outcome: 'approved', atMs },
    { type: 'asked', id: 'a7', asked: asking('one'), atMs },
    { type: 'answered', id: 'a3', by: 'key', decision: 'accept', atMs },
  ];
  const approvals = new Approvals(records);
  expect(states(approvals)).toEqual(['a7 unheard']);
  approvals.asked({ asked: asking('two') }, at(0));
  expect(states(approvals)).toEqual(['a7 unheard', 'a8 open']);
});

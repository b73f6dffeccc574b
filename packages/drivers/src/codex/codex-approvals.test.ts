// What Codex asks, with all that tells how dangerous it is.
import { expect, test } from 'vitest';
import { CodexApprovals } from './codex-approvals.ts';
import { agentItem } from './codex-events.ts';
import type { ApprovalMessage } from './codex-messages.ts';

const message: ApprovalMessage = {
  threadId: 't',
  turnId: 'turn',
  itemId: 'item',
  approvalId: null,
  reason: null,
  command: null,
  cwd: null,
  kind: null,
  networkApprovalContext: null,
  grantRoot: null,
  availableDecisions: null,
};

function asked(
  subject: 'command' | 'patch',
  more: Partial<ApprovalMessage>,
  changes: readonly object[] = [],
) {
  const patch = { type: 'fileChange', id: 'item', changes, status: 'inProgress' };
  const item = subject === 'patch' ? agentItem(patch) : undefined;
  const facts = { requestId: 1, subject, message: { ...message, ...more }, item };
  const [event] = new CodexApprovals().asked(facts);
  return event?.kind === 'approval-requested' ? event.approval : undefined;
}

test('CODEX-16: a command tells where it runs, and what else it is than a command', () => {
  expect(asked('command', { command: 'ls', cwd: '/x' })).toMatchObject({ text: 'ls', cwd: '/x' });
  expect(asked('command', { command: 'ls' })).not.toHaveProperty('warnings');
  expect(asked('command', { command: 'cat', kind: 'writeStdin' })?.warnings).toEqual(['unknown']);
  const networkApprovalContext = { host: 'example.com', protocol: 'https' };
  expect(asked('command', { networkApprovalContext })).toMatchObject({
    text: 'https://example.com',
    warnings: ['network'],
  });
});

test('CODEX-16: a patch tells all of it, its paths and where it moves files to, and what it removes', () => {
  const changes = [
    { path: '/p/a', kind: { type: 'add' }, diff: '+x' },
    { path: '/p/b', kind: { type: 'update', move_path: '/etc/c' }, diff: '-y' },
  ];
  expect(asked('patch', {}, changes)).toMatchObject({
    text: '/p/a\n/p/b\n/etc/c',
    patch: 'add /p/a\n+x\nupdate /p/b\n-y',
    warnings: ['destructive'],
  });
  const removed = [{ path: '/p/a', kind: { type: 'delete' }, diff: '' }];
  expect(asked('patch', {}, removed)?.warnings).toEqual(['destructive']);
  const plain = asked('patch', {}, [{ path: '/p/a', kind: { type: 'update', move_path: null } }]);
  expect(plain).not.toHaveProperty('warnings');
  const root = asked('patch', { grantRoot: '/etc' }, [{ path: '/p/a' }]);
  expect(root).toMatchObject({ text: '/p/a', warnings: ['permissions'] });
  expect(asked('patch', { grantRoot: '/etc' }, [])).toMatchObject({ warnings: ['permissions'] });
});

const options = [
  { label: 'main', description: 'the usual one' },
  { label: 'next', description: '' },
];

function question(...questions: NonNullable<ApprovalMessage['questions']>) {
  const approvals = new CodexApprovals();
  const facts = { requestId: 7, subject: 'question', item: undefined } as const;
  const [event] = approvals.asked({ ...facts, message: { ...message, questions } });
  const asked = event?.kind === 'approval-requested' ? event.approval : undefined;
  const answer = (answers: Readonly<Record<string, readonly string[]>>) => {
    const approvalId = asked?.approvalId ?? '';
    return approvals.answer({ approvalId, decision: 'accept', answers });
  };
  return { asked, answer };
}

test('CODEX-24: a question tells its parts, and is answered under their names', () => {
  const { asked, answer } = question(
    { id: 'branch', question: 'Which branch?', options, isOther: false, isSecret: false },
    { id: 'why', question: 'Why?', options: null },
  );
  expect(asked).toMatchObject({
    subject: 'question',
    text: 'Which branch?\nWhy?',
    decisions: ['accept'],
    parts: [
      {
        partId: 'branch',
        question: 'Which branch?',
        choices: [{ label: 'main', description: 'the usual one' }, { label: 'next' }],
        takesWords: false,
      },
      { partId: 'why', question: 'Why?', choices: [], takesWords: true },
    ],
  });
  expect(answer({ branch: ['next'], why: ['it is newer'] })).toEqual({
    kind: 'reply',
    requestId: 7,
    result: { answers: { branch: { answers: ['next'] }, why: { answers: ['it is newer'] } } },
  });
  expect(answer({ branch: ['main'] })).toMatchObject({ reason: 'settled' });
});

test('CODEX-24: own words beside options are told as such, and a secret is for the TUI alone', () => {
  const { asked, answer } = question({ id: 'b', question: 'Which?', options, isOther: true });
  expect(asked?.parts).toMatchObject([{ takesWords: true }]);
  expect(answer({ b: ['the third'] })).toMatchObject({
    result: { answers: { b: { answers: ['None of the above', 'user_note: the third'] } } },
  });
  const secret = question(
    { id: 'k', question: 'Key?', isSecret: true },
    { id: 'w', question: '?' },
  );
  expect(secret.asked).toBeDefined();
  expect(secret.asked).not.toHaveProperty('parts');
});

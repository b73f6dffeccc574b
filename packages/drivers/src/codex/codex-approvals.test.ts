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

// What is held of an agent's calls, and what is said of the rest.
import { expect, test } from 'vitest';
import type { AgentEvent } from '../agent-events.ts';
import { AcpApprovals } from './acp-approvals.ts';
import type { AcpToolCall } from './acp-messages.ts';
import { boundedCall } from './acp-tools.ts';

function edit(files: number): AcpToolCall {
  const content = Array.from({ length: files }, (_, at) => ({
    ...{ type: 'diff', path: `/project/${at}`, oldText: 'a', newText: 'b' },
  }));
  return boundedCall({ toolCallId: 'edit', title: 'Edit', kind: 'edit', content });
}

test.each([
  [256, undefined, undefined],
  [257, ['unknown'], '(1 more pieces are not shown)'],
  [300, ['unknown'], '(44 more pieces are not shown)'],
] as const)(
  'ACP-8: an approval of a change in %i pieces that are not all held is not taken for harmless',
  (files, warnings, reason) => {
    const told: AgentEvent[] = [];
    const approvals = new AcpApprovals((event) => told.push(event));
    approvals.asked({ turnId: 't', call: edit(files), options: [], reply: () => undefined });
    const [asked] = told;
    if (asked?.kind !== 'approval-requested') throw new Error('nothing is asked');
    expect(asked.approval.warnings).toEqual(warnings);
    expect(asked.approval.reason).toBe(reason);
  },
);

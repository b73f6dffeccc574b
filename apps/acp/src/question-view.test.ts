// What is asked, where the screen has no room for all of it.
import type { OpenApproval } from '@codex-voice/drivers';
import { expect, test } from 'vitest';
import { questionRows } from './question-view.ts';

function asked(text: string): OpenApproval {
  const approval = {
    approvalId: 'a',
    turnId: 't',
    subject: 'command',
    text,
    decisions: ['accept', 'cancel'],
  } as const;
  const options = [{ optionId: 'yes', name: 'Allow', kind: 'allow_once' }];
  const call = { toolCallId: 'call', title: text };
  return { turnId: 't', call, options, reply: () => undefined, approval };
}

test('what has no room is said, and where it is, with no promise that all of it is there', () => {
  const text = Array.from({ length: 30 }, (_, at) => `line ${at}`).join('\n');
  const shown = questionRows(asked(text), { columns: 80, rows: 12 }).join('\n');
  expect(shown).toContain('more rows: Ctrl-\\ w has them, as far as it is kept');
  expect(shown).not.toContain('shows all');
  expect(shown).toContain('1. Allow');
});

import { expect, test } from 'vitest';
import { StatusItem } from './status-item.ts';

test('TRAY-2: the text of a look is shown as it is, whatever marks a folder has in its name', () => {
  const text = 'Codex · ~/a&b/<img src="x">';
  const look = { status: 'active', icon: 'x', title: 'ours', text } as const;
  const item = new StatusItem({ id: 'x', menuPath: '/x', look });
  expect(item.ToolTip).toEqual(['', [], 'ours', 'Codex · ~/a&amp;b/&lt;img src="x"&gt;']);
});

// What the agent asks, on a panel: whole and exact, answered once, and never the wrong one.
import { describe, expect, test } from 'vitest';
import type { ApprovalItem } from './approvals-panel.ts';
import { openPanel, type Panel, updatePanel } from './panel.ts';
import { played, textRows } from './panel-samples.test-support.ts';
import type { PanelEffect } from './panel-types.ts';

function item(id: string, more: Partial<ApprovalItem> = {}): ApprovalItem {
  return { id, asks: 'asks to run', text: 'make', notes: [], takes: ['approve', 'deny'], ...more };
}

const opened = (...items: readonly ApprovalItem[]): Panel =>
  openPanel({ kind: 'approvals', items });
const RISKY = { risk: 'RISKY: may destroy something' };

function pressed(
  panel: Panel,
  ...names: readonly string[]
): { panel: Panel; effects: PanelEffect[] } {
  let current = panel;
  const effects: PanelEffect[] = [];
  for (const name of names) {
    const step = played(current, name.length > 1 ? `<${name}>` : name);
    current = step.panel;
    effects.push(...step.effects);
  }
  return { panel: current, effects };
}

describe('what is shown', () => {
  test('OVERLAY-P25: the text is whole, exact, and hides nothing', () => {
    const long = `echo ${'x'.repeat(200)}  two  blanks\nrm \u202etxt\u0007 \u200bend`;
    const rows = textRows(opened(item('a1', { text: long, ...RISKY, notes: ['it must'] })));
    const text = rows.map((row) => row.trimEnd()).join('\n');
    expect(text).toContain('a1 asks to run RISKY: may destroy something');
    expect(text.replaceAll(/\n ?/gu, '')).toContain('x'.repeat(200));
    expect(text).toContain('two  blanks');
    expect(text).toContain('rm <U+202E>txt<U+0007> <U+200B>end');
    expect(text).toContain('it must');
  });

  test('OVERLAY-P25: one at a time, and what is not shown is told in numbers', () => {
    const text = Array.from({ length: 60 }, (_, line) => `line ${line}`).join('\n');
    const panel = opened(item('a1', { text }), item('a2'));
    expect(textRows(panel)[0]).toContain('1 of 2, 1-21 of 61');
    const { panel: lower } = pressed(panel, 'End');
    expect(textRows(lower).join('\n')).toContain('line 59');
    const { panel: other } = pressed(lower, 'Right', 'Right');
    expect(textRows(other)[1]).toContain('a2');
    expect(textRows(pressed(other, 'Left').panel)[1]).toContain('a1');
    expect(textRows(opened())[1]).toContain('nothing is asked');
    expect(pressed(opened(), 'y').effects).toEqual([]);
  });
});

describe('answers', () => {
  const effect = (id: string, answer: 'approve' | 'deny') => ({ kind: 'approval', id, answer });

  test('OVERLAY-P26: y approves and n denies what is shown; what is risky is asked first', () => {
    expect(pressed(opened(item('a1')), 'y').effects).toEqual([effect('a1', 'approve')]);
    expect(pressed(opened(item('a1', RISKY)), 'n').effects).toEqual([effect('a1', 'deny')]);
    const risky = pressed(opened(item('a1', RISKY)), 'y');
    expect(risky.effects).toEqual([]);
    expect(textRows(risky.panel).at(-1)).toContain('a1: RISKY: may destroy something. Approve it?');
    expect(pressed(risky.panel, 'x').effects).toEqual([]);
    expect(pressed(risky.panel, 'y').effects).toEqual([effect('a1', 'approve')]);
    expect(pressed(opened(item('a1', { takes: [] })), 'y', 'n').effects).toEqual([]);
  });

  test('OVERLAY-P26: what came in the place of another takes no answer from the next key', () => {
    const before = opened(item('a1', RISKY), item('a2'));
    const asking = pressed(before, 'y').panel;
    const after1 = updatePanel(asking, { kind: 'approvals', items: [item('a2')] });
    const first = pressed(after1, 'y');
    expect(first.effects).toEqual([]);
    expect(textRows(first.panel).at(-1)).toContain('this is another one');
    expect(pressed(first.panel, 'y').effects).toEqual([effect('a2', 'approve')]);
  });

  test('OVERLAY-P26: the choice stays with its approval when others are settled', () => {
    const { panel } = pressed(opened(item('a1'), item('a2')), 'Right');
    const fewer = updatePanel(panel, { kind: 'approvals', items: [item('a2')] });
    expect(pressed(fewer, 'y').effects).toEqual([effect('a2', 'approve')]);
  });
});

test('OVERLAY-P7: of keys typed at once the first answer counts alone', () => {
  const { effects } = played(opened(item('a1'), item('a2')), 'yy');
  expect(effects).toEqual([{ kind: 'approval', id: 'a1', answer: 'approve' }]);
});

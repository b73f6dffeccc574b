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

describe('choices', () => {
  const choose = (take: 'one' | 'several', part = 0) => ({
    takes: [],
    choose: { part, count: 3, take },
  });
  const effect = (part: number, ...numbers: readonly number[]) => ({
    kind: 'choice',
    id: 'a1',
    part,
    numbers,
  });

  test('OVERLAY-P27: a number chooses, and one beyond the choices says so', () => {
    const panel = opened(item('a1', choose('one')));
    expect(textRows(panel).at(-1)).toContain('1-3 choose');
    expect(textRows(panel).at(-1)).not.toContain('approve');
    expect(pressed(panel, '2').effects).toEqual([effect(0, 2)]);
    const beyond = pressed(panel, '4', '0', 'Enter', 'y');
    expect(beyond.effects).toEqual([]);
    expect(textRows(pressed(panel, '4').panel).at(-1)).toContain('choose from 1 to 3');
    expect(pressed(opened(item('a1')), '1').effects).toEqual([]);
    // Of keys typed at once one answer counts.
    expect(played(panel, '12').effects).toEqual([effect(0, 1)]);
  });

  test('OVERLAY-P27: where several may be chosen they are marked, and Enter gives them', () => {
    const panel = opened(item('a1', choose('several', 1)));
    expect(pressed(panel, 'Enter').effects).toEqual([]);
    const marked = pressed(panel, '3', '1', '2', '2');
    expect(marked.effects).toEqual([]);
    expect(textRows(marked.panel).at(-1)).toContain('Enter give 1, 3');
    expect(pressed(marked.panel, 'Enter').effects).toEqual([effect(1, 1, 3)]);
    const next = updatePanel(marked.panel, {
      kind: 'approvals',
      items: [item('a1', choose('several', 2))],
    });
    expect(pressed(next, 'Enter').effects).toEqual([]);
  });

  test('OVERLAY-P27: one that came in the place of another takes no number from the next key', () => {
    const other = item('a1', choose('one'));
    const panel = updatePanel(opened(item('a0')), { kind: 'approvals', items: [other] });
    const first = pressed(panel, '1');
    expect(first.effects).toEqual([]);
    expect(pressed(first.panel, '1').effects).toEqual([effect(0, 1)]);
  });
});

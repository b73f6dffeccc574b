import { describe, expect, test } from 'vitest';
import { openPanel, panelKey, updatePanel } from './panel.ts';
import { AREA, after, pasted, played, QUEUE, textRows } from './panel-samples.test-support.ts';
import type { QueueItem } from './queue-panel.ts';

const open = () => openPanel(QUEUE);
const [going, second, third, fourth] = QUEUE.items;
const edits = (keys: string) => played(open(), keys).effects;
const withItems = (items: readonly QueueItem[]) => ({ kind: 'queue', items }) as const;

describe('the queue', () => {
  test('OVERLAY-P10 as it looks in 80 columns', () => {
    expect(textRows(after(open(), '<Down>')).map((row) => row.trimEnd())).toEqual([
      '── Queue ────────────────────────────────────────────────────────── 3 waiting ──',
      '   1 read the notes                                             send · going in',
      ' › 2 run the tests and fix what fails, then t…  send · waits: the agent is busy',
      '   3 first line ⏎ second line                compose · waits its turn · from e…',
      '   4 漢字を読む                              send · waits its turn · from befo…',
      '── Enter edit  d drop  t send or compose  J K move  x drop all ──── Esc close ──',
    ]);
  });

  test('OVERLAY-P10 as it looks in 30 columns without Unicode', () => {
    const shown = textRows(after(open(), '<Down>'), { columns: 30, rows: 7, glyphs: 'ascii' });
    expect(shown.map((row) => row.trimEnd())).toEqual([
      '-- Queue --------- 2-3 of 4 --',
      ' > 2 run the tests and fix w..',
      '     send | waits: the agent..',
      '   3 first line \\n second line',
      '     compose | waits its turn.',
      '-- Enter edit --- Esc close --',
    ]);
  });

  test('OVERLAY-P10 the choice stays with its prompt, or with its place', () => {
    const chosen = after(open(), '<Down><Down>');
    expect(updatePanel(chosen, withItems([second, third, fourth]))).toMatchObject({ chosen: 1 });
    expect(updatePanel(chosen, withItems([second, fourth]))).toMatchObject({ chosen: 1 });
    expect(updatePanel(chosen, withItems([]))).toMatchObject({ chosen: 0 });
    expect(textRows(updatePanel(chosen, withItems([])))[1]?.trim()).toBe('Nothing waits.');
  });

  test('OVERLAY-P11 dropped, turned and moved by keys', () => {
    expect(edits('<Down>d')).toEqual([{ kind: 'queue', edit: { do: 'remove', id: 'q1' } }]);
    expect(edits('<Down><Delete>')).toEqual([{ kind: 'queue', edit: { do: 'remove', id: 'q1' } }]);
    const turned = (id: string, intent: string) => [
      { kind: 'queue', edit: { do: 'intent', id, intent } },
    ];
    expect(edits('<Down>t')).toEqual(turned('q1', 'compose'));
    expect(edits('<Down><Down>t')).toEqual(turned('q2', 'send'));
    const moved = (id: string, index: number) => [
      { kind: 'queue', edit: { do: 'move', id, index } },
    ];
    expect(edits('<Down>J')).toEqual(moved('q1', 2));
    expect(edits('<Down><Down><Shift-Up>')).toEqual(moved('q2', 1));
    expect(edits('<End><Alt-Down>')).toEqual([]);
  });

  test('OVERLAY-P11 what is going in can’t be changed, and nothing moves before it', () => {
    for (const command of ['d', 't', 'J', '<Enter>', 'e']) {
      const { panel, effects } = played(open(), command);
      expect(effects).toEqual([]);
      expect(textRows(panel).at(-1)).toContain('it is in the agent already');
    }
    expect(edits('<Down>K')).toEqual([]);
    expect(going.state).toBe('typing');
  });

  test('OVERLAY-P12 an edit is kept by Enter and left by Escape', () => {
    const editing = '<Down><Down>e';
    expect(textRows(after(open(), editing))[0]).toContain('Edit the prompt');
    expect(edits(`${editing} and more<Enter>`)).toEqual([
      { kind: 'queue', edit: { do: 'edit', id: 'q2', text: 'first line\nsecond line and more' } },
    ]);
    const { panel, effects } = played(open(), `${editing} more<Escape>`);
    expect(effects).toEqual([]);
    expect(textRows(panel)[0]).toContain('Queue');
    expect(edits(`${editing}<Enter>`)).toEqual([]);
    expect(edits(`${editing}<Ctrl-u><Backspace><Ctrl-u><Enter>`)).toEqual([
      { kind: 'queue', edit: { do: 'remove', id: 'q2' } },
    ]);
  });

  test('OVERLAY-P12 letters and pastes go into the text, not to the list', () => {
    const step = panelKey(after(open(), '<Down>e<Home>'), { key: pasted('dxq\nq '), area: AREA });
    expect(played(step.panel, 'q<Enter>').effects).toEqual([
      { kind: 'queue', edit: { do: 'edit', id: 'q1', text: `dxq\nq q${second.text}` } },
    ]);
  });

  test('OVERLAY-P12 a prompt that goes in meanwhile is told, and can only be left', () => {
    const editing = after(open(), '<Down>e changed');
    const gone = updatePanel(editing, withItems([{ ...second, state: 'typing' }, third]));
    expect(textRows(gone).at(-1)).toContain('it has gone to the agent');
    expect(textRows(gone).join(' ')).toContain('changed');
    const { panel, effects } = played(gone, '<Enter>');
    expect(effects).toEqual([]);
    expect(textRows(panel).join(' ')).toContain('changed');
    expect(textRows(after(panel, '<Escape>'))[0]).toContain('Queue');
  });
});

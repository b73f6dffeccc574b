// All panels alike: rows, frames, what keys do everywhere.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { cellsOf } from '../text-fit.ts';
import { themeNames } from '../theme.ts';
import {
  openPanel,
  type PanelData,
  panelKey,
  renderPanel,
  updatePanel,
  withNotice,
} from './panel.ts';
import {
  ALL,
  AREA,
  after,
  COMMANDS,
  HELP,
  key,
  MENU,
  pasted,
  played,
  QUEUE,
  SESSIONS,
  SETTINGS,
  textRows,
} from './panel-samples.test-support.ts';
import type { PanelArea } from './panel-types.ts';

const nasty = fc
  .array(
    fc.oneof(
      fc.string({ unit: 'binary', maxLength: 10 }),
      fc.constantFrom(
        '👨‍👩‍👧',
        '漢字',
        '\x1b[2J',
        'a\nb',
        '\t',
        '\u0301',
        '\u202e',
        'word word',
        '─',
      ),
    ),
    { maxLength: 8 },
  )
  .map((parts) => parts.join(''));

const queueItem = fc.record({
  id: fc.string(),
  text: nasty,
  intent: fc.constantFrom('compose', 'send'),
  origin: fc.constantFrom('voice', 'say', 'replay', 'key', 'plugin'),
  state: fc.constantFrom('queued', 'waiting', 'typing', 'composed', 'unconfirmed'),
  why: nasty,
});
const sessionItem = fc.record({
  sessionId: nasty,
  agent: nasty,
  cwd: nasty,
  state: fc.constantFrom('idle', 'busy', 'dialog', 'unknown', 'lost'),
  columns: fc.nat(),
  rows: fc.nat(),
  startedAtMs: fc.integer(),
  terminals: fc.nat(9),
  held: fc.boolean(),
  queued: fc.nat(9),
  keeperMemoryBytes: fc.nat(),
});
const settingItem = fc.record({
  name: fc.string(),
  label: nasty,
  value: nasty,
  choices: fc.array(nasty, { maxLength: 4 }),
  hint: nasty,
});
const menuItem = fc.record({
  action: fc.string(),
  letter: fc.string({ minLength: 1, maxLength: 1 }),
  label: nasty,
  note: nasty,
});
const commandItem = fc.record(
  {
    name: fc.string(),
    usage: nasty,
    label: nasty,
    note: nasty,
    alone: nasty,
    filled: nasty.map((text) => `${text}{args}`),
    refused: nasty,
  },
  { requiredKeys: ['name', 'usage', 'label', 'note', 'filled'] },
);
const section = fc.record({
  title: nasty,
  rows: fc.array(fc.record({ what: nasty, does: nasty }), { maxLength: 5 }),
});
const list = <Item>(item: fc.Arbitrary<Item>) => fc.array(item, { maxLength: 12 });

const anyData: fc.Arbitrary<PanelData> = fc.oneof(
  fc.record({ kind: fc.constant('queue'), items: list(queueItem) }),
  fc.record({
    kind: fc.constant('sessions'),
    items: list(sessionItem),
    here: fc.string(),
    role: fc.constantFrom('holder', 'viewer'),
    nowMs: fc.integer(),
  }),
  fc.record({ kind: fc.constant('settings'), items: list(settingItem), kept: nasty }),
  fc.record({ kind: fc.constant('menu'), items: list(menuItem) }),
  fc.record({ kind: fc.constant('help'), sections: list(section) }),
  fc.record({ kind: fc.constant('commands'), items: list(commandItem) }),
);

const anyKey = fc.oneof(
  fc
    .constantFrom(
      ...['Up', 'Down', 'Left', 'Right', 'Home', 'End', 'PageUp', 'PageDown', 'Enter', 'Escape'],
      ...['Backspace', 'Delete', 'Ctrl-w', 'Ctrl-k', 'Ctrl-u', 'Alt-b', 'Alt-f', 'Ctrl-j', 'Tab'],
    )
    .map(key),
  fc
    .constantFrom(...'edtxyJKqk?l ')
    .map((text) => ({ kind: 'text', text, origin: 'typed' }) as const),
  nasty.map(pasted),
);

const anyArea: fc.Arbitrary<PanelArea> = fc.record({
  columns: fc.oneof(fc.integer({ min: 1, max: 12 }), fc.integer({ min: 13, max: 140 })),
  rows: fc.integer({ min: 1, max: 30 }),
  colour: fc.constantFrom('none', '16', '256', 'truecolor'),
  glyphs: fc.constantFrom('unicode', 'ascii'),
  theme: fc.constantFrom(...themeNames),
});

describe('rows of panels', () => {
  test('OVERLAY-P1 any panel after any keys fits any area exactly', () => {
    fc.assert(
      fc.property(anyData, fc.array(anyKey, { maxLength: 12 }), anyArea, (data, keys, area) => {
        let panel = openPanel(data);
        for (const one of keys) panel = panelKey(panel, { key: one, area }).panel;
        const rows = renderPanel(panel, area);
        expect(rows.length).toBeLessThanOrEqual(area.rows);
        expect(rows.length).toBeGreaterThan(0);
        for (const row of rows) {
          const text = new TextDecoder('utf-8', { fatal: true }).decode(row);
          const bare = text.replace(/\x1b\[[0-9;]+m/gu, '');
          expect(bare).not.toMatch(/\p{Cc}/u);
          expect(cellsOf(bare)).toBe(area.columns);
          expect(text.endsWith('\x1b[0m')).toBe(true);
          if (area.glyphs === 'ascii') expect(bare).toMatch(/^[\x20-\x7e]*$/u);
        }
      }),
      { numRuns: 500, seed: 11 },
    );
  });

  test('OVERLAY-P1 an area without a cell is refused', () => {
    expect(() => renderPanel(openPanel(MENU), { ...AREA, columns: 0 })).toThrow(RangeError);
    expect(() => renderPanel(openPanel(MENU), { ...AREA, rows: 1.5 })).toThrow(RangeError);
  });

  test('OVERLAY-P1 without colours there are none', () => {
    for (const data of ALL) {
      const bytes = renderPanel(openPanel(data), { ...AREA, theme: 'default' });
      for (const row of bytes)
        expect(new TextDecoder().decode(row)).not.toMatch(/\x1b\[[\d;]*3\d/u);
    }
  });

  test.each([
    [80, 23],
    [40, 9],
    [30, 9],
    [20, 5],
  ])(
    'OVERLAY-P2 in %i×%i the first row names it, the last tells how to close it',
    (columns, rows) => {
      for (const data of ALL) {
        const shown = textRows(openPanel(data), { columns, rows });
        expect(shown[0]).toMatch(/^── (Help|Queue|Sessions|Settings|Commands|codex-voice) ─/u);
        expect(shown.at(-1)).toMatch(/Esc close ──$/u);
      }
    },
  );

  test('OVERLAY-P2 in two rows and one only lines are left', () => {
    expect(textRows(openPanel(MENU), { rows: 2 })[0]).toMatch(/^ › t {2}Talk/u);
    expect(textRows(openPanel(MENU), { rows: 1 })).toHaveLength(1);
  });

  test('OVERLAY-P3 nothing stands at the right of a text that might be wider', () => {
    const items = [{ ...QUEUE.items[0], text: 'done 🎉' }];
    const [, line] = textRows(openPanel({ kind: 'queue', items }), { columns: 50 });
    expect(line?.trimEnd()).toBe(' › 1 done 🎉');
  });

  test.each([5, 7, 10])('OVERLAY-P4 in %i rows the chosen line is shown and marked', (rows) => {
    for (const data of [QUEUE, SESSIONS, SETTINGS, MENU, COMMANDS]) {
      for (let downs = 0; downs < 12; downs += 1) {
        for (const columns of [30, 80]) {
          const area = { ...AREA, rows, columns };
          const shown = textRows(after(openPanel(data), '<Down>'.repeat(downs), area), area);
          expect(shown.filter((row) => row.startsWith(' › '))).toHaveLength(1);
        }
      }
    }
    expect(textRows(openPanel(MENU), { rows: 7 })[0]).toContain('1-5 of 10');
  });
});

describe('keys of panels', () => {
  test.each(ALL.map((data) => [data.kind, data] as const))('OVERLAY-P5 %s closes', (_, data) => {
    for (const keys of ['<Escape>', '<Ctrl-c>', ...(data.kind === 'commands' ? [] : ['q'])]) {
      expect(played(openPanel(data), keys).effects).toEqual([{ kind: 'close' }]);
    }
  });

  test('OVERLAY-P5 ? leads to the help, and from it back', () => {
    for (const data of [QUEUE, SESSIONS, SETTINGS]) {
      expect(played(openPanel(data), '?').effects).toEqual([{ kind: 'open', panel: 'help' }]);
    }
    expect(played(openPanel(HELP), '?').effects).toEqual([{ kind: 'close' }]);
  });

  test.each(['queue', 'sessions', 'settings', 'menu'] as const)(
    'OVERLAY-P6 the choice in %s moves and stops at the ends',
    (kind) => {
      const data = ALL.find((one) => one.kind === kind);
      if (data === undefined) throw new Error(kind);
      const chosen = (keys: string) => {
        const panel = after(openPanel(data), keys);
        return 'chosen' in panel ? panel.chosen : -1;
      };
      const last = chosen('<End>');
      expect(last).toBeGreaterThan(0);
      expect(chosen('<Down><Down><Up>')).toBe(1 === last ? 0 : 1);
      expect(chosen('<PageDown>')).toBe(last);
      expect(chosen('<End><Down>')).toBe(last);
      expect(chosen('<End><Home><Up>')).toBe(0);
      expect(chosen('<End><PageUp>')).toBe(0);
    },
  );

  test('OVERLAY-P6 the help scrolls a line or a page, and no further than its end', () => {
    const area = { ...AREA, rows: 6 };
    const first = (keys: string) => textRows(after(openPanel(HELP), keys, area), area)[1]?.trim();
    expect(first('')).toBe('Keys');
    expect(first('<Down>')).toMatch(/^F2/u);
    expect(first('<Down><Up>')).toBe('Keys');
    expect(first(' ')).toMatch(/nobody typed/u);
    expect(first('<End>')).toBe(first('<PageDown><PageDown><PageDown><PageDown><Down>'));
    expect(first('<End><Home>')).toBe('Keys');
  });

  test('OVERLAY-P7 typed characters are commands one by one, a paste is none', () => {
    const { panel, effects } = played(openPanel(QUEUE), 'jjd');
    expect(effects).toEqual([{ kind: 'queue', edit: { do: 'remove', id: 'q2' } }]);
    expect(panel).toMatchObject({ chosen: 2 });
    for (const data of ALL) {
      const step = panelKey(openPanel(data), { key: pasted('jdqxyts'), area: AREA });
      expect(step.effects).toEqual([]);
    }
  });

  test('OVERLAY-P8 only y does what was asked about', () => {
    const clear = { kind: 'queue', edit: { do: 'clear' } };
    const asked = after(openPanel(QUEUE), 'x');
    expect(textRows(asked).at(-1)).toMatch(/^── Drop all 3\? {2}y yes {2}n no/u);
    expect(played(asked, 'y').effects).toEqual([clear]);
    for (const answer of ['n', '<Enter>', '<Escape>', 'q', 'x']) {
      const { panel, effects } = played(asked, answer);
      expect(effects).toEqual([]);
      expect(panel.question).toBeUndefined();
    }
    expect(played(openPanel({ kind: 'queue', items: [] }), 'xy').effects).toEqual([]);
  });

  test('OVERLAY-P9 a notice stays until the next key, and data of another panel changes nothing', () => {
    const noticed = withNotice(openPanel(QUEUE), { text: 'refused: full', severity: 'error' });
    expect(textRows(noticed).at(-1)).toMatch(/^── ✗ refused: full ─+$/u);
    expect(textRows(updatePanel(noticed, QUEUE)).at(-1)).toContain('refused');
    expect(textRows(after(noticed, '<Down>')).at(-1)).not.toContain('refused');
    expect(updatePanel(noticed, MENU)).toBe(noticed);
  });
});

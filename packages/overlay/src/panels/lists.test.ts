// Sessions, settings, menu and help: what they show and what their keys ask for.
import { describe, expect, test } from 'vitest';
import { openPanel, updatePanel } from './panel.ts';
import {
  after,
  HELP,
  MENU,
  played,
  SESSIONS,
  SETTINGS,
  textRows,
} from './panel-samples.test-support.ts';

const trimmed = (rows: readonly string[]) => rows.map((row) => row.trimEnd());

describe('sessions', () => {
  test('OVERLAY-P15 as they look in 80 and in 120 columns', () => {
    expect(trimmed(textRows(openPanel(SESSIONS)))).toEqual([
      '── Sessions ─────────────────────────────────────────────────────────────── 2 ──',
      ' › ● codex-k3fa                                                         working',
      '     ~/projects/compiler     1 waiting · 2 terminals · 120x40 · 12 min · 192 MB',
      '     claude-p0zz                                                       asks you',
      '     ~/projects/a-rather-long-name/with/many/folders/in/it  80x24 · 5 h · 48 MB',
      '── Enter switch to it  t take over  x end it ────────────────────── Esc close ──',
    ]);
    const wide = trimmed(textRows(openPanel(SESSIONS), { columns: 120 }));
    expect(wide).toHaveLength(4);
    expect(wide[1]).toContain('~/projects/compiler');
    expect(wide[1]).toMatch(/working · 1 waiting · 2 terminals · 120x40 · 12 min · 192 MB$/u);
  });

  test('OVERLAY-P15 narrow ones keep name, state and folder', () => {
    expect(trimmed(textRows(openPanel(SESSIONS), { columns: 30 })).slice(1, 3)).toEqual([
      ' › ● codex-k3fa       working',
      '     ~/projects/compiler',
    ]);
    expect(textRows(openPanel({ ...SESSIONS, items: [] }))[1]?.trim()).toBe('No session is known.');
  });

  test('OVERLAY-P15 switched to, taken over, ended after a question', () => {
    const session = (what: string) => [{ kind: 'session', do: what, sessionId: 'claude-p0zz' }];
    const effects = (keys: string) => played(openPanel(SESSIONS), keys).effects;
    expect(effects('<Down><Enter>')).toEqual(session('switch'));
    expect(effects('<Down>t')).toEqual(session('take'));
    expect(effects('<Down>x')).toEqual([]);
    expect(effects('<Down>xn')).toEqual([]);
    expect(effects('<Down>xy')).toEqual(session('kill'));
    expect(effects('<Enter>')).toEqual([{ kind: 'close' }]);
    expect(effects('t')).toEqual([]);
    const viewer = openPanel({ ...SESSIONS, role: 'viewer' });
    expect(played(viewer, 't').effects).toEqual([
      { kind: 'session', do: 'take', sessionId: 'codex-k3fa' },
    ]);
  });

  test('OVERLAY-P15 the choice stays with its session', () => {
    const chosen = after(openPanel(SESSIONS), '<Down>');
    const turned = { ...SESSIONS, items: [...SESSIONS.items].reverse() };
    expect(updatePanel(chosen, turned)).toMatchObject({ chosen: 0 });
    expect(updatePanel(chosen, { ...SESSIONS, items: SESSIONS.items.slice(0, 1) })).toMatchObject({
      chosen: 0,
    });
  });
});

describe('settings', () => {
  test('OVERLAY-P16 as they look, with what the chosen one means', () => {
    expect(trimmed(textRows(after(openPanel(SETTINGS), '<Down>')))).toEqual([
      '── Settings ──────────────────────────────────────────────── for this session ──',
      '   Listening       ● tap  ○ auto',
      ' › What you say    ● compose  ○ send',
      '   Our rows        ● line  ○ full  ○ off',
      '   Colours         ● default  ○ dark  ○ light  ○ high-contrast  ○ mono',
      '   Talk key          F2',
      '',
      '   compose: it waits in the composer until you send it; send: it goes at once',
      '',
      '── Left Right change  Up Down choose ────────────────────────────── Esc close ──',
    ]);
    const less = textRows(openPanel(SETTINGS), { columns: 68 });
    expect(less[1]).toBe(` › Listening${' '.repeat(42)}● tap  ○ auto `);
    const narrow = textRows(openPanel(SETTINGS), { columns: 30 });
    expect(narrow[4]?.trimEnd()).toBe('   Colours        < default >');
  });

  test('OVERLAY-P16 changed around the ends, at once', () => {
    const effects = (keys: string) => played(openPanel(SETTINGS), keys).effects;
    const set = (name: string, value: string) => ({ kind: 'setting', name, value });
    expect(effects('<Right>')).toEqual([set('mode', 'auto')]);
    expect(effects('<Right><Enter>')).toEqual([set('mode', 'auto'), set('mode', 'tap')]);
    expect(effects('<Down><Down><Left>')).toEqual([set('hud', 'off')]);
    expect(textRows(after(openPanel(SETTINGS), '<Right>'))[1]).toContain('● auto');
  });

  test('OVERLAY-P16 one without values says why, and newer data is shown', () => {
    const { panel, effects } = played(openPanel(SETTINGS), '<End><Right>');
    expect(effects).toEqual([]);
    expect(textRows(panel).at(-1)).toContain('set in the config file');
    const updated = updatePanel(panel, { ...SETTINGS, kept: 'for good' });
    expect(textRows(updated)[0]).toContain('for good');
    expect(updated).toMatchObject({ chosen: 4 });
  });
});

describe('menu', () => {
  test('OVERLAY-P17 done by choice or by letter', () => {
    const effects = (keys: string) => played(openPanel(MENU), keys).effects;
    expect(effects('<Down><Enter>')).toEqual([{ kind: 'action', action: 'auto' }]);
    expect(effects('d')).toEqual([{ kind: 'action', action: 'detach' }]);
    expect(effects('?')).toEqual([{ kind: 'action', action: 'help' }]);
    const { panel, effects: none } = played(openPanel(MENU), 'o');
    expect(none).toEqual([]);
    expect(textRows(panel).at(-1)).toContain('this terminal holds it already');
  });

  test('OVERLAY-P17 a letter of the menu goes before what it means elsewhere', () => {
    const [first, ...rest] = MENU.items;
    const letters = openPanel({ kind: 'menu', items: [{ ...first, letter: 'q' }, ...rest] });
    expect(played(letters, 'q').effects).toEqual([{ kind: 'action', action: 'talk' }]);
    expect(updatePanel(after(letters, '<Down>'), MENU)).toMatchObject({ chosen: 1 });
  });
});

describe('help', () => {
  test('OVERLAY-P18 in two columns, or in one', () => {
    expect(trimmed(textRows(openPanel(HELP))).slice(0, 6)).toEqual([
      '── Help ────────────────────────────────────────────────────────────────────────',
      ' Keys',
      ' F2                    talk; again: stop',
      ' Ctrl-\\ s              send what stands in the composer',
      ' Ctrl-\\ z              scratch: take the last spoken text back, as long as',
      '                       nobody typed',
    ]);
    const narrow = trimmed(textRows(openPanel(HELP), { columns: 30, rows: 40 }));
    expect(narrow.slice(1, 6)).toEqual([
      ' Keys',
      ' F2',
      '   talk; again: stop',
      ' Ctrl-\\ s',
      '   send what stands in the',
    ]);
  });

  test('OVERLAY-P18 every word is there, however narrow', () => {
    for (const columns of [30, 50, 80, 140]) {
      const text = textRows(openPanel(HELP), { columns, rows: 100 })
        .join(' ')
        .replace(/\s+/gu, ' ');
      for (const { what, does } of [...HELP.sections[0].rows, ...HELP.sections[1].rows]) {
        if (columns >= 40) expect(text).toContain(what);
        for (const word of does.split(' ')) expect(text).toContain(word);
      }
    }
  });
});

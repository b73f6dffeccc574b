// The commands: which ones a line may mean, what they become, and what Enter asks for.
import { describe, expect, test } from 'vitest';
import { shownCommands } from './commands-panel.ts';
import { openPanel, panelKey, updatePanel } from './panel.ts';
import { AREA, after, COMMANDS, pasted, played, textRows } from './panel-samples.test-support.ts';

const shown = (keys: string): readonly string[] => {
  const panel = after(openPanel(COMMANDS), keys);
  return panel.kind === 'commands' ? shownCommands(panel).map(({ name }) => name) : [];
};
const trimmed = (rows: readonly string[]) => rows.map((row) => row.trimEnd());

describe('commands', () => {
  test('OVERLAY-P19 by the beginning of the name, then by what stands in name or label', () => {
    expect(shown('')).toEqual(['search', 'explain', 'test', 'ticket']);
    expect(shown('t')).toEqual(['test', 'ticket', 'search']);
    expect(shown('/te')).toEqual(['test', 'ticket']);
    expect(shown('PROJ')).toEqual(['search', 'test']);
    expect(shown('test ')).toEqual(['test']);
    expect(shown('ex the cache')).toEqual(['explain']);
    expect(shown('zzz')).toEqual([]);
    expect(textRows(after(openPanel(COMMANDS), 'zzz')).join('\n')).toContain('no such command');
  });

  test('OVERLAY-P19 q and ? are letters, and a paste is put on one line', () => {
    const asked = played(openPanel(COMMANDS), 'explain q?');
    expect(asked.effects).toEqual([]);
    expect(textRows(asked.panel)[1]).toContain('/ explain q?');
    const step = panelKey(asked.panel, { key: pasted(' one\r\ntwo\nthree'), area: AREA });
    expect(textRows(step.panel)[1]).toContain('/ explain q? one two three');
    expect(played(asked.panel, '<Ctrl-j>').effects).toEqual([]);
  });

  test('OVERLAY-P20 as they look in 80 columns, and with words', () => {
    expect(trimmed(textRows(openPanel(COMMANDS)))).toEqual([
      '── Commands ────────────────────────────────────────────────────────────────────',
      ' /',
      ' › /search WORDS         find it in this project',
      '   /explain WORDS        explain it',
      '   /test [WORDS]         run this project’s tests',
      '   /ticket NUMBER        a ticket of the team                    ✗ this project',
      '',
      '   Search this project for WORDS.',
      '── Enter into the composer  Tab complete  Up Down choose ────────── Esc close ──',
    ]);
    const words = after(openPanel(COMMANDS), 'explain the cache');
    expect(trimmed(textRows(words)).slice(1, -1)).toEqual([
      ' / explain the cache',
      ' › /explain WORDS        explain it',
      '',
      '   Explain the cache: what it does. ⏎ Change nothing.',
    ]);
  });

  test('OVERLAY-P20 what Enter does with the chosen command is told, one that opens a panel among them', () => {
    const debug = { name: 'debug', usage: '', label: 'what happens', note: '', filled: 'x' };
    const panel = openPanel({
      kind: 'commands',
      items: [{ ...debug, alone: 'x', enter: 'opens' }],
    });
    expect(textRows(panel).at(-1)).toContain('Enter open  Tab');
  });

  test('OVERLAY-P20 narrow: names stay, labels go; low: the list stays, what it becomes goes', () => {
    const narrow = trimmed(textRows(openPanel(COMMANDS), { columns: 30 }));
    expect(narrow.slice(1, 4)).toEqual([' /', ' › /search WORDS', '   /explain WORDS']);
    const low = textRows(openPanel(COMMANDS), { rows: 7 });
    expect(low).toHaveLength(7);
    expect(low.join('\n')).not.toContain('Search this');
  });

  test('OVERLAY-P20 of a long text the beginning is shown, and that there is more', () => {
    const long = after(openPanel(COMMANDS), `explain ${'word '.repeat(200)}`);
    const rows = trimmed(textRows(long));
    expect(rows).toHaveLength(9);
    expect(rows.at(-2)).toMatch(/word …$/u);
    const unspaced = after(openPanel(COMMANDS), `explain ${'語'.repeat(100)}`);
    expect(trimmed(textRows(unspaced)).join('\n')).toMatch(/語: what it does\. ⏎ …$/mu);
  });

  test('OVERLAY-P21 Enter does the chosen one with the words behind its name', () => {
    const command = (name: string, words: string) => [{ kind: 'command', name, words }];
    const effects = (keys: string) => played(openPanel(COMMANDS), keys).effects;
    expect(effects('explain the cache<Enter>')).toEqual(command('explain', 'the cache'));
    expect(effects('exp the cache <Enter>')).toEqual(command('explain', 'the cache'));
    expect(effects('test<Enter>')).toEqual(command('test', ''));
    expect(effects('<Down><Down><Enter>')).toEqual(command('test', ''));
    expect(effects('proj<Down><Enter>')).toEqual(command('test', ''));
    expect(effects('zzz<Enter>')).toEqual([]);
  });

  test('OVERLAY-P21 one that needs words asks for them, one that can’t be done says why', () => {
    const asked = played(openPanel(COMMANDS), 'exp<Enter>');
    expect(asked.effects).toEqual([]);
    expect(textRows(asked.panel).at(-1)).toContain('explain needs words');
    expect(played(asked.panel, 'this<Enter>').effects).toEqual([
      { kind: 'command', name: 'explain', words: 'this' },
    ]);
    const refused = played(openPanel(COMMANDS), 'ticket 7<Enter>');
    expect(refused.effects).toEqual([]);
    expect(textRows(refused.panel).at(-1)).toContain('not trusted yet');
  });

  test('OVERLAY-P21 Tab completes the name and keeps the words', () => {
    expect(textRows(after(openPanel(COMMANDS), 'ex<Tab>'))[1]).toMatch(/^ \/ explain {2}/u);
    expect(textRows(after(openPanel(COMMANDS), 'ex it<Tab>'))[1]).toContain('/ explain it');
    expect(textRows(after(openPanel(COMMANDS), 'zzz<Tab>'))[1]).toContain('/ zzz');
  });

  test('OVERLAY-P21 the choice stays with its command when others come', () => {
    const chosen = after(openPanel(COMMANDS), '<Down>');
    const [first, ...rest] = COMMANDS.items;
    const more = [first, { ...first, name: 'define' }, ...rest];
    expect(updatePanel(chosen, { kind: 'commands', items: more })).toMatchObject({ chosen: 2 });
  });
});

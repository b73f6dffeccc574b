import { openPanel, type PanelName, renderPanel } from '@codex-voice/overlay';
import { describe, expect, it } from 'vitest';
import { keyNames } from '../key-names.ts';
import { sessionWords } from '../words/ui-language.ts';
import { panelData } from './panel-data.ts';
import { FACTS } from './panel-world.test-support.ts';

const NAMES: readonly PanelName[] = ['help', 'queue', 'sessions', 'settings', 'menu', 'commands'];

function text(name: PanelName, facts = FACTS): string {
  const area = {
    columns: 100,
    rows: 60,
    colour: 'none',
    glyphs: 'unicode',
    theme: 'mono',
  } as const;
  const rows = renderPanel(openPanel(panelData(name, facts)), area);
  return rows
    .map((row) => new TextDecoder().decode(row).replaceAll(/\x1b\[[\d;]*m/gu, ''))
    .join('\n');
}

describe('what panels show', () => {
  it('the help names every key of a panel, and the words to say', () => {
    for (const [name, letter] of Object.entries(FACTS.keys.letters)) {
      if (name !== 'help') expect(text('help')).toContain(`Ctrl-\\ ${letter} `);
    }
    expect(text('help')).toMatch(/"run the tests" +Run the tests\./u);
    expect(text('help', { ...FACTS, voice: 'off' })).not.toContain('Speaking');
    expect(text('help', { ...FACTS, sessionId: undefined })).not.toContain('detach');
  });

  it('the queue tells why each waits, in words', () => {
    const entry = { id: 'a', text: 't', intent: 'send', origin: 'voice', queuedAtMs: 0 } as const;
    const queue = [
      { ...entry, state: 'waiting', why: 'busy' } as const,
      { ...entry, id: 'b', state: 'waiting', why: 'dialog', what: 'Allow this command?' } as const,
    ];
    expect(text('queue', { ...FACTS, queue })).toContain('waits: the agent is busy');
    expect(text('queue', { ...FACTS, queue })).toContain('waits: Allow this command?');
  });

  it('settings say what is in force and how long it is kept', () => {
    const shown = text('settings', { ...FACTS, mode: 'auto', theme: 'dark', hud: 'full' });
    for (const value of ['● auto', '● dark', '● full', 'F2', 'for this session']) {
      expect(shown).toContain(value);
    }
    expect(text('settings', { ...FACTS, voice: 'off' })).not.toContain('Listening');
  });

  it('settings have the notices, where something could be told', () => {
    const notify = { on: ['approval'], when: 'always', by: 'bell', show: 'text' } as const;
    const shown = text('settings', { ...FACTS, notify: { ...notify, on: ['approval'] } });
    for (const value of ['● approval', '● always', '● bell', '● text'])
      expect(shown).toContain(value);
    expect(text('settings', { ...FACTS, notify: undefined })).not.toContain('Notices');
  });

  it('the menu has a letter for each entry, and says what can’t be done', () => {
    for (const facts of [FACTS, { ...FACTS, sessionId: undefined, voice: 'off' as const }]) {
      const data = panelData('menu', facts);
      const letters = data.kind === 'menu' ? data.items.map(({ letter }) => letter) : [];
      expect(letters).toHaveLength(12);
      expect(new Set(letters).size).toBe(letters.length);
    }
    const alone = panelData('menu', { ...FACTS, sessionId: undefined });
    const refused = alone.kind === 'menu' ? alone.items.filter((item) => item.refused) : [];
    expect(refused.map(({ action }) => action)).toEqual(['sessions', 'take-over', 'detach']);
    expect(text('menu', { ...FACTS, listening: true })).toContain('Stop');
  });

  it('entries of the menu with a count did not say their key', () => {
    const entry = { id: 'a', text: 't', intent: 'send', origin: 'voice', queuedAtMs: 0 } as const;
    const notesOf = (facts: typeof FACTS) => {
      const data = panelData('menu', facts);
      const rows = data.kind === 'menu' ? data.items : [];
      return Object.fromEntries(rows.map(({ action, note }) => [action, note]));
    };
    const queue = [{ ...entry, state: 'queued' }] as const;
    expect(notesOf({ ...FACTS, queue })).toMatchObject({ queue: '1 waiting · Ctrl-\\ q' });
    expect(notesOf({ ...FACTS, queue: [], sessions: [] })).toMatchObject({
      queue: 'Ctrl-\\ q',
      sessions: 'Ctrl-\\ l',
    });
  });

  it('CONFIG-15 help, menu and settings show the letters that are bound', () => {
    const usual = keyNames('default');
    const letters = { ...usual.letters, send: 't', take_over: 'k', hush: ':', scratch: 'S' };
    const facts = { ...FACTS, keys: { ...usual, letters } };
    expect(text('help', facts)).toMatch(/Ctrl-\\ t +send what stands/u);
    expect(text('help', facts)).toMatch(/Ctrl-\\ S +take the last spoken text back/u);
    expect(text('help', facts)).not.toContain(': likewise');
    expect(text('settings', facts)).toContain('send t, scratch S, hush :, take_over k');
    expect(text('settings')).not.toContain('Letters behind it');
    const menu = panelData('menu', facts);
    const rows = menu.kind === 'menu' ? menu.items : [];
    expect(rows.find(({ action }) => action === 'send')).toMatchObject({
      letter: 't',
      note: 'Ctrl-\\ t',
    });
    expect(rows.find(({ action }) => action === 'take-over')).toMatchObject({ letter: 'k' });
    // Whatever is bound, each entry has one of its own.
    expect(new Set(rows.map(({ letter }) => letter)).size).toBe(rows.length);
    expect(rows.map(({ letter }) => letter)).not.toContain('');
  });

  it('the settings are in the person’s language', () => {
    for (const language of ['de', 'es', 'fr', 'ja', 'zh'] as const) {
      const words = sessionWords(language);
      const data = panelData('settings', { ...FACTS, words });
      const english = panelData('settings', FACTS);
      if (data.kind !== 'settings' || english.kind !== 'settings') throw new Error('no settings');
      expect(data.kept).not.toBe(english.kept);
      for (const [at, { label, hint }] of data.items.entries()) {
        expect(label).not.toBe(english.items[at]?.label);
        expect(hint).not.toBe(english.items[at]?.hint);
      }
    }
  });

  it('every panel can be drawn with next to nothing known', () => {
    for (const name of NAMES) {
      expect(
        text(name, { ...FACTS, phrases: [], home: undefined, sessionId: undefined }),
      ).toContain('──');
    }
  });
});

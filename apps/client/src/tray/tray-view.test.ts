import { HUD_LANGUAGES } from '@codex-voice/overlay';
import type { SessionRow } from '@codex-voice/protocol';
import { expect, test } from 'vitest';
import { sessionWords } from '../words/ui-language.ts';
import { trayView } from './tray-view.ts';

const { tray: words } = sessionWords('en');

const row = (changed: Partial<SessionRow>): SessionRow => ({
  ...{ sessionId: 'codex-k3fa', agent: 'Codex', cwd: '/here/project', state: 'idle' },
  ...{ columns: 80, rows: 24, startedAtMs: 0, terminals: 1, held: true, queued: 0 },
  keeperMemoryBytes: 1,
  ...changed,
});

test('what a person wants to know first goes before the rest', () => {
  const call = { by: 'bell', atMs: 0 } as const;
  const looks = [
    [],
    [row({})],
    [row({}), row({ state: 'busy' })],
    [row({ state: 'busy' }), row({ listening: true })],
    [row({ listening: true }), row({ state: 'dialog' })],
    [row({ call })],
  ].map((rows) => trayView(rows, words).look);
  expect(looks.map(({ title, status }) => `${title}, ${status}`)).toEqual([
    'codex-voice: no session, passive',
    'codex-voice: ready, active',
    'codex-voice: working, active',
    'codex-voice: listening, active',
    'codex-voice: wants you, attention',
    'codex-voice: wants you, attention',
  ]);
});

test('each session is a line, and only what can be done can be chosen', () => {
  const rows = [row({ state: 'busy', listening: true }), row({ agent: 'a\u001bb', cwd: '/x\ny' })];
  const { entries } = trayView(rows, words);
  const labels = entries.map(({ label }) => label);
  expect(labels).toContain('Codex · /here/project · working · listening');
  expect(labels.join('')).not.toMatch(/\p{Cc}/u);
  expect(entries.filter(({ label, only }) => label && !only).map(({ label }) => label)).toEqual([
    'Stop listening',
    'Take this icon away',
  ]);
  expect(trayView([row({})], words).entries.find(({ id }) => id === 2)?.only).toBe('shown');
  expect(new Set(entries.map(({ id }) => id)).size).toBe(entries.length);
});

test('of many sessions the rest is counted, and every language has its words', () => {
  const many = Array.from({ length: 15 }, (_, at) => row({ cwd: `/here/${at}` }));
  expect(trayView(many, words).entries.map(({ label }) => label)).toContain('+3');
  const titles = HUD_LANGUAGES.map(
    (language) => trayView([], sessionWords(language).tray).look.title,
  );
  expect(new Set(titles).size).toBe(HUD_LANGUAGES.length);
});

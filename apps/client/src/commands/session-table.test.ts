import { textWidth } from '@codex-voice/ansi';
import { expect, test } from 'vitest';
import type { RunningSession } from './running-sessions.ts';
import { duration, sessionDocument, sessionTable, shortFolder } from './session-table.ts';

const SESSION: RunningSession = {
  sessionId: 'codex-k3fa',
  agent: 'Codex',
  cwd: '/users/me/projects/a-long-name-of-a-project',
  state: 'idle',
  columns: 80,
  rows: 23,
  startedAtMs: 1_000_000,
  terminals: 1,
  held: true,
  queued: 2,
  rung: 'structured',
  keeperMemoryBytes: 42_400_000,
  agentMemoryBytes: 210_000_000,
};
const LOST: RunningSession = {
  sessionId: 'bash-77aa',
  state: 'lost',
  agent: undefined,
  cwd: undefined,
  columns: undefined,
  rows: undefined,
  startedAtMs: undefined,
  terminals: undefined,
  held: undefined,
  queued: undefined,
  rung: undefined,
  keeperMemoryBytes: undefined,
  agentMemoryBytes: undefined,
};
const VIEW = { nowMs: 1_065_000, home: '/users/me', columns: undefined };

test('a table of what runs; what could not be asked is marked', () => {
  const short = { ...SESSION, cwd: '/users/me/project' };
  const lines = sessionTable([short, LOST], VIEW).split('\n');
  expect(lines).toEqual([
    'SESSION     AGENT  FOLDER     STATE      SIZE   AGE    TERMINALS  QUEUED  MEMORY',
    'codex-k3fa  Codex  ~/project  idle       80×23  1 min  1          2       42+210 MB',
    'bash-77aa   ?      ?          no answer  ?      ?      ?          ?       ?',
    '',
  ]);
});

test('nothing running is one line', () => {
  expect(sessionTable([], VIEW)).toBe('no sessions\n');
});

test('in a terminal the folder gives way, its beginning first, and never wholly', () => {
  const folders = ['/users/me/projects/名前の長いフォルダ名前の長いフォルダ', SESSION.cwd ?? ''];
  const sessions = folders.map((cwd) => ({ ...SESSION, cwd }));
  for (const columns of [90, 100]) {
    for (const line of sessionTable(sessions, { ...VIEW, columns })
      .trimEnd()
      .split('\n')) {
      expect(textWidth(line)).toBeLessThanOrEqual(columns);
    }
  }
  expect(sessionTable(sessions, { ...VIEW, columns: 90 })).toContain('-a-project  ');
  expect(sessionTable(sessions, { ...VIEW, columns: 10 })).toContain('…project');
});

test.each([40, 60, 80])(
  'no line is broken in a terminal of %i columns: what is worth least is left away',
  (columns) => {
    const long = {
      ...SESSION,
      sessionId: 'claude-code-bkxu',
      agent: 'Claude Code',
      state: 'busy',
    } as const;
    const lines = sessionTable([long, LOST], { ...VIEW, columns })
      .trimEnd()
      .split('\n');
    for (const line of lines) expect(textWidth(line)).toBeLessThanOrEqual(columns);
    expect(lines[1]).toMatch(/^claude-code-bkxu .*project.* busy/u);
  },
);

test('control characters in names never reach the terminal as they are', () => {
  const odd = { ...SESSION, agent: '\u001b[31m', cwd: '/a\nb' };
  const text = sessionTable([odd], VIEW);
  expect(text).toContain('\\u001b[31m');
  expect(text.split('\n')).toHaveLength(3);
});

test.each([
  [0, '0 s'],
  [59, '59 s'],
  [60, '1 min'],
  [3_599, '59 min'],
  [3_600, '1 h'],
  [11_400, '3 h 10 min'],
  [172_800, '2 d'],
  [187_200, '2 d 4 h'],
])('%d s are %s', (seconds, text) => {
  expect(duration(seconds)).toBe(text);
});

test.each([
  ['/users/me', '/users/me', '~'],
  ['/users/me/x', '/users/me', '~/x'],
  ['/users/mex', '/users/me', '/users/mex'],
  ['/x', undefined, '/x'],
  ['/x', '/', '/x'],
])('%s under %s is %s', (path, home, short) => {
  expect(shortFolder(path, home)).toBe(short);
});

test('the document has every field, and null where nothing could be asked', () => {
  const [one, lost] = sessionDocument([SESSION, LOST], 1_065_000);
  expect(one).toEqual({
    session: 'codex-k3fa',
    agent: 'Codex',
    folder: SESSION.cwd,
    state: 'idle',
    size: { columns: 80, rows: 23 },
    startedAt: '1970-01-01T00:16:40.000Z',
    ageSeconds: 65,
    terminals: 1,
    held: true,
    queued: 2,
    rung: 'structured',
    call: null,
    memoryBytes: { keeper: 42_400_000, agent: 210_000_000 },
  });
  expect(Object.keys(lost ?? {})).toEqual(Object.keys(one ?? {}));
  expect(lost).toMatchObject({ agent: null, size: null, memoryBytes: { keeper: null } });
});

test('a program that wants its person says so, in table and document', () => {
  const calls = {
    ...SESSION,
    call: { by: 'notification', text: 'built', atMs: 1_000_000 },
  } as const;
  expect(sessionTable([calls], VIEW)).toContain('idle, wants you');
  expect(sessionDocument([calls], 1_065_000)).toMatchObject([
    { call: { by: 'notification', text: 'built', at: '1970-01-01T00:16:40.000Z' } },
  ]);
});

test('a clock that was set back makes no age less than nothing', () => {
  expect(sessionDocument([SESSION], 0)).toMatchObject([{ ageSeconds: 0 }]);
});

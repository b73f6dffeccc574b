// Readers on screens of the real programs, recorded in fixtures/: rows with reduced attributes, cursor, modes.
import { readdirSync } from 'node:fs';
import type { ScreenState } from '@codex-voice/session';
import { openAgentScreen } from '@codex-voice/testing';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { geminiStates } from './gemini-states.test-support.ts';
import { readScreen } from './read-screen.ts';
import { FIXTURES, fixtureScreen, screenOf } from './screen-fixtures.test-support.ts';

const states: readonly (readonly [string, ScreenState])[] = [
  ['bash-command-runs', { kind: 'unknown' }],
  ['bash-pager', { kind: 'dialog', what: 'pager' }],
  ['bash-password', { kind: 'dialog', what: 'password' }],
  ['bash-prompt', { kind: 'composer', text: '', cursorOffset: 0 }],
  [
    'bash-typed-many-lines',
    { kind: 'composer', text: 'echo hello one\ntwo three', cursorOffset: 24 },
  ],
  ['bash-typed', { kind: 'composer', text: 'echo hello', cursorOffset: 10 }],
  ['bash-vim', { kind: 'unknown' }],
  ['bash-yes-or-no', { kind: 'dialog', what: 'yes or no' }],
  ['claude-accept-edits-mode', { kind: 'composer', text: '', cursorOffset: 0 }],
  ['claude-after-approval', { kind: 'composer', text: '', cursorOffset: 0 }],
  ['claude-after-exit', { kind: 'unknown' }],
  ['claude-approval', { kind: 'dialog', what: 'approval' }],
  ['claude-busy-typed', { kind: 'busy', composer: { text: 'while busy', cursorOffset: 10 } }],
  ['claude-busy', { kind: 'busy', composer: { text: '', cursorOffset: 0 } }],
  ['claude-collapsed-erased', { kind: 'composer', text: '', cursorOffset: 0 }],
  [
    'claude-collapsed-paste',
    { kind: 'composer', text: '[Pasted text #1 +5 lines]', cursorOffset: 25 },
  ],
  [
    'claude-cursor-inside',
    { kind: 'composer', text: 'hello there and\nsecond line\nthird', cursorOffset: 31 },
  ],
  ['claude-empty', { kind: 'composer', text: '', cursorOffset: 0 }],
  ['claude-history-search', { kind: 'dialog', what: 'history search' }],
  [
    'claude-mention-popup',
    { kind: 'dialog', what: 'mention list', composer: { text: 'see @', cursorOffset: 5 } },
  ],
  ['claude-menu', { kind: 'dialog', what: 'menu' }],
  ['claude-plan-mode', { kind: 'composer', text: '', cursorOffset: 0 }],
  ['claude-resume-picker', { kind: 'dialog', what: 'dialog' }],
  ['claude-rewind', { kind: 'dialog', what: 'dialog' }],
  [
    'claude-scripts',
    {
      kind: 'composer',
      text: 'hello there and\n日本語 emoji 👩‍👩‍👧‍and שלום עולם é end',
      cursorOffset: 54,
    },
  ],
  [
    'claude-shell-mode',
    { kind: 'dialog', what: 'shell mode', composer: { text: '!ls', cursorOffset: 3 } },
  ],
  ['claude-shortcuts', { kind: 'composer', text: '', cursorOffset: 0 }],
  [
    'claude-slash-popup',
    { kind: 'dialog', what: 'command list', composer: { text: '/', cursorOffset: 1 } },
  ],
  ['claude-transcript', { kind: 'dialog', what: 'transcript' }],
  ['claude-trust', { kind: 'dialog', what: 'approval' }],
  [
    'claude-typed-many-lines',
    { kind: 'composer', text: 'hello there and\nsecond line\nthird', cursorOffset: 33 },
  ],
  ['claude-typed-one-line', { kind: 'composer', text: 'hello there', cursorOffset: 11 }],
  [
    'claude-wrapped',
    {
      kind: 'composer',
      text: 'hello there and\nword word word word word word word word word word word word word word word\nword word word word word word word word word word word word word word word\nword word word word word word word word word word',
      cursorOffset: 215,
    },
  ],
  ['codex-after-approval', { kind: 'composer', text: '', cursorOffset: 0 }],
  ['codex-after-exit', { kind: 'unknown' }],
  ['codex-approval', { kind: 'dialog', what: 'approval' }],
  ['codex-browsing', { kind: 'dialog', what: 'transcript' }],
  ['codex-busy-queued', { kind: 'busy', composer: { text: '', cursorOffset: 0 } }],
  ['codex-busy-typed', { kind: 'busy', composer: { text: 'while busy', cursorOffset: 10 } }],
  ['codex-busy', { kind: 'busy', composer: { text: '', cursorOffset: 0 } }],
  [
    'codex-clipped',
    {
      kind: 'composer',
      text: 'line 16\nline 17\nline 18\nline 19\nline 20\nline 21\nline 22\nline 23\nline 24\nline 25\nline 26\nline 27\nline 28\nline 29',
      cursorOffset: 111,
      clipped: true,
    },
  ],
  [
    'codex-collapsed-paste',
    { kind: 'composer', text: '[Pasted Content 1200 chars]', cursorOffset: 27 },
  ],
  [
    'codex-cursor-inside',
    { kind: 'composer', text: 'hello there and\nsecond line\n\nfourth', cursorOffset: 33 },
  ],
  ['codex-empty-again', { kind: 'composer', text: '', cursorOffset: 0 }],
  ['codex-empty', { kind: 'composer', text: '', cursorOffset: 0 }],
  ['codex-history-search', { kind: 'dialog', what: 'history search' }],
  ['codex-inline-empty', { kind: 'composer', text: '', cursorOffset: 0 }],
  ['codex-inline-typed', { kind: 'composer', text: 'some text', cursorOffset: 9 }],
  [
    'codex-mention-popup',
    { kind: 'dialog', what: 'mention list', composer: { text: 'see @', cursorOffset: 5 } },
  ],
  ['codex-menu', { kind: 'dialog', what: 'menu' }],
  ['codex-resume-picker', { kind: 'dialog', what: 'session list' }],
  [
    'codex-scripts',
    { kind: 'composer', text: '日本語 emoji 👩‍👩‍ and שלום עולם é end', cursorOffset: 36 },
  ],
  [
    'codex-shell-mode',
    { kind: 'dialog', what: 'shell mode', composer: { text: '!ls', cursorOffset: 3 } },
  ],
  ['codex-shortcuts', { kind: 'dialog', what: 'help', composer: { text: '', cursorOffset: 0 } }],
  [
    'codex-slash-popup',
    { kind: 'dialog', what: 'command list', composer: { text: '/', cursorOffset: 1 } },
  ],
  ['codex-transcript-details', { kind: 'composer', text: '', cursorOffset: 0 }],
  [
    'codex-typed-many-lines',
    { kind: 'composer', text: 'hello there and\nsecond line\n\nfourth', cursorOffset: 35 },
  ],
  ['codex-typed-one-line', { kind: 'composer', text: 'hello there', cursorOffset: 11 }],
  ['codex-warnings', { kind: 'dialog', what: 'dialog' }],
  [
    'codex-wrapped',
    {
      kind: 'composer',
      text: 'word word word word word word word word word word word word word word word\nword word word word word word word word word word word word word word word\nword word word word word word word word word word',
      cursorOffset: 199,
    },
  ],
  ['python3-prompt', { kind: 'composer', text: '', cursorOffset: 0 }],
  ['python3-typed', { kind: 'composer', text: 'x = 1', cursorOffset: 5 }],
  ['claude-dark-approval', { kind: 'dialog', what: 'approval' }],
  ['claude-dark-empty', { kind: 'composer', text: '', cursorOffset: 0 }],
  ['claude-dark-sent', { kind: 'composer', text: '', cursorOffset: 0 }],
  ['claude-dark-typed', { kind: 'composer', text: 'hello there\nsecond', cursorOffset: 18 }],
  ['claude-light-approval', { kind: 'dialog', what: 'approval' }],
  ['claude-light-empty', { kind: 'composer', text: '', cursorOffset: 0 }],
  ['claude-light-sent', { kind: 'composer', text: '', cursorOffset: 0 }],
  ['claude-light-typed', { kind: 'composer', text: 'hello there\nsecond', cursorOffset: 18 }],
  ['codex-dark-approval', { kind: 'dialog', what: 'approval' }],
  ['codex-dark-busy-typed', { kind: 'busy', composer: { text: 'while', cursorOffset: 5 } }],
  ['codex-dark-busy', { kind: 'busy', composer: { text: '', cursorOffset: 0 } }],
  ['codex-dark-empty', { kind: 'composer', text: '', cursorOffset: 0 }],
  ['codex-dark-history-search', { kind: 'dialog', what: 'history search' }],
  ['codex-dark-menu', { kind: 'dialog', what: 'menu' }],
  ['codex-dark-sent', { kind: 'composer', text: '', cursorOffset: 0 }],
  [
    'codex-dark-shell-mode',
    { kind: 'dialog', what: 'shell mode', composer: { text: '!ls', cursorOffset: 3 } },
  ],
  [
    'codex-dark-slash-popup',
    { kind: 'dialog', what: 'command list', composer: { text: '/', cursorOffset: 1 } },
  ],
  ['codex-dark-typed', { kind: 'composer', text: 'hello there\nsecond', cursorOffset: 18 }],
  ['codex-light-approval', { kind: 'dialog', what: 'approval' }],
  ['codex-light-busy-typed', { kind: 'busy', composer: { text: 'while', cursorOffset: 5 } }],
  ['codex-light-busy', { kind: 'busy', composer: { text: '', cursorOffset: 0 } }],
  ['codex-light-empty', { kind: 'composer', text: '', cursorOffset: 0 }],
  ['codex-light-history-search', { kind: 'dialog', what: 'history search' }],
  ['codex-light-menu', { kind: 'dialog', what: 'menu' }],
  ['codex-light-sent', { kind: 'composer', text: '', cursorOffset: 0 }],
  [
    'codex-light-shell-mode',
    { kind: 'dialog', what: 'shell mode', composer: { text: '!ls', cursorOffset: 3 } },
  ],
  [
    'codex-light-slash-popup',
    { kind: 'dialog', what: 'command list', composer: { text: '/', cursorOffset: 1 } },
  ],
  ['codex-light-typed', { kind: 'composer', text: 'hello there\nsecond', cursorOffset: 18 }],
  ['claude-dark-busy', { kind: 'busy', composer: { text: '', cursorOffset: 0 } }],
  ['claude-dark-busy-typed', { kind: 'busy', composer: { text: 'while', cursorOffset: 5 } }],
  ['claude-dark-history', { kind: 'composer', text: '', cursorOffset: 0 }],
  ['claude-dark-history-search', { kind: 'dialog', what: 'history search' }],
  ['claude-dark-menu', { kind: 'dialog', what: 'menu' }],
  [
    'claude-dark-shell-mode',
    { kind: 'dialog', what: 'shell mode', composer: { text: '!', cursorOffset: 1 } },
  ],
  [
    'claude-dark-slash-popup',
    { kind: 'dialog', what: 'command list', composer: { text: '/', cursorOffset: 1 } },
  ],
  ['claude-light-busy', { kind: 'busy', composer: { text: '', cursorOffset: 0 } }],
  ['claude-light-busy-typed', { kind: 'busy', composer: { text: 'while', cursorOffset: 5 } }],
  ['claude-light-history', { kind: 'composer', text: '', cursorOffset: 0 }],
  ['claude-light-history-search', { kind: 'dialog', what: 'history search' }],
  ['claude-light-menu', { kind: 'dialog', what: 'menu' }],
  [
    'claude-light-shell-mode',
    { kind: 'dialog', what: 'shell mode', composer: { text: '!', cursorOffset: 1 } },
  ],
  [
    'claude-light-slash-popup',
    { kind: 'dialog', what: 'command list', composer: { text: '/', cursorOffset: 1 } },
  ],
  ['codex-streaming', { kind: 'busy', composer: { text: '', cursorOffset: 0 } }],
  ['codex-streaming-typed', { kind: 'busy', composer: { text: 'next words', cursorOffset: 10 } }],
  ['codex-streamed-typed', { kind: 'composer', text: 'next words', cursorOffset: 10 }],
  ...geminiStates,
];

test.each(states)(
  'AGENTS-1 AGENTS-2 AGENTS-3 AGENTS-4 AGENTS-5 AGENTS-7: the screen %s is read right',
  (name, state) => {
    const { kind, shadow } = fixtureScreen(name);
    expect(readScreen(kind, shadow.view())).toEqual(state);
  },
);

test('every recorded screen has its expectation', () => {
  const recorded = readdirSync(FIXTURES).map((file) => file.replace('.json', ''));
  expect(states.map(([name]) => name).sort()).toEqual(recorded.sort());
});

test('AGENTS-6: a question quoted in the conversation is no dialog', () => {
  for (const name of ['codex-typed-one-line', 'claude-typed-one-line']) {
    const words = 'Would you like to run it? Press enter to confirm or esc to cancel [y/N]';
    const { kind, shadow } = fixtureScreen(name, (lines) => lines.with(0, words));
    expect(readScreen(kind, shadow.view()).kind).toBe('composer');
  }
});

test('AGENTS-4: each sign of a running turn is enough', () => {
  const { shadow } = fixtureScreen('codex-streaming-typed');
  shadow.feed(new TextEncoder().encode('\u001b]0;work\u0007'));
  expect(readScreen('codex', shadow.view()).kind).toBe('busy');
  const idle = fixtureScreen('claude-typed-one-line').shadow;
  idle.feed(new TextEncoder().encode('\u001b]0;⠐ work\u0007'));
  expect(readScreen('claude', idle.view()).kind).toBe('busy');
});

test('AGENTS-2 AGENTS-4: without its title Gemini CLI is read all the same', () => {
  for (const [name, kind] of [
    ['gemini-busy', 'busy'],
    ['gemini-approval', 'dialog'],
  ] as const) {
    const { shadow } = fixtureScreen(name);
    shadow.feed(new TextEncoder().encode('\u001b]0;work\u0007'));
    expect(readScreen('gemini', shadow.view()).kind).toBe(kind);
  }
});

test('AGENTS-1: without the cursor in it a composer is not told', () => {
  for (const name of ['codex-typed-one-line', 'claude-typed-one-line']) {
    const { kind, shadow } = fixtureScreen(name);
    shadow.feed(new TextEncoder().encode('\u001b[1;10H'));
    expect(readScreen(kind, shadow.view()).kind).toBe('unknown');
  }
});

test('AGENTS-8: an agent started from a shell is read as itself', () => {
  for (const name of [
    'codex-typed-one-line',
    'claude-typed-one-line',
    'codex-busy-typed',
    'gemini-typed-many-lines',
  ]) {
    const { kind, shadow } = fixtureScreen(name);
    expect(readScreen('plain', shadow.view())).toEqual(readScreen(kind, shadow.view()));
  }
  expect(readScreen('plain', fixtureScreen('codex-approval').shadow.view()).kind).toBe('dialog');
});

test.each([
  ['Continue? [y/N] ', 'yes or no'],
  ['Overwrite file.txt? (yes/no): ', 'yes or no'],
  ["Run shell command? (Y)es/(N)o/(D)on't ask again [Yes]: ", 'yes or no'],
  ['[sudo] password for user: ', 'password'],
  ['Enter passphrase for key: ', 'password'],
  ['Press ENTER to continue', 'dialog'],
  ['--More--', 'pager'],
  ['(END)', 'pager'],
  [':', 'pager'],
  ['Pick one:\n> 1. Yes\n  2. No', 'menu'],
  ['(y)es or (n)o > ', 'confirmation'],
  ['Type DELETE to confirm # ', 'confirmation'],
  ['Remove everything, yes/no > ', 'confirmation'],
  ['Enter PIN> ', 'password'],
  ['Mot de passe > ', 'password'],
])('AGENTS-7: the question %j is a dialog', (text, what) => {
  expect(readScreen('plain', screenOf(text).view())).toEqual({ kind: 'dialog', what });
});

test.each([
  ['user@host:~/work$ make te', 'make te'],
  ['root@host:/# ', ''],
  ['>>> print(1)', 'print(1)'],
  ['... x', 'x'],
  ['In [12]: x', 'x'],
  ['(gdb) run', 'run'],
  ['db=> select 1', 'select 1'],
  ['sqlite> .tables', '.tables'],
  ['› hello', 'hello'],
  ['$ echo a > b', 'echo a > b'],
  ['earlier output\n\n$ ls', 'ls'],
  ['[user@host ~]$ ls', 'ls'],
  ['~/password-manager> ls', 'ls'],
  ['> explain how to continue?', 'explain how to continue?'],
  ['> what is the password policy', 'what is the password policy'],
])('AGENTS-7: the prompt line %j is a composer', (screen, text) => {
  const state = { kind: 'composer', text, cursorOffset: text.length };
  expect(readScreen('plain', screenOf(screen).view())).toEqual(state);
});

test.each([
  ['a command that runs', '$ make\ncompiling\n'],
  ['a question we can not tell from a prompt', 'Your name: '],
  ['an empty screen', ''],
  ['a progress line', 'downloading 43%'],
  ['a progress bar', '[=====>   ] 4/12 files '],
  ['a progress bar behind a name', 'image.tar 45%[====>      ] 1.2M '],
  ['a progress bar of signs', '######## 45.2% '],
  ['a heading', '==> Downloading '],
])('AGENTS-7: %s is unknown', (_, screen) => {
  expect(readScreen('plain', screenOf(screen).view())).toEqual({ kind: 'unknown' });
});

test('AGENTS-7: a line wrapped by the terminal is one text', () => {
  const state = readScreen('plain', screenOf(`$ ${'word '.repeat(40)}end`).view());
  expect(state.kind === 'composer' && state.text.replaceAll('\n', '')).toBe(
    `${'word '.repeat(40)}end`,
  );
});

test('AGENTS-9: no stream of bytes makes a reader throw', () => {
  const piece = fc.oneof(
    fc.constantFrom(
      '›',
      '❯ ',
      '! ',
      '─'.repeat(80),
      '\r\n',
      '\u001b[1m',
      '\u001b[0;2m',
      '\u001b[7m',
      '$ ',
      '日',
      '👩‍👩‍👧',
    ),
    fc.tuple(fc.nat(30), fc.nat(90)).map(([row, column]) => `\u001b[${row};${column}H`),
    fc.string({ unit: 'binary', maxLength: 8 }),
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 40 }), (pieces) => {
      const shadow = openAgentScreen({ kind: 'plain', columns: 80, rows: 24 });
      shadow.feed(new TextEncoder().encode(pieces.join('')));
      const view = shadow.view();
      for (const kind of ['codex', 'claude', 'plain'] as const)
        expect(['composer', 'dialog', 'busy', 'unknown']).toContain(readScreen(kind, view).kind);
      shadow.dispose();
    }),
    { numRuns: 60 },
  );
});

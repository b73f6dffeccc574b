// A shell that marks its prompt and its commands: the line it edits, and the commands that run in it.
import type { ScreenState } from '@codex-voice/session';
import { expect, test } from 'vitest';
import { readScreen } from './read-screen.ts';
import { screenOf } from './screen-fixtures.test-support.ts';

const mark = (text: string) => `\u001b]133;${text}\u0007`;
const ON = '\u001b[?2004h';
const OFF = '\u001b[?2004l';
/** A prompt as no reader would know one. */
const PROMPT = `${ON}${mark('A')}Your name: ${mark('B')}`;
const RUNS = `${PROMPT}run${OFF}\n${mark('C')}`;
const GREY = '\u001b[90m';

const read = (screen: string): ScreenState => readScreen('plain', screenOf(screen).view());
const composer = (text: string, cursorOffset = text.length): ScreenState => ({
  kind: 'composer',
  text,
  cursorOffset,
});

test.each([
  ['any prompt', PROMPT, composer('')],
  ['a typed text', `${PROMPT}make all`, composer('make all')],
  ['the cursor within', `${PROMPT}make all\u001b[3D`, composer('make all', 5)],
  ['a blank before the cursor', `${PROMPT}make `, composer('make ')],
  ['several lines', `${PROMPT}one\ntwo`, composer('one\ntwo')],
  ['a suggestion', `${PROMPT}ma${GREY}ke all\u001b[6D`, composer('ma')],
  ['a question above', `Continue? Press enter to continue\n${PROMPT}x`, composer('x')],
  ['a prompt at the right edge', `${PROMPT}\u001b[1;70Hmain 10:30\u001b[1;12H`, composer('')],
  [
    'a typed text before a prompt at the right edge',
    `${PROMPT}ls -l\u001b[1;70Hmain 10:30\u001b[1;17H`,
    composer('ls -l'),
  ],
])('AGENTS-12: a marked line is the composer: %s', (_, screen, state) => {
  expect(read(screen)).toEqual(state);
});

test('AGENTS-12: a line that asks for a secret is not typed into, whatever marks say', () => {
  expect(read(`${PROMPT}[sudo] password for me: `)).toEqual({
    kind: 'dialog',
    what: 'password',
    composer: { text: '[sudo] password for me: ', cursorOffset: 24 },
  });
});

test.each([
  ['bash', `${PROMPT}\r\u001b[K(reverse-i-search)\`': `],
  ['bash, found', `${PROMPT}\r\u001b[K(reverse-i-search)\`ma': make all\u001b[8D`],
  ['bash, forwards', `${PROMPT}\r\u001b[K(i-search)\`ma': make all`],
  ['bash, not found', `${PROMPT}\r\u001b[K(failed reverse-i-search)\`max': make all`],
  ['zsh', `${PROMPT}make all\nbck-i-search: ma_\u001b[1A\r\u001b[11C`],
  ['fish', `${PROMPT}ma\nsearch: \nmake all\nmake one\nmake two\nmake three\u001b[5;9H`],
  ['fish, its cursor there', `${PROMPT}ma\nsearch: ma\nmake all\u001b[2;11H`],
  ['fish, only its prompt marked', `${ON}${mark('A')}me@host ~> \nsearch: ma\n► a\u001b[2;11H`],
  ['zsh, only its prompt marked', `${mark('A')}${ON}me % \nbck-i-search: _\u001b[1;6H`],
])('AGENTS-12: a search of the history is not typed into: %s', (_, screen) => {
  expect(read(screen)).toEqual({ kind: 'dialog', what: 'history search' });
});

test.each([
  ['zsh', `${PROMPT}l\nzsh: do you wish to see all 1127 possibilities (251 lines)? `],
  ['bash', `${PROMPT}l\nDisplay all 1127 possibilities? (y or n)`],
  ['zsh, a correction', `${PROMPT}sl\nzsh: correct 'sl' to 'ls' [nyae]? `],
])('AGENTS-12: a question of the shell’s is not typed into: %s', (_, screen) => {
  expect(read(screen)).toMatchObject({ kind: 'dialog', what: 'yes or no' });
});

test('AGENTS-12: a shell with a line editor edits nothing while that is off', () => {
  const printed = `${RUNS}${mark('D;0')}${mark('A')}$ ${mark('B')}`;
  expect(read(printed)).toEqual({ kind: 'unknown' });
  expect(read(`${mark('C')}GET /${mark('A')}${mark('B')}\n`)).toEqual({ kind: 'busy' });
});

test('AGENTS-12: a shell without line editor is believed once it has marked a command', () => {
  const plain = `${mark('A')}Your name: ${mark('B')}x`;
  expect(read(plain)).toEqual({ kind: 'unknown' });
  expect(read(`${mark('C')}${mark('D')}${plain}`)).toEqual(composer('x'));
});

test('AGENTS-12: a line that was put down is none any more', () => {
  expect(read(`${PROMPT}sleep 9${OFF}\n`)).toEqual({ kind: 'unknown' });
  expect(read(`${PROMPT}x\u001b[1;3H`)).toEqual({ kind: 'unknown' });
});

test('AGENTS-12: without the mark of its end a prompt is read by its signs', () => {
  expect(read(`${ON}[y/N] press enter to continue\n${mark('A')}me@host ~> ls`)).toEqual(
    composer('ls'),
  );
  expect(read(`${ON}${mark('A')}something else: ls`)).toEqual({ kind: 'unknown' });
});

test.each([
  ['nothing to see', RUNS, { kind: 'busy' }],
  ['what looks like a shell’s prompt', `${RUNS}me@host:~$ `, { kind: 'busy' }],
  ['a full-screen program', `${RUNS}\u001b[?1049h~\n~`, { kind: 'busy' }],
  ['a pager', `${RUNS}\u001b[?1049htext\n(END)`, { kind: 'dialog', what: 'pager' }],
  ['a password', `${RUNS}Password: `, { kind: 'dialog', what: 'password' }],
  ['a program with a line editor', `${RUNS}${ON}me@inner:~$ ls`, composer('ls')],
  ['Python', `${RUNS}>>> 1 + 1`, composer('1 + 1')],
  ['a debugger', `${RUNS}(gdb) run`, composer('run')],
  ['a database', `${RUNS}shop=> select 1`, composer('select 1')],
  [
    'a question of a line editor',
    `me@host:~$ read -e\n${mark('C')}${ON}Delete everything? `,
    { kind: 'dialog', what: 'question' },
  ],
  [
    'an answer to it',
    `${PROMPT}run${OFF}\n$ x\n${mark('C')}${ON}Delete everything? ye`,
    { kind: 'busy' },
  ],
  ['an interpreter by its name', `${RUNS}sqlite> .tables`, composer('.tables')],
])('AGENTS-13: while a command runs the screen is read as %s', (_, screen, state) => {
  expect(read(screen)).toEqual(state);
});

test('AGENTS-13: when the command has ended and the prompt is back, it is the composer', () => {
  expect(read(`${RUNS}output$ \n${mark('D;0')}${PROMPT}`)).toEqual(composer(''));
});

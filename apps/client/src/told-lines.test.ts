import { expect, test } from 'vitest';
import { brokenLines, tellLines } from './told-lines.ts';

const ERROR =
  'codex-voice: say needs a text: codex-voice say TEXT, or - for what stands on its input';

function written(output: { readonly isTTY?: boolean; readonly columns?: number }): string {
  let text = '';
  tellLines(`${ERROR}\n`, { ...output, write: (piece) => (text += piece) });
  return text;
}

test('an error was broken in the middle of a word at the edge of the terminal', () => {
  expect(written({ isTTY: true, columns: 40 }).split('\n')).toEqual([
    'codex-voice: say needs a text:',
    '  codex-voice say TEXT, or - for what',
    '  stands on its input',
    '',
  ]);
});

test.each([
  ['a program reads it', { columns: 40 }],
  ['the terminal tells no size', { isTTY: true, columns: 0 }],
  ['the terminal has room', { isTTY: true, columns: 100 }],
  ['the terminal is too narrow for words', { isTTY: true, columns: 8 }],
])('one error is one line where %s', (_, output) => {
  expect(written(output)).toBe(`${ERROR}\n`);
});

test('the name of a command stays beside ours', () => {
  expect(brokenLines('no such session here: codex-voice sessions lists them', 36)).toBe(
    'no such session here:\n  codex-voice sessions lists them',
  );
});

test('a word longer than the terminal stays whole, so that it can be copied', () => {
  const path = `/home/${'long/'.repeat(8)}file`;
  expect(brokenLines(`${path} is not there: name another`, 30)).toBe(
    `${path}\n  is not there: name another`,
  );
});

test('a row keeps its margin, and a dot stays behind what it closes', () => {
  expect(brokenLines('    to be sent · left when it ended · in ~/work', 23)).toBe(
    '    to be sent · left\n      when it ended ·\n      in ~/work',
  );
});

test('wide characters count as the two cells they take', () => {
  expect(brokenLines('日本語日本語日本語 日本語', 20)).toBe('日本語日本語日本語\n  日本語');
});

test('bug: the command that leads back to a session was broken before the session', () => {
  const told = 'ssh://ada@host/codex-ab12 goes on: codex-voice attach ssh://ada@host/codex-ab12';
  expect(brokenLines(told, 60).split('\n').at(-1)).toBe(
    '  codex-voice attach ssh://ada@host/codex-ab12',
  );
});

// What goes back to a program when the shadow alone is its terminal.
import { expect, test } from 'vitest';
import { ShadowScreen } from './shadow-screen.ts';

function answersTo(output: string) {
  const answers: [number, string][] = [];
  const screen = new ShadowScreen({
    kind: 'plain',
    columns: 80,
    rows: 24,
    onReply: (atOffset, bytes) => answers.push([atOffset, Buffer.from(bytes).toString()]),
  });
  screen.feed(new TextEncoder().encode(output));
  return { screen, answers };
}

test.each([
  ['primary attributes', '\u001b[c', '\u001b[?1;2c'],
  ['secondary attributes', '\u001b[>c', '\u001b[>0;276;0c'],
  ['status', '\u001b[5n', '\u001b[0n'],
  ['cursor position', 'ab\u001b[6n', '\u001b[1;3R'],
  ['a mode', '\u001b[?2004$p', '\u001b[?2004;2$y'],
  ['keyboard flags', '\u001b[?u', '\u001b[?0u'],
  ['keyboard flags that are set', '\u001b[>5u\u001b[?u', '\u001b[?5u'],
  ['size in cells', '\u001b[18t', '\u001b[8;24;80t'],
  ['size in pixels', '\u001b[14t', '\u001b[4;480;800t'],
  ['size of a cell', '\u001b[16t', '\u001b[6;20;10t'],
  ['version', '\u001b[>q', '\u001bP>|xterm.js(6.0.0)\u001b\\'],
  ['foreground', '\u001b]10;?\u0007', '\u001b]10;rgb:d4d4/d4d4/d4d4\u001b\\'],
  ['background', '\u001b]11;?\u001b\\', '\u001b]11;rgb:1e1e/1e1e/1e1e\u001b\\'],
  [
    'a background that was set',
    '\u001b]11;#102030\u0007\u001b]11;?\u0007',
    '\u001b]11;rgb:1010/2020/3030\u001b\\',
  ],
  ['a colour of 16', '\u001b]4;1;?\u0007', '\u001b]4;1;rgb:cdcd/0000/0000\u001b\\'],
  ['a colour of the cube', '\u001b]4;110;?\u0007', '\u001b]4;110;rgb:8787/afaf/d7d7\u001b\\'],
  ['a grey', '\u001b]4;233;?\u0007', '\u001b]4;233;rgb:1212/1212/1212\u001b\\'],
  ['light or dark', '\u001b[?996n', '\u001b[?997;1n'],
  ['a capability', '\u001bP+q544e\u001b\\', '\u001bP0+r\u001b\\'],
])('SHADOW-30: answers for %s, at the end of the question', (_, question, answer) => {
  const { screen, answers } = answersTo(`${question}rest`);
  expect(answers).toEqual([[question.length, answer]]);
  screen.dispose();
});

test('SHADOW-30: several questions have each their own place', () => {
  const { answers } = answersTo('\u001b[5nab\u001b[5n');
  expect(answers.map(([at]) => at)).toEqual([4, 10]);
});

test('SHADOW-31: tells the size when asked to, and whenever it changes', () => {
  const { screen, answers } = answersTo('\u001b[?2048h');
  screen.resize({ columns: 100, rows: 30 });
  screen.feed(new TextEncoder().encode('\u001b[?2048$p\u001b[?2048l'));
  screen.resize({ columns: 80, rows: 24 });
  expect(answers.map(([, answer]) => answer)).toEqual([
    '\u001b[48;24;80;480;800t',
    '\u001b[48;30;100;600;1000t',
    '\u001b[?2048;1$y',
  ]);
});

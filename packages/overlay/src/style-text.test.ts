import { expect, test } from 'vitest';
import { colourNames, parseStyle } from './style-text.ts';

test.each([
  ['#82AAFF', { foreground: 0x82aaff }],
  ['orange bold', { foreground: 0xff8c00, attributes: ['bold'] }],
  ['Underline  reverse', { attributes: ['underline', 'reverse'] }],
  ['', {}],
])('OVERLAY-16 %j is a look', (text, style) => {
  expect(parseStyle(text)).toEqual(style);
});

test.each(['#82aaf', '82aaff', 'blurple', 'red blue', '#fff', 'constructor', 'bold;31'])(
  'OVERLAY-16 %j is none',
  (text) => {
    expect(parseStyle(text)).toBeUndefined();
  },
);

test('OVERLAY-16 every name of a colour is one', () => {
  for (const name of colourNames) expect(parseStyle(name)?.foreground).toBeTypeOf('number');
});

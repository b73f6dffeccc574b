// A picture on a virtual terminal of its window's size.
import { VirtualTerminal } from '@codex-voice/testing';
import { expect, test } from 'vitest';
import { Picture } from './picture.ts';
import { ShadowScreen } from './shadow-screen.ts';

const bytes = (text: string) => new TextEncoder().encode(text);

function pictured(output: string, size: { columns: number; rows: number }) {
  const screen = new ShadowScreen({ kind: 'plain', columns: 12, rows: 4 });
  const picture = new Picture(size);
  const window = new VirtualTerminal(size);
  window.feed('what was here before\r\nand here');
  const feed = (text: string): string | undefined => {
    screen.feed(bytes(text));
    const drawn = screen.update(picture);
    if (drawn !== undefined) window.feed(drawn);
    return drawn === undefined ? undefined : new TextDecoder().decode(drawn);
  };
  feed(output);
  return { screen, picture, window, feed };
}

test('SHADOW-20: draws it whole, then what has changed', () => {
  const { window, feed } = pictured('one\r\ntwo\u001b[44m\u001b[K', { columns: 12, rows: 4 });
  expect(window.screenRows()).toEqual(['one', 'two', '', '']);
  expect(window.cursor).toMatchObject({ column: 3, row: 1 });
  expect(feed('')).toBeUndefined();
  const change = feed('\u001b[m\u001b[4;1Hfour');
  expect(change).toContain('four');
  expect(change).not.toContain('one');
  expect(window.screenRows()[3]).toBe('four');
  // Only the cursor has moved.
  expect(feed('\u001b[H')).not.toMatch(/one|four/);
  expect(window.cursor).toEqual({ column: 0, row: 0, pendingWrap: false });
});

test('SHADOW-20: a row that changes in its colours, its underline or its marks alone is drawn anew', () => {
  const { window, feed } = pictured('\u001b[4mone\r\ntwo\r\ne\u0301', { columns: 12, rows: 4 });
  const looks = [
    ['\u001b[H\u001b[31mone', 'one'],
    ['\u001b[H\u001b[4:3mone', 'one'],
    ['\u001b[H\u001b[4:3;58:5:9mone', 'one'],
    ['\u001b[H\u001b[4:3;58:5:10mone', 'one'],
    ['\u001b[m\u001b[3;1He\u0300', 'e\u0300'],
    ['\u001b[m\u001b[3;1He\u0302', 'e\u0302'],
    ['\u001b[m\u001b[2;1H\u001b[41mtwo', 'two'],
  ] as const;
  for (const [drawing, text] of looks) {
    const change = feed(drawing);
    expect(change).toContain(text);
    expect(feed(drawing)).toBeUndefined();
  }
  expect(window.screenRows()).toEqual(['one', 'two', 'e\u0302', '']);
});

test('SHADOW-21: shows the upper left, and half a wide character as a blank', () => {
  const { window } = pictured('abc日本語\r\nsecond\u001b[H', { columns: 6, rows: 1 });
  expect(window.screenRows()).toEqual(['abc日 ']);
});

test('SHADOW-21: ends with the cursor’s row where that is below the window', () => {
  const { window, feed } = pictured('1\r\n2\r\n3\r\n4', { columns: 12, rows: 2 });
  expect(window.screenRows()).toEqual(['3', '4']);
  expect(window.cursor.row).toBe(1);
  feed('\u001b[2;1H');
  expect(window.screenRows()).toEqual(['1', '2']);
});

test('SHADOW-21: hides a cursor to its right', () => {
  const { window, feed } = pictured('123456789', { columns: 5, rows: 4 });
  expect(window.snapshot().modes['?25']).toBe('2');
  feed('\r');
  expect(window.snapshot().modes['?25']).toBe('1');
});

test('SHADOW-22: a larger window shows where the screen ends', () => {
  const { window } = pictured('one', { columns: 15, rows: 6 });
  expect(window.screenRows()).toEqual([
    `one${' '.repeat(9)}│`,
    ...Array.from({ length: 3 }, () => `${' '.repeat(12)}│`),
    `${'─'.repeat(12)}┘`,
    '',
  ]);
});

test('SHADOW-21: wide characters and what lies beyond Latin-1 arrive as they are', () => {
  const { window, feed } = pictured('\u001b[31mred\u001b[m 日本', { columns: 12, rows: 4 });
  expect(window.screenRows()[0]).toBe('red 日本');
  feed('\r\n─ é 𝒳 e\u0301');
  expect(window.screenRows()[1]).toBe('─ é 𝒳 e\u0301');
});

test('SHADOW-18: an alternate screen that shrank and grew shows nothing of what was cut off', () => {
  const { screen, window, feed } = pictured('\u001b[?1049h0123456789ab', { columns: 12, rows: 4 });
  screen.resize({ columns: 5, rows: 4 });
  feed('\u001b[H\u001b[2Knew');
  screen.resize({ columns: 12, rows: 4 });
  feed('');
  expect(window.screenRows()).toEqual(['new', '', '', '']);
  const copy = new VirtualTerminal({ columns: 12, rows: 4 });
  copy.feed(screen.snapshot().whole() ?? '');
  expect(copy.screenRows()).toEqual(['new', '', '', '']);
  const rows = new TextDecoder().decode(screen.rows().rows).split('\n');
  expect(rows.map((row) => row.trimEnd())).toEqual(['new', '', '', '']);
});

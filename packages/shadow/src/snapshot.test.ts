// What a snapshot sets beside cells, and what it must not do. That terminals go on from it as if they
// had seen everything is shown by the fidelity suites.
import { expect, test } from 'vitest';
import { ShadowScreen } from './shadow-screen.ts';

const bytes = (text: string) => new TextEncoder().encode(text);
const text = (part: Uint8Array) => new TextDecoder().decode(part);

function screenAfter(output: string, scrollbackLines = 10): ShadowScreen {
  const screen = new ShadowScreen({ kind: 'plain', columns: 20, rows: 4, scrollbackLines });
  screen.feed(bytes(output));
  return screen;
}

/** Both parts of what shows the screen now. */
function parts(screen: ShadowScreen) {
  const { viewport, whole } = screen.snapshot();
  return { viewport, whole: whole() ?? bytes('') };
}

test.each([
  [
    'keyboard flags, pushed and changed',
    '\u001b[>1u\u001b[>5u\u001b[=2;2u',
    '\u001b[>1u\u001b[>7u',
  ],
  ['keyboard flags, popped', '\u001b[=3u\u001b[>1u\u001b[>5u\u001b[<2u', '\u001b[=3;1u'],
  ['modifyOtherKeys', '\u001b[>4;2m', '\u001b[>4;2m'],
  [
    'mouse modes in their order',
    '\u001b[?1000h\u001b[?1002h\u001b[?1006h',
    '\u001b[?1000h\u001b[?1002h\u001b[?1006h',
  ],
  ['colour-scheme reports', '\u001b[?2031h', '\u001b[?2031h'],
  ['a mode that the program has reset', '\u001b[?1007l', '\u001b[?1007l'],
  [
    'colours',
    '\u001b]11;#102030\u0007\u001b]4;1;rgb:11/22/33\u0007',
    ']11;#102030\u001b\\\u001b]4;1;rgb:11/22/33',
  ],
  ['the shape of the cursor', '\u001b[5 q', '\u001b[5 q'],
  [
    'icon and title',
    '\u001b]1;icon\u0007\u001b]2;title\u0007',
    '\u001b]1;icon\u001b\\\u001b]2;title\u001b\\',
  ],
])('SHADOW-12: the viewport sets %s', (_, output, expected) => {
  const screen = screenAfter(output);
  const { viewport, whole } = parts(screen);
  expect(text(viewport)).toContain(expected);
  // They are in force already.
  expect(text(whole)).not.toContain(expected);
  screen.dispose();
});

test('SHADOW-12: keyboard flags are set on the screen they belong to', () => {
  const screen = screenAfter('\u001b[>1u\u001b[?1049h\u001b[>5u');
  const [main = '', alternate = ''] = text(screen.snapshot().viewport).split('\u001b[?1049h');
  expect(main).toContain('\u001b[>1u');
  expect(alternate).toContain('\u001b[>5u');
});

test.each([
  ['mouse modes', '\u001b[?1002h\u001b[?1003h\u001b[?1000l'],
  ['keyboard flags', '\u001b[>5u\u001b[<u'],
  ['all by a full reset', '\u001b[>5u\u001b[?2031h\u001b]11;#123456\u0007\u001bc'],
])('SHADOW-12: what was ended is not set: %s', (_, output) => {
  const modes = /\[\?(9|1\d{3}|2031|2048)h|\[[>=]|\]1[01]/;
  expect(text(screenAfter(output).snapshot().viewport)).not.toMatch(modes);
});

test('SHADOW-12: of more modes than are kept the oldest are forgotten', () => {
  const output = Array.from({ length: 70 }, (_, at) => `\u001b[?${3000 + at}h`).join('');
  const viewport = text(screenAfter(output).snapshot().viewport);
  expect(viewport).not.toContain('?3005h');
  expect(viewport).toContain('?3006h');
  expect(viewport).toContain('?3069h');
});

test.each([
  ['the main screen', 'one\r\ntwo\r\n\u001b[44m\u001b[K\r\n\n\n\n'],
  ['the alternate screen', 'one\u001b[?1049htwo\u001b[?1004;2004h'],
])('SHADOW-13: asks nothing and erases no main screen: %s', (_, output) => {
  const screen = screenAfter(output);
  const { viewport, whole } = parts(screen);
  for (const part of [viewport, whole]) {
    const [main = ''] = text(part).split('\u001b[?1049h');
    expect(main).not.toMatch(/\u001b\[[0-3]?J/);
    expect(text(part)).not.toMatch(/\u001b\[[?>]?\d*[cnx]|\$p|\[1[4-9]t|\[\?u|>\d*q|;\?/);
    expect(text(part)).toMatch(/^\u001b\[\?2026h/);
    expect(text(part)).toContain('\u001b[?2026l');
  }
  screen.dispose();
});

test('SHADOW-13: a program’s own synchronised update goes on', () => {
  const { viewport, whole } = parts(screenAfter('\u001b[?2026hhalf'));
  for (const part of [viewport, whole]) expect(text(part)).not.toContain('\u001b[?2026l');
});

test('SHADOW-14: after a loss it is a gap until scrollback and screen are new', () => {
  const screen = screenAfter('one');
  expect(screen.snapshot().basis).toBe('fresh');
  screen.skip(100, 'it was lost');
  expect(screen.snapshot()).toMatchObject({ at: 103, basis: 'gap', reason: 'it was lost' });
  screen.feed(bytes('\u001b[2J'));
  expect(screen.snapshot()).toMatchObject({ basis: 'gap', reason: 'it was lost' });
  screen.feed(bytes('line\r\n'.repeat(13)));
  expect(screen.snapshot().basis).toBe('gap');
  screen.feed(bytes('line\r\n'));
  expect(screen.snapshot().basis).toBe('fresh');
  screen.dispose();
});

test('SHADOW-14: cleared screen and scrollback are whole', () => {
  const screen = screenAfter('one');
  screen.skip(1, 'it was lost');
  screen.feed(bytes('\u001b[H\u001b[2J\u001b[3J'));
  expect(screen.snapshot().basis).toBe('fresh');
});

test('SHADOW-15: a character cut at any byte is the same', () => {
  const stream = bytes('“a — b…”');
  for (let cut = 0; cut <= stream.length; cut += 1) {
    const screen = screenAfter('');
    screen.feed(stream.subarray(0, cut));
    screen.feed(stream.subarray(cut));
    expect(screen.view().row(0).text).toBe('“a — b…”');
    screen.dispose();
  }
});

test('SHADOW-16: rows are padded, plain at both ends, and say where a line goes on', () => {
  const screen = screenAfter(
    '\u001b[1mbold\u001b[m\r\nabcdefghijklmnopqrstuvwx日\r\n\u001b[44m\u001b[K',
  );
  const { at, torn, rows } = screen.rows();
  expect([at, torn]).toEqual([screen.consumedBytes, false]);
  const [first, second, third, fourth] = text(rows).split(/[\n\v]/);
  expect(first).toBe(`\u001b[0;1mbold\u001b[m${' '.repeat(16)}`);
  expect(second).toBe('abcdefghijklmnopqrst');
  expect(third).toBe(`uvwx日${' '.repeat(14)}`);
  expect(fourth).toBe(`\u001b[0;44m${' '.repeat(20)}\u001b[m`);
  expect(text(rows).match(/[\n\v]/g)).toEqual(['\n', '\v', '\n']);
});

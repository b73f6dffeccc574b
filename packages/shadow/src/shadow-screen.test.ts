// The shadow screen's account of bytes, and its failures.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type HeadlessTerminal, openHeadlessTerminal } from './headless-core.ts';
import { ShadowScreen } from './shadow-screen.ts';

const encoder = new TextEncoder();
const bytes = (text: string) => encoder.encode(text);

/** A headless terminal that fails on a certain word, as the real one does on some hostile streams. */
function brittleTerminal(size: { columns: number; rows: number }): HeadlessTerminal {
  const terminal = openHeadlessTerminal(size);
  // The same access as the shadow screen's own.
  const { _core: core } = terminal as unknown as { _core: { writeSync(data: Uint8Array): void } };
  const write = core.writeSync.bind(core);
  core.writeSync = (data) => {
    if (new TextDecoder().decode(data).includes('hostile')) throw new Error('isWrapped');
    write(data);
  };
  return terminal;
}

test('SHADOW-1: every byte is counted, at any cut', () => {
  fc.assert(
    fc.property(fc.array(fc.uint8Array({ maxLength: 40 }), { maxLength: 20 }), (chunks) => {
      const shadow = new ShadowScreen({ kind: 'plain', columns: 20, rows: 5 });
      for (const chunk of chunks) shadow.feed(chunk);
      expect(shadow.assess().consumedBytes).toBe(chunks.reduce((sum, one) => sum + one.length, 0));
      shadow.dispose();
    }),
    { numRuns: 50 },
  );
});

test('SHADOW-3: after a failure of the terminal the screen is the same, and torn', () => {
  const shadow = new ShadowScreen({ kind: 'plain', columns: 40, rows: 5 }, brittleTerminal);
  const start = '\u001b[?1049h\u001b[?2004h\u001b[1mbold\u001b[0m \u001b[2mdim\u001b[0m 日本 $ x';
  shadow.feed(bytes(start));
  const before = shadow.view();
  const [row, styles] = [before.row(0).text, [...before.row(0).styles]];
  shadow.feed(bytes('hostile'));
  const after = shadow.view();
  expect(shadow.failures).toBe(1);
  expect([after.row(0).text, [...after.row(0).styles]]).toEqual([row, styles]);
  expect(after.cursor).toEqual(before.cursor);
  expect(shadow.assess()).toMatchObject({
    screen: { kind: 'unknown' },
    torn: true,
    bracketedPaste: true,
    alternate: true,
    consumedBytes: bytes(start).length + 7,
  });
});

test.each([
  ['erase display', '\u001b[2J'],
  ['home and erase below', '\u001b[H\u001b[J'],
  ['reset', '\u001bc'],
  ['alternate screen', '\u001b[?1049h'],
])('SHADOW-4: a torn screen is whole again after: %s', (_, clearing) => {
  const shadow = new ShadowScreen({ kind: 'codex', columns: 40, rows: 5 });
  shadow.skip(100, 'lost');
  shadow.feed(bytes('something new\u001b[3;3H\u001b[J'));
  expect(shadow.assess()).toMatchObject({ torn: true, screen: { kind: 'unknown' } });
  shadow.feed(bytes(`${clearing}\u001b[H\u001b[1m›\u001b[0m hello`));
  const composer = { kind: 'composer', text: 'hello', cursorOffset: 5 };
  expect(shadow.assess()).toMatchObject({ torn: false, screen: composer });
});

test('SHADOW-4: a sequence that was cut by the loss does not swallow what follows', () => {
  const shadow = new ShadowScreen({ kind: 'plain', columns: 40, rows: 5 });
  shadow.feed(bytes('\u001b]0;a title that never'));
  shadow.skip(100, 'lost');
  shadow.feed(bytes('\u001b[2J\u001b[H$ ls'));
  expect(shadow.assess().screen).toEqual({ kind: 'composer', text: 'ls', cursorOffset: 2 });
});

test('an update in progress is told', () => {
  const shadow = new ShadowScreen({ kind: 'plain', columns: 40, rows: 5 });
  shadow.feed(bytes('\u001b[?2026h'));
  expect(shadow.assess().midUpdate).toBe(true);
  shadow.feed(bytes('\u001b[?2026l'));
  expect(shadow.assess().midUpdate).toBe(false);
  shadow.dispose();
});

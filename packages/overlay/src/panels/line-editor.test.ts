import type { PanelKey } from '@codex-voice/ansi';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { glyphsFor } from '../glyphs.ts';
import { spansWidth } from '../span.ts';
import { editorLines } from './editor-lines.ts';
import { editorSpans } from './editor-view.ts';
import { EDITOR_LIMIT, edited, editorOf, editorText, type LineEditor } from './line-editor.ts';
import { key, pasted, typed } from './panel-samples.test-support.ts';

const WIDTH = 20;

/** The editor with the caret shown as `|`, after keys. */
function after(text: string, ...keys: readonly PanelKey[]): string {
  const bar = text.indexOf('|');
  let editor: LineEditor = editorOf(text.replace('|', ''));
  if (bar >= 0) editor = { ...editor, caret: editorOf(text.slice(0, bar)).caret };
  for (const one of keys) editor = edited(editor, { key: one, width: WIDTH }) ?? editor;
  const { characters, caret } = editor;
  return [...characters.slice(0, caret), '|', ...characters.slice(caret)].join('');
}

describe('editing', () => {
  test.each([
    ['ab|c', 'Left', 'a|bc'],
    ['ab|c', 'Right', 'abc|'],
    ['|abc', 'Left', '|abc'],
    ['x👨‍👩‍👧|', 'Left', 'x|👨‍👩‍👧'],
    ['one two|', 'Ctrl-Left', 'one |two'],
    ['one |two', 'Alt-b', '|one two'],
    ['|one two', 'Ctrl-Right', 'one| two'],
    ['one| two', 'Alt-f', 'one two|'],
    ['one\ntwo| x', 'Home', 'one\n|two x'],
    ['on|e\ntwo', 'End', 'one|\ntwo'],
    ['on|e\ntwo', 'Ctrl-End', 'one\ntwo|'],
    ['one\ntw|o', 'Ctrl-Home', '|one\ntwo'],
    ['abc\nd|e', 'Up', 'a|bc\nde'],
    ['abc|\nde', 'Down', 'abc\nde|'],
    ['a|bc\nde', 'Up', '|abc\nde'],
    ['abc\n|de', 'Down', 'abc\nde|'],
    ['ab|c', 'Backspace', 'a|c'],
    ['ab|c', 'Delete', 'ab|'],
    ['|abc', 'Backspace', '|abc'],
    ['abc|', 'Delete', 'abc|'],
    ['e\u0301|', 'Backspace', '|'],
    ['one two|', 'Ctrl-w', 'one |'],
    ['one |two', 'Alt-d', 'one |'],
    ['a\nbc|d', 'Ctrl-u', 'a\n|d'],
    ['a|b\ncd', 'Ctrl-k', 'a|\ncd'],
    ['a|b', 'Ctrl-j', 'a\n|b'],
    ['a|b', 'Alt-Enter', 'a\n|b'],
    ['a|b', 'Tab', 'a|b'],
  ])('OVERLAY-P13 %j %s: %j', (before, name, result) => {
    expect(after(before, key(name))).toBe(result);
  });

  test('OVERLAY-P13 text goes in at the caret, marks join, too much is not taken', () => {
    expect(after('a|b', typed('xy'))).toBe('axy|b');
    expect(after('a|b', pasted('1\n2'))).toBe('a1\n2|b');
    expect(editorOf(after('e|', typed('\u0301')).replace('|', '')).characters).toEqual([
      'é'.normalize('NFD'),
    ]);
    const full = editorOf('x'.repeat(EDITOR_LIMIT));
    expect(edited(full, { key: typed('y'), width: WIDTH })?.characters).toHaveLength(EDITOR_LIMIT);
  });

  test('OVERLAY-P14 lines break at line ends and between words, and hold the whole text', () => {
    const shown = (text: string) => {
      const { characters } = editorOf(text);
      return editorLines(characters, 8).map(({ start, end }) =>
        characters.slice(start, end).join(''),
      );
    };
    expect(shown('one two three')).toEqual(['one two ', 'three']);
    expect(shown('a\n\nb')).toEqual(['a\n', '\n', 'b']);
    expect(shown('abcdefghij')).toEqual(['abcdefgh', 'ij']);
    expect(shown('漢字漢字漢')).toEqual(['漢字漢字', '漢']);
    expect(shown('')).toEqual(['']);
  });

  test('OVERLAY-P14 whatever is edited, the caret is shown once and every line fits', () => {
    const keys = fc.oneof(
      fc
        .constantFrom(...['Up', 'Down', 'Left', 'Right', 'Home', 'End', 'Ctrl-w', 'Ctrl-j'])
        .map(key),
      fc.string({ unit: 'grapheme', maxLength: 8 }).map(typed),
      fc.constantFrom('漢字', '👨‍👩‍👧', '\t', '\u0301', 'a b c d e f g').map(pasted),
    );
    fc.assert(
      fc.property(
        fc.array(keys, { maxLength: 20 }),
        fc.integer({ min: 3, max: 30 }),
        fc.integer({ min: 1, max: 4 }),
        fc.constantFrom('unicode', 'ascii'),
        (all, width, rows, support) => {
          let editor = editorOf('start\nhere');
          for (const one of all) editor = edited(editor, { key: one, width: width - 1 }) ?? editor;
          const room = { width, rows, glyphs: glyphsFor(support), support } as const;
          const lines = editorSpans(editor, room);
          expect(lines.length).toBeLessThanOrEqual(rows);
          for (const line of lines) expect(spansWidth(line)).toBeLessThanOrEqual(width);
          expect(lines.flat().filter(({ role }) => role === 'caret')).toHaveLength(1);
          expect(editorText(editor)).toBe(editor.characters.join(''));
        },
      ),
      { numRuns: 300, seed: 5 },
    );
  });
});

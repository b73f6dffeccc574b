// Cleaning and framing of texts.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { cleanText, graphemeCount, pasteBytes, typedBytes } from './clean-text.ts';

const nasty = fc
  .array(
    fc.oneof(
      fc.string({ unit: 'grapheme' }),
      fc.constantFrom(
        '\u001b[201~',
        '\u009b201~',
        '\u001b',
        '\u009b',
        '[201~',
        '\r\n',
        '\r',
        '\t',
        '\u001b]0;title\u0007',
        '\u0090q\u009c',
        '\u007f',
        '\u0003',
        '\u2028',
        '\ud800',
        '\u001b\u001b[[201~',
      ),
    ),
  )
  .map((parts) => parts.join(''));

test.each([
  ['an end of paste', 'a\u001b[201~b', 'ab'],
  ['an 8-bit end of paste', 'a\u009b201~b', 'ab'],
  ['an end of paste inside another', 'a\u001b\u001b[201~[201~b', 'ab'],
  ['line ends of every kind', 'a\r\nb\rc\u2028d\n\n', 'a\nb\nc\nd'],
  ['a tab', 'a\tb', 'a    b'],
  ['a title sequence', 'a\u001b]0;evil\u0007b', 'ab'],
  ['control characters', 'a\u0003\u0008\u007f\u0000b', 'ab'],
  ['a leading space', ' and more', ' and more'],
  ['half a character', 'a\ud83d b', 'a\ufffd b'],
])('SESSION-10: cleaning handles %s', (_, text, cleaned) => {
  expect(cleanText(text)).toBe(cleaned);
});

test('SESSION-10: cleaning twice changes nothing more, and text without controls not at all', () => {
  fc.assert(
    fc.property(nasty, (text) => {
      const once = cleanText(text);
      expect(cleanText(once)).toBe(once);
    }),
  );
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), (text) => {
      const plain = text.replace(/[\p{Cc}\u2028\u2029]/gu, '');
      expect(cleanText(plain)).toBe(plain);
    }),
  );
});

test('SESSION-11: no text can end its own paste or press a key', () => {
  fc.assert(
    fc.property(nasty, (text) => {
      const pasted = new TextDecoder().decode(pasteBytes(cleanText(text)));
      expect(pasted.startsWith('\u001b[200~')).toBe(true);
      expect(pasted.indexOf('\u001b[201~')).toBe(pasted.length - 6);
      expect(pasted.slice(6, -6)).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f]/u);
    }),
  );
});

test('framing refuses a text that was not cleaned', () => {
  expect(() => pasteBytes('a\u001b')).toThrow(RangeError);
  expect(() => typedBytes('a\nb')).toThrow(RangeError);
});

test('SESSION-40: Backspaces are counted in user-perceived characters', () => {
  expect(graphemeCount('a👩‍👩‍👧‍👦e\u0301🇩🇪')).toBe(4);
});

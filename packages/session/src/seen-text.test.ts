// What counts as seen in a composer.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { endsWithText, pastePlaceholders, showsInserted, stillHolds } from './seen-text.ts';

const empty = { text: '', cursorOffset: 0 };
const words = fc.string({ unit: fc.constantFrom(...'abc de.שם日本'), minLength: 1 });

test('a text wrapped anywhere by the composer is seen', () => {
  fc.assert(
    fc.property(words, words, fc.infiniteStream(fc.boolean()), (before, inserted, breaks) => {
      fc.pre(inserted.trim() !== '');
      const now = [...(before + inserted)]
        .map((character) => (breaks.next().value ? `${character}\n` : character))
        .join('');
      expect(showsInserted({ before: { text: before }, inserted, now: { text: now } })).toBe(true);
    }),
  );
});

test('a screen that has not changed never shows a new text', () => {
  fc.assert(
    fc.property(words, words, (before, inserted) => {
      const view = { text: before };
      expect(showsInserted({ before: view, inserted, now: view })).toBe(false);
    }),
  );
});

test('a text inserted at a cursor inside is seen', () => {
  const before = { text: 'fix the test', cursorOffset: 4 };
  const now = { text: 'fix all of the test', cursorOffset: 11 };
  expect(showsInserted({ before, inserted: 'all of ', now })).toBe(true);
});

test.each([
  ['in full', 'x'.repeat(1200), '[Pasted Content 1200 chars]', true],
  ['wrapped in a narrow composer', 'x'.repeat(1200), '[Pasted Content\n1200 chars]', true],
  ['without a number of characters', 'one\ntwo\nthree\nfour', '[Pasted text #1 +3 lines]', true],
  ['of another length', 'x'.repeat(1200), '[Pasted Content 1199 chars]', false],
])('a placeholder of a collapsed paste %s', (_, inserted, text, seen) => {
  expect(showsInserted({ before: empty, inserted, now: { text } })).toBe(seen);
});

test('a placeholder that was there before is not this text', () => {
  const view = { text: '[Pasted text #1 +3 lines]' };
  expect(showsInserted({ before: view, inserted: 'a\nb\nc\nd', now: view })).toBe(false);
  expect(pastePlaceholders('a [Pasted text #1] b')).toEqual(['[Pasted text #1]']);
});

test('characters of uncertain width may cost their neighbours, plain text may not lose any', () => {
  const inserted = '日本語 emoji 👩‍👩‍👧‍👦 and more';
  const now = { text: '日本語 emoji 👩‍👩‍👧‍nd more' };
  expect(showsInserted({ before: empty, inserted, now })).toBe(true);
  const plain = { before: empty, inserted: 'fix the test', now: { text: 'fix th test' } };
  expect(showsInserted(plain)).toBe(false);
});

test('only emoji are seen by the change they make', () => {
  expect(showsInserted({ before: empty, inserted: '👍', now: { text: '👍' } })).toBe(true);
  expect(showsInserted({ before: empty, inserted: '👍', now: empty })).toBe(false);
});

test('the visible end of a clipped composer is enough', () => {
  const inserted = Array.from({ length: 30 }, (_, index) => `line ${index}`).join('\n');
  const now = { text: 'line 28\nline 29', clipped: true } as const;
  expect(showsInserted({ before: empty, inserted, now })).toBe(true);
  const other = { text: 'line 28\nline 30', clipped: true } as const;
  expect(showsInserted({ before: empty, inserted, now: other })).toBe(false);
});

test('a draft is held while it can be seen, whatever the person adds around it', () => {
  const shown = { text: 'fix the test' };
  const texts = ['fix the test'];
  expect(stillHolds({ shown, texts, now: { text: 'please fix the test now' } })).toBe(true);
  expect(stillHolds({ shown, texts, now: { text: 'fix the' } })).toBe(false);
  expect(stillHolds({ shown, texts, now: empty })).toBe(false);
});

test('a text is at the end only when the cursor is behind it', () => {
  expect(endsWithText({ text: 'fix the test ', cursorOffset: 13 }, 'the test')).toBe(true);
  expect(endsWithText({ text: 'fix the test', cursorOffset: 3 }, 'the test')).toBe(false);
  expect(endsWithText({ text: 'fix the test' }, '')).toBe(false);
});

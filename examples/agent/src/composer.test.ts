// The example's composer takes what terminals send, however it is cut.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Composer } from './composer.ts';

test('typed text and Enter are one submission', () => {
  const composer = new Composer();
  expect(composer.accept('hello\r')).toEqual([{ type: 'submitted', text: 'hello' }]);
  expect(composer.text).toBe('');
});

test('a paste of many lines stays in the box until Enter, at any cut', () => {
  const stream = '\u001b[200~one\rtwo\u001b[201~ three\u001b[A\r';
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 1, max: 6 }), { minLength: 40 }), (sizes) => {
      const composer = new Composer();
      const events = [];
      let from = 0;
      for (const size of sizes) {
        events.push(...composer.accept(stream.slice(from, from + size)));
        from += size;
      }
      expect(events).toEqual([{ type: 'submitted', text: 'one\ntwo three' }]);
    }),
    { seed: 3, numRuns: 100 },
  );
});

test('Backspace takes one character as people count them', () => {
  const composer = new Composer();
  composer.accept('ab👩‍💻\u007f');
  expect(composer.text).toBe('ab');
  composer.accept('\u007f\u007f\u007f');
  expect(composer.text).toBe('');
});

test('Ctrl-D on an empty box quits, on text only clears', () => {
  const composer = new Composer();
  expect(composer.accept('x\u0004')).toEqual([]);
  expect(composer.accept('\u0004')).toEqual([{ type: 'quit' }]);
});

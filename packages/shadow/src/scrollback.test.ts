// Packing what has scrolled off changes nothing that can be seen, and takes the room it should.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { coreOf, type HeadlessTerminal, openHeadlessTerminal } from './headless-core.ts';
import { PackedLine } from './packed-line.ts';
import { LineReader, Scrollback } from './scrollback.ts';

const SIZE = { columns: 20, rows: 5, scrollbackLines: 12 };

type Step = { readonly text: string } | { readonly columns: number; readonly rows: number };

const text = fc.oneof(
  fc.constantFrom('\r\n', '\u001b[31m', '\u001b[m', '\u001b[2;4r\u001b[4;1H', '\u001b[r', '日本'),
  fc.constantFrom('\u001bc', '\u001b[3J', '\u001b[2J\u001b[H', '\u001b[?1049h', '\u001b[?1049l'),
  fc.string({ maxLength: 50, unit: 'grapheme-ascii' }).map((line) => `${line}\r\n`),
);
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 8, arbitrary: text.map((one) => ({ text: one })) },
  {
    weight: 1,
    arbitrary: fc.record({
      columns: fc.integer({ min: 2, max: 30 }),
      rows: fc.integer({ min: 1, max: 9 }),
    }),
  },
);

function act(terminal: HeadlessTerminal, step: Step, scrollback?: Scrollback): void {
  if ('text' in step) {
    coreOf(terminal).writeSync(new TextEncoder().encode(step.text));
    scrollback?.pack();
    return;
  }
  scrollback?.unpackFor(step);
  terminal.resize(step.columns, step.rows);
}

function allLines(terminal: HeadlessTerminal) {
  const { lines } = coreOf(terminal).buffers.normal;
  const reader = new LineReader(lines);
  return Array.from({ length: lines.length }, (_, index) => {
    const line = reader.get(index);
    return line && { cells: [...line._data], isWrapped: line.isWrapped, length: line.length };
  });
}

test('SHADOW-17: packed or not, the lines are the same, whatever is written and resized', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
      const plain = openHeadlessTerminal(SIZE);
      const packing = openHeadlessTerminal(SIZE);
      const scrollback = new Scrollback(packing);
      for (const one of steps) {
        act(plain, one);
        act(packing, one, scrollback);
      }
      expect(allLines(packing)).toEqual(allLines(plain));
      plain.dispose();
      packing.dispose();
    }),
    { seed: 1, numRuns: 200 },
  );
});

test('SHADOW-17: all that has scrolled off is packed, and nothing of the screen', () => {
  const terminal = openHeadlessTerminal(SIZE);
  const scrollback = new Scrollback(terminal);
  for (let line = 0; line < 40; line += 1) act(terminal, { text: `${line}\r\n` }, scrollback);
  const { lines, ybase } = coreOf(terminal).buffers.normal;
  expect(ybase).toBe(SIZE.scrollbackLines);
  const isPacked = Array.from(
    { length: lines.length },
    (_, index) => lines.get(index) instanceof PackedLine,
  );
  expect(isPacked).toEqual(isPacked.map((_, index) => index < ybase));
  terminal.dispose();
});

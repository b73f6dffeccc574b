// A packed line gives back every cell as it was.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { CoreLine } from './headless-core.ts';
import { PackedLine } from './packed-line.ts';

const BLANK = 1 << 22;

const content = fc.oneof(
  fc.constant(BLANK),
  fc.integer({ min: 0x20, max: 0x7e }).map((point) => BLANK | point),
  fc.integer({ min: 0, max: 0xffffff }),
);
const attributes = fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 0xffffffff }));
/** Cells alike, as rules and blanks are. */
const run = fc
  .tuple(
    content,
    attributes,
    attributes,
    fc.oneof(fc.constant(1), fc.integer({ max: 600, min: 1 })),
  )
  .map(([one, fg, bg, count]) => Array.from({ length: count }, () => [one, fg, bg]).flat());

function lineOf(numbers: readonly number[], isWrapped: boolean): CoreLine {
  const _data = Uint32Array.from(numbers);
  return { length: _data.length / 3, isWrapped, _data, _combined: {}, _extendedAttrs: {} };
}

test('SHADOW-17: a line that has scrolled off keeps every cell', () => {
  const cells = fc.array(run, { maxLength: 12 }).map((runs) => runs.flat());
  fc.assert(
    fc.property(cells, fc.boolean(), (numbers, isWrapped) => {
      const line = lineOf(numbers, isWrapped);
      expect(new PackedLine(line).unpacked()).toEqual(line);
    }),
    { seed: 1 },
  );
});

test('SHADOW-17: marks, links and what was written to before are kept apart', () => {
  const extended = { _ext: 1 << 26, urlId: 3 };
  const line: CoreLine = {
    ...lineOf([BLANK | 0x200000, 0, 1 << 28], false),
    _combined: { 0: 'e\u0301' },
    _extendedAttrs: { 0: extended },
  };
  const before = new Uint32Array(3).fill(7);
  const unpacked = new PackedLine(line).unpacked(before);
  expect(unpacked).toEqual(line);
  expect(unpacked._data).toBe(before);
});

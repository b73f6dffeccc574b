import { collectionOf, madeFont } from '@codex-voice/testing';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type FontBytes, openTrueType } from './true-type.ts';

const characters = { a: 'square', b: 'ring', '\u{1f600}': 'two-squares' } as const;

function from(bytes: Buffer): FontBytes {
  return { read: (at, length) => bytes.subarray(at, at + length) };
}

/** The corners of each contour. */
function corners(font: ReturnType<typeof openTrueType>, text: string) {
  return font
    ?.glyph(text.codePointAt(0) ?? 0)
    ?.contours.map((contour) => contour.map(({ x, y }) => [x, y]));
}

const SQUARE = [
  [100, 0],
  [100, 500],
  [500, 500],
  [500, 0],
];

describe('a TrueType font', () => {
  test.each([
    ['of the first plane', madeFont({ characters: { a: 'square', b: 'ring' }, form: 4 })],
    ['of all planes', madeFont({ characters, form: 12 })],
    ['in a collection', collectionOf(madeFont({ characters, form: 12 }))],
  ])('%s has the outlines of its characters, and none of others', (_, bytes) => {
    const font = openTrueType(from(bytes));
    expect(font?.unitsPerEm).toBe(1_000);
    expect(corners(font, 'a')).toEqual([SQUARE]);
    expect(corners(font, 'b')).toHaveLength(2);
    expect(font?.glyph(0x61)?.width).toBe(600);
    expect(corners(font, 'c')).toBeUndefined();
    expect(corners(font, '\u0001')).toBeUndefined();
  });

  test('an outline that is made of others has theirs, each in its place and size', () => {
    const font = openTrueType(from(madeFont({ characters, form: 12 })));
    const halves = SQUARE.map(([x = 0, y = 0]) => [x / 2 + 300, y / 2]);
    // Its distances are of two bytes, as small as they are.
    expect(corners(font, '\u{1f600}')).toEqual([SQUARE, halves]);
  });

  test('one that is broken or no font has no outlines, and throws nothing', () => {
    const whole = madeFont({ characters, form: 12 });
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.nat(whole.length - 1), fc.nat(255)), { maxLength: 12 }),
        fc.nat(whole.length),
        (changes, length) => {
          const broken = Buffer.from(whole);
          for (const [at, byte] of changes) broken[at] = byte;
          const font = openTrueType(from(broken.subarray(0, length)));
          for (const text of ['a', 'b', '\u{1f600}', 'z']) font?.glyph(text.codePointAt(0) ?? 0);
        },
      ),
      { numRuns: 300 },
    );
    expect(openTrueType(from(Buffer.from('OTTO with outlines of another kind')))).toBeUndefined();
    expect(openTrueType(from(Buffer.alloc(0)))).toBeUndefined();
  });
});

// Outlines that a font of somebody's may have to hold up whoever draws them.
import { describe, expect, test } from 'vitest';
import { type GlyphSource, outlineOf } from './glyph-outline.ts';

const MORE_PARTS = 0x20;

/** A font of these outlines, one behind the other. */
function sourceOf(...outlines: readonly Buffer[]): GlyphSource {
  const bytes = Buffer.concat(outlines);
  const places = Buffer.alloc((outlines.length + 1) * 4);
  let at = 0;
  for (const [index, { length }] of outlines.entries()) {
    at += length;
    places.writeUInt32BE(at, (index + 1) * 4);
  }
  return {
    ...{ places, arePlacesLong: true, widths: Buffer.alloc(4), widthCount: 1 },
    read: (from, length) => bytes.subarray(from, from + length),
  };
}

/** An outline of so many parts that are all the same one. */
function composedOf(number: number, count: number): Buffer {
  const bytes = Buffer.alloc(10 + count * 6);
  bytes.writeInt16BE(-1, 0);
  for (let part = 0; part < count; part += 1) {
    bytes.writeUInt16BE(part === count - 1 ? 0 : MORE_PARTS, 10 + part * 6);
    bytes.writeUInt16BE(number, 12 + part * 6);
  }
  return bytes;
}

/** One whose contours end at these points, all of them at the same place. */
function contoursThatEnd(...ends: readonly number[]): Buffer {
  const points = (ends.at(-1) ?? -1) + 1;
  const bytes = Buffer.alloc(10 + ends.length * 2 + 2 + points, 0x31);
  bytes.writeInt16BE(ends.length, 0);
  for (const [index, end] of ends.entries()) bytes.writeUInt16BE(end, 10 + index * 2);
  bytes.writeUInt16BE(0, 10 + ends.length * 2);
  return bytes;
}

describe('an outline', () => {
  test('of parts of parts of parts without a point ends before they do', () => {
    const parts = [1, 2, 3].map((number) => composedOf(number, 64));
    const source = sourceOf(...parts, Buffer.alloc(0));
    expect(() => outlineOf(source, 0)).toThrow('too many points');
    expect(outlineOf(source, 2).contours).toEqual([]);
  });

  test('whose contours have the same points again and again is broken', () => {
    expect(outlineOf(sourceOf(contoursThatEnd(1, 2, 4)), 0).contours).toHaveLength(3);
    const again = contoursThatEnd(0, 4, 0, 4);
    expect(() => outlineOf(sourceOf(again), 0)).toThrow('lie in each other');
  });
});

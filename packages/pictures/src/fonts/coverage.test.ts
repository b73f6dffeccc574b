import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Coverage, type Point } from './coverage.ts';

const SIZE = { width: 8, height: 6 };

function covered(...outlines: readonly (readonly Point[])[]): number[][] {
  const coverage = new Coverage(SIZE);
  for (const outline of outlines) coverage.polygon(outline);
  const { share } = coverage.mask;
  return Array.from({ length: SIZE.height }, (_, row) =>
    Array.from(share.subarray(row * SIZE.width, (row + 1) * SIZE.width)),
  );
}

const rectangle = (left: number, top: number, right: number, bottom: number): Point[] => [
  { x: left, y: top },
  { x: right, y: top },
  { x: right, y: bottom },
  { x: left, y: bottom },
];

test('a rectangle covers as much of each pixel as it lies on, and a hole in it nothing', () => {
  const rows = covered(rectangle(1.5, 1, 4, 3.25), rectangle(2, 2, 3, 3).toReversed());
  expect(rows).toEqual([
    [0, 0, 0, 0, 0, 0, 0, 0],
    [0, 128, 255, 255, 0, 0, 0, 0],
    [0, 128, 0, 255, 0, 0, 0, 0],
    [0, 32, 64, 64, 0, 0, 0, 0],
    [0, 0, 0, 0, 0, 0, 0, 0],
    [0, 0, 0, 0, 0, 0, 0, 0],
  ]);
});

test('any triangle covers what looking at many points in each pixel says, also where it is partly outside', () => {
  const point = fc.record({
    x: fc.double({ min: -2, max: 10, noNaN: true }),
    y: fc.double({ min: -2, max: 8, noNaN: true }),
  });
  fc.assert(
    fc.property(point, point, point, (a, b, c) => {
      const rows = covered([a, b, c]);
      for (const [y, row] of rows.entries())
        for (const [x, share] of row.entries())
          expect(Math.abs(share / 255 - looked([a, b, c], { x, y }))).toBeLessThan(0.2);
    }),
    // Looking at points is not exact: the same triangles each time.
    { numRuns: 60, seed: 7 },
  );
});

/** The slow twin: how many of 16 by 16 points of the pixel are in it. */
function looked(triangle: readonly [Point, Point, Point], pixel: Point): number {
  const [a, b, c] = triangle;
  if (Math.abs(turn(a, b, c)) < 1e-9) return 0;
  const side = 16;
  let inside = 0;
  for (let row = 0; row < side; row += 1)
    for (let column = 0; column < side; column += 1) {
      const point = {
        x: pixel.x + (column + 0.5) / side,
        y: pixel.y + (row + 0.5) / side,
      };
      if (isIn(triangle, point)) inside += 1;
    }
  return inside / (side * side);
}

function isIn([a, b, c]: readonly [Point, Point, Point], point: Point): boolean {
  const sides = [turn(a, b, point), turn(b, c, point), turn(c, a, point)];
  return sides.every((side) => side >= 0) || sides.every((side) => side <= 0);
}

function turn(from: Point, to: Point, point: Point): number {
  return (to.x - from.x) * (point.y - from.y) - (to.y - from.y) * (point.x - from.x);
}

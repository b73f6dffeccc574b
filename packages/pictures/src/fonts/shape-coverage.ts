// Shapes of drawn-characters.ts as coverage: their paths are those that they write for SVG, and no others.
import type { Shape } from '../drawn-characters.ts';
import type { Coverage, Point } from './coverage.ts';

/** Widths of lines, in pixels: as our SVG has them. */
const LINE_PIXELS = { light: 1, heavy: 2.4 } as const;
const COMMAND = /([MHVQhvz])([^MHVQhvz]*)/gu;
/** A bend in so many straight pieces. */
const BEND_PIECES = 8;

/** @param height Of the cell, in pixels. */
export function addShape(coverage: Coverage, shape: Shape, height: number): void {
  for (const points of polylines(shape.path)) {
    if (shape.kind === 'area') coverage.polygon(points);
    else if (shape.weight === 'heavy') addLine(coverage, points, LINE_PIXELS.heavy);
    else
      addLine(
        coverage,
        points.map((point) => onPixel(point, height)),
        LINE_PIXELS.light,
      );
  }
}

/** In the middle of pixels, so that a line of one pixel is one; where it meets the next cell it stays. */
function onPixel({ x, y }: Point, height: number): Point {
  return { x, y: y <= 0 || y >= height ? y : y + (height % 2 === 0 ? 0.5 : 0) };
}

/** Each as its own outline: where two meet they cover no more than all. */
function addLine(coverage: Coverage, points: readonly Point[], width: number): void {
  points.slice(1).forEach((to, index) => {
    const from = points[index] ?? to;
    const length = Math.hypot(to.x - from.x, to.y - from.y);
    if (length === 0) return;
    const [x, y] = [
      ((to.y - from.y) / length) * (width / 2),
      ((to.x - from.x) / length) * (width / 2),
    ];
    coverage.polygon([
      { x: from.x + x, y: from.y - y },
      { x: to.x + x, y: to.y - y },
      { x: to.x - x, y: to.y + y },
      { x: from.x - x, y: from.y + y },
    ]);
  });
}

function polylines(path: string): readonly (readonly Point[])[] {
  const all: Point[][] = [];
  let at: Point = { x: 0, y: 0 };
  const to = (point: Point): void => {
    at = point;
    all.at(-1)?.push(point);
  };
  for (const [, command, given = ''] of path.matchAll(COMMAND)) {
    const [one = 0, two = 0, three = 0, four = 0] = given.trim().split(/[ ,]+/u).map(Number);
    if (command === 'M') {
      all.push([]);
      to({ x: one, y: two });
    } else if (command === 'H') to({ x: one, y: at.y });
    else if (command === 'V') to({ x: at.x, y: one });
    else if (command === 'h') to({ x: at.x + one, y: at.y });
    else if (command === 'v') to({ x: at.x, y: at.y + one });
    else if (command === 'Q') {
      const from = at;
      for (let piece = 1; piece <= BEND_PIECES; piece += 1) {
        const [t, u] = [piece / BEND_PIECES, 1 - piece / BEND_PIECES];
        const bent = (start: number, middle: number, end: number): number =>
          u * u * start + 2 * u * t * middle + t * t * end;
        to({ x: bent(from.x, one, three), y: bent(from.y, two, four) });
      }
    }
  }
  return all;
}

// How much of each pixel an outline covers: the areas of its edges are added up, row by row. What an outline is
// of, a letter, a line or a window, is others'.

export interface Mask {
  readonly width: number;
  readonly height: number;
  /** Of each pixel, 0 to 255, row by row. */
  readonly share: Uint8Array;
}

export interface Point {
  readonly x: number;
  readonly y: number;
}

const FULL = 255;
/** Of a curve's length in pixels so many make a straight piece: the eye sees no corner. */
const PIXELS_A_PIECE = 2;
const MOST_PIECES = 16;

/** What is outside of it counts at its edge. Outlines that run round the other way are holes. */
export class Coverage {
  readonly #width: number;
  readonly #height: number;
  /** Two beyond the end of each row: an edge there is told to the pixel behind it. */
  readonly #stride: number;
  readonly #areas: Float64Array;

  constructor({ width, height }: { readonly width: number; readonly height: number }) {
    this.#width = width;
    this.#height = height;
    this.#stride = width + 2;
    this.#areas = new Float64Array(this.#stride * height);
  }

  /** Around the points, and back to the first. */
  polygon(points: readonly Point[]): void {
    points.forEach((point, index) => {
      const next = points[(index + 1) % points.length];
      if (next !== undefined) this.line(point, next);
    });
  }

  curve(from: Point, control: Point, to: Point): void {
    const length = Math.hypot(control.x - from.x, control.y - from.y);
    const rest = Math.hypot(to.x - control.x, to.y - control.y);
    const pieces = Math.min(MOST_PIECES, Math.max(1, Math.ceil((length + rest) / PIXELS_A_PIECE)));
    let before = from;
    for (let piece = 1; piece <= pieces; piece += 1) {
      const [t, u] = [piece / pieces, 1 - piece / pieces];
      const at = (one: number, two: number, three: number): number =>
        u * u * one + 2 * u * t * two + t * t * three;
      const next = { x: at(from.x, control.x, to.x), y: at(from.y, control.y, to.y) };
      this.line(before, next);
      before = next;
    }
  }

  line(from: Point, to: Point): void {
    if (from.y === to.y) return;
    const isDown = from.y < to.y;
    const [top, bottom] = isDown ? [from, to] : [to, from];
    const slope = (bottom.x - top.x) / (bottom.y - top.y);
    const last = Math.min(this.#height, Math.ceil(bottom.y));
    for (let row = Math.max(0, Math.floor(top.y)); row < last; row += 1) {
      const [above, below] = [Math.max(row, top.y), Math.min(row + 1, bottom.y)];
      if (below <= above) continue;
      const x = top.x + (above - top.y) * slope;
      const height = (below - above) * (isDown ? 1 : -1);
      this.#edge(row, { x, nextX: x + (below - above) * slope, height });
    }
  }

  get mask(): Mask {
    const share = new Uint8Array(this.#width * this.#height);
    for (let row = 0; row < this.#height; row += 1) {
      let sum = 0;
      for (let column = 0; column < this.#width; column += 1) {
        sum += this.#areas[row * this.#stride + column] ?? 0;
        share[row * this.#width + column] = Math.round(Math.min(1, Math.abs(sum)) * FULL);
      }
    }
    return { width: this.#width, height: this.#height, share };
  }

  /** An edge within one row: each pixel it crosses gets its part, and those to the right of it all. */
  #edge(
    row: number,
    { x, nextX, height }: { readonly x: number; readonly nextX: number; readonly height: number },
  ): void {
    const within = (value: number): number => Math.min(this.#width, Math.max(0, value));
    const [left, right] = [within(Math.min(x, nextX)), within(Math.max(x, nextX))];
    const first = Math.floor(left);
    const start = row * this.#stride;
    if (right <= first + 1) {
      this.#add(start + first, { area: height * (1 - ((left + right) / 2 - first)), height });
      return;
    }
    const perPixel = height / (right - left);
    for (let pixel = first; pixel < right; pixel += 1) {
      const [from, to] = [Math.max(left, pixel), Math.min(right, pixel + 1)];
      const part = (to - from) * perPixel;
      this.#add(start + pixel, { area: part * (pixel + 1 - (from + to) / 2), height: part });
    }
  }

  #add(at: number, { area, height }: { readonly area: number; readonly height: number }): void {
    this.#areas[at] = (this.#areas[at] ?? 0) + area;
    this.#areas[at + 1] = (this.#areas[at + 1] ?? 0) + height - area;
  }
}

// Pixels that are painted: areas, and colours through masks. Each is 0xRRGGBB, or see-through where nothing was painted.
import type { Mask } from '../fonts/coverage.ts';
import { mixed } from '../palette.ts';
import { SEE_THROUGH } from './colours.ts';

export interface Area {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** Shades between two colours: more are not seen, and a palette has no room for them. */
const SHADES = 8;
/** Of a mask over nothing there is no half: from here on it is there. */
const HALF = 128;
const FULL = 255;

export class Canvas {
  readonly width: number;
  readonly height: number;
  readonly pixels: Int32Array;

  constructor({ width, height }: { readonly width: number; readonly height: number }) {
    this.width = width;
    this.height = height;
    this.pixels = new Int32Array(width * height).fill(SEE_THROUGH);
  }

  fill({ x, y, width, height }: Area, colour: number): void {
    const [left, right] = [Math.max(0, x), Math.min(this.width, x + width)];
    for (let row = Math.max(0, y); row < Math.min(this.height, y + height); row += 1)
      this.pixels.fill(colour, row * this.width + left, row * this.width + Math.max(left, right));
  }

  /** As much of `colour` as the mask says, over what is there. */
  paint(mask: Mask, { x, y }: { readonly x: number; readonly y: number }, colour: number): void {
    for (let row = 0; row < mask.height; row += 1) {
      const down = y + row;
      if (down < 0 || down >= this.height) continue;
      for (let column = 0; column < mask.width; column += 1) {
        const share = mask.share[row * mask.width + column] ?? 0;
        const across = x + column;
        if (share === 0 || across < 0 || across >= this.width) continue;
        const at = down * this.width + across;
        this.pixels[at] = shaded(this.pixels[at] ?? SEE_THROUGH, { colour, share });
      }
    }
  }

  /** As much of `colour` everywhere. */
  tint({ x, y, width, height }: Area, colour: number, share: number): void {
    const mask = { width, height, share: new Uint8Array(width * height).fill(share * FULL) };
    this.paint(mask, { x, y }, colour);
  }

  copyOf({ x, y, width, height }: Area): Int32Array {
    const copy = new Int32Array(width * height);
    for (let row = 0; row < height; row += 1) {
      const from = (y + row) * this.width + x;
      copy.set(this.pixels.subarray(from, from + width), row * width);
    }
    return copy;
  }
}

function shaded(
  under: number,
  { colour, share }: { readonly colour: number; readonly share: number },
): number {
  if (share === FULL) return colour;
  if (under === SEE_THROUGH) return share >= HALF ? colour : SEE_THROUGH;
  const shade = Math.round((share / FULL) * SHADES) / SHADES;
  return shade === 0 ? under : mixed(colour, under, shade);
}

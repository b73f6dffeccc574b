// A film as an animated GIF: each frame holds only what has changed. How a frame looks is screen-painter.ts's.
import type { Film } from '../film.ts';
import type { LetterFonts } from '../fonts/letters.ts';
import { windowPlaces } from '../window-marks.ts';
import { type Area, Canvas } from './canvas.ts';
import { SEE_THROUGH } from './colours.ts';
import { GifBoundError } from './gif-bound.ts';
import { type GifPart, gifEnd, gifFrame, gifHeader, gifSteps, LONGEST_SIDE } from './gif-writer.ts';
import type { KeptRows } from './kept-rows.ts';
import { ScreenPainter } from './screen-painter.ts';

export interface MovingGif {
  readonly film: Film;
  /** That the film was made with. */
  readonly rows: KeptRows;
  readonly fonts: LetterFonts;
  /** How long the last frame stays before it begins anew, in ms. */
  readonly restMs: number;
  /** More pixels than this, or a larger file, is refused. */
  readonly bounds: { readonly pixels: number; readonly bytes: number };
}

export interface MadeGif {
  readonly bytes: Uint8Array;
  /** Characters in whose place there is a box. */
  readonly missing: readonly string[];
}

const BYTES_PER_MB = 1_000_000;

/** Throws `GifBoundError`. */
export function movingGif({ film, rows, fonts, restMs, bounds }: MovingGif): MadeGif {
  const size = windowPlaces(film);
  const isTooLarge = Math.max(size.width, size.height) > LONGEST_SIDE;
  if (isTooLarge || size.width * size.height > bounds.pixels)
    throw new GifBoundError(`its screen is too large (${film.columns} by ${film.rows} cells)`);
  const painter = new ScreenPainter({ film, rows, fonts });
  const gif = new Gif(size, bounds.bytes);
  for (const frame of film.frames) {
    const changed = painter.paint(frame);
    gif.show(painter.canvas, { changed, atMs: frame.atMs });
  }
  return { bytes: gif.end((film.frames.at(-1)?.atMs ?? 0) + restMs), missing: painter.missing };
}

class Gif {
  readonly #shown: Canvas;
  readonly #parts: Uint8Array[];
  readonly #mostBytes: number;
  #bytes = 0;
  /** Is written when it is known how long it stands. */
  #waiting: { readonly part: GifPart; readonly atMs: number } | undefined;

  constructor(size: { readonly width: number; readonly height: number }, mostBytes: number) {
    this.#shown = new Canvas(size);
    this.#parts = [gifHeader(size)];
    this.#mostBytes = mostBytes;
  }

  show(
    canvas: Canvas,
    {
      changed,
      atMs,
    }: {
      readonly changed: { readonly from: number; readonly to: number } | undefined;
      readonly atMs: number;
    },
  ): void {
    // The window is there with the first.
    const rows = this.#waiting === undefined ? { from: 0, to: canvas.height } : changed;
    const part = rows === undefined ? undefined : this.#changes(canvas, rows);
    if (part === undefined) return;
    this.#write(atMs);
    this.#waiting = { part, atMs };
  }

  end(endMs: number): Uint8Array {
    this.#write(endMs);
    return Buffer.concat([...this.#parts, gifEnd()]);
  }

  #write(untilMs: number): void {
    const waiting = this.#waiting;
    if (waiting === undefined) return;
    const bytes = gifFrame(waiting.part, gifSteps(untilMs) - gifSteps(waiting.atMs));
    this.#parts.push(bytes);
    this.#bytes += bytes.length;
    if (this.#bytes > this.#mostBytes)
      throw new GifBoundError(`it has become larger than ${this.#mostBytes / BYTES_PER_MB} MB`);
  }

  /** The least rectangle with all that is not as it was shown; what is in it as it was, is see-through. */
  #changes(
    canvas: Canvas,
    rows: { readonly from: number; readonly to: number },
  ): GifPart | undefined {
    const { width } = canvas;
    let [left, right, top, bottom] = [width, 0, rows.to, rows.from];
    for (let y = rows.from; y < rows.to; y += 1) {
      for (let x = 0; x < width; x += 1) {
        const at = y * width + x;
        if (canvas.pixels[at] === this.#shown.pixels[at]) continue;
        left = Math.min(left, x);
        right = Math.max(right, x + 1);
        top = Math.min(top, y);
        bottom = y + 1;
      }
    }
    if (right <= left) return undefined;
    const area: Area = { x: left, y: top, width: right - left, height: bottom - top };
    const pixels = canvas.copyOf(area);
    const before = this.#shown.copyOf(area);
    for (let at = 0; at < pixels.length; at += 1)
      if (pixels[at] === before[at]) pixels[at] = SEE_THROUGH;
    this.#shown.pixels.set(canvas.pixels.subarray(top * width, bottom * width), top * width);
    return { ...area, pixels };
  }
}

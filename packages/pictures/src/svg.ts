// Pictures of a terminal as SVG that needs nothing else: one of a moment, and a moving one of a film. Each row
// is a strip of all it ever shows, and one stepping animation a row moves it; who asks for less motion, and
// whatever knows no animation, sees a chosen frame.
import { short } from './drawn-characters.ts';
import type { Film, Frame } from './film.ts';
import { CELL, escaped, type Looks, textRule } from './row-marks.ts';
import {
  CAPTION_HEIGHT,
  captionMarks,
  type WindowSize,
  windowMarks,
  windowPlaces,
} from './window-marks.ts';

export interface StillPicture extends WindowSize {
  readonly title: string;
  readonly frame: Frame;
  readonly looks: Looks;
  /** What it shows, for those who don't see it. */
  readonly description: string;
}

export function stillSvg({ frame, looks, ...picture }: StillPicture): string {
  const { width, x, y } = windowPlaces(picture);
  const rows = frame.rows
    .slice(0, picture.rows)
    .map((marks, row) =>
      marks === '' ? '' : `<g transform="translate(${x} ${rowY(y, row)})">${marks}</g>`,
    );
  const cursor =
    frame.cursor === undefined
      ? ''
      : cursorMark(x + frame.cursor.column * CELL.width, y + frame.cursor.row * CELL.height);
  const caption = captionMarks(frame.caption, width);
  return page({
    ...picture,
    isCaptioned: caption !== '',
    rules: [textRule(), looks.rules()],
    marks: [windowMarks(picture, picture.title), ...rows, cursor, belowWindow(picture, caption)],
  });
}

export interface MovingPicture {
  readonly film: Film;
  readonly looks: Looks;
  readonly description: string;
  /** The frame that is shown where nothing moves. */
  readonly still: Frame;
  /** How long the last frame stays before it begins anew. */
  readonly restMs: number;
}

export function movingSvg({ film, looks, description, still, restMs }: MovingPicture): string {
  const { width, x, y } = windowPlaces(film);
  const reel = new Reel(film.frames, restMs);
  const rows = Array.from({ length: film.rows }, (_, row) =>
    reel.strip({
      name: `r${row}`,
      marks: (frame) => frame.rows[row] ?? '',
      still,
      place: { x, y: y + row * CELL.height, width: film.columns * CELL.width, height: CELL.height },
      origin: CELL.baseline,
    }),
  );
  const caption = reel.strip({
    name: 'w',
    marks: (frame) => captionMarks(frame.caption, width),
    still,
    place: { x: 0, y: windowPlaces(film).height, width, height: CAPTION_HEIGHT },
    origin: 0,
  });
  const cursor = reel.cursor(still, { x, y });
  return page({
    ...film,
    description,
    isCaptioned: true,
    rules: [textRule(), looks.rules(), reel.rules()],
    marks: [
      `<defs>${reel.definitions()}</defs>`,
      windowMarks(film, film.title),
      ...rows,
      cursor,
      caption,
    ],
  });
}

export interface Page extends WindowSize {
  readonly title: string;
  readonly description: string;
  readonly isCaptioned: boolean;
  readonly rules: readonly string[];
  readonly marks: readonly string[];
}

interface Strip {
  readonly name: string;
  readonly marks: (frame: Frame) => string;
  readonly still: Frame;
  readonly place: {
    readonly x: number;
    readonly y: number;
    readonly width: number;
    readonly height: number;
  };
  /** Where in its height the marks have their origin. */
  readonly origin: number;
}

/** Everything of a film that moves, and the rules that move it. */
class Reel {
  readonly #frames: readonly Frame[];
  readonly #lengthMs: number;
  readonly #ids = new Map<string, string>();
  readonly #rules: string[] = [];

  constructor(frames: readonly Frame[], restMs: number) {
    this.#frames = frames;
    this.#lengthMs = (frames.at(-1)?.atMs ?? 0) + restMs;
  }

  strip({ name, marks, still, place, origin }: Strip): string {
    const shown: string[] = [];
    const at = (frame: Frame): number => {
      const wanted = marks(frame);
      const known = shown.indexOf(wanted);
      return known < 0 ? shown.push(wanted) - 1 : known;
    };
    const positions = this.#frames.map(at);
    const rest = at(still);
    const moved = (position: number): string => `translateY(${-position * place.height}px)`;
    this.#moves({ name, steps: positions.map(moved), rest: moved(rest) });
    const uses = shown.map((each, position) =>
      each === ''
        ? ''
        : `<use href="#${this.#idOf(each)}" y="${position * place.height + origin}"/>`,
    );
    const { x, y, width, height } = place;
    return uses.join('') === ''
      ? ''
      : `<svg x="${x}" y="${y}" width="${width}" height="${height}"><g class="m ${name}">${uses.join('')}</g></svg>`;
  }

  cursor(still: Frame, { x, y }: { readonly x: number; readonly y: number }): string {
    const moved = ({ cursor }: Frame): string =>
      cursor === undefined
        ? 'translateY(-99px)'
        : `translate(${cursor.column * CELL.width}px,${cursor.row * CELL.height}px)`;
    this.#moves({ name: 'u', steps: this.#frames.map(moved), rest: moved(still) });
    return `<g class="m u">${cursorMark(x, y)}</g>`;
  }

  definitions(): string {
    return [...this.#ids].map(([marks, id]) => `<g id="${id}">${marks}</g>`).join('');
  }

  rules(): string {
    const all = `.m{animation:${Math.round(this.#lengthMs)}ms step-end infinite}`;
    const calm = '@media(prefers-reduced-motion:reduce){.m{animation:none!important}}';
    return [all, ...this.#rules, calm].join('');
  }

  #idOf(marks: string): string {
    const known = this.#ids.get(marks);
    if (known !== undefined) return known;
    const id = `i${this.#ids.size.toString(36)}`;
    this.#ids.set(marks, id);
    return id;
  }

  #moves({ name, steps, rest }: { name: string; steps: readonly string[]; rest: string }): void {
    const stops = steps.flatMap((step, at) => {
      if (at > 0 && steps[at - 1] === step) return [];
      const share = ((this.#frames[at]?.atMs ?? 0) / this.#lengthMs) * 100;
      return [`${short(share)}%{transform:${step}}`];
    });
    this.#rules.push(`.${name}{transform:${rest}`);
    if (stops.length > 1) {
      this.#rules.push(`;animation-name:k${name}}@keyframes k${name}{${stops.join('')}`);
    }
    this.#rules.push('}');
  }
}

function rowY(top: number, row: number): number {
  return top + row * CELL.height + CELL.baseline;
}

/** The cursor over a cell whose corner is there. */
export function cursorMark(x: number, y: number): string {
  return `<rect x="${x}" y="${y + 1}" width="${CELL.width}" height="${CELL.height - 2}" fill="#dfe3ea" opacity=".55"/>`;
}

function belowWindow(size: WindowSize, caption: string): string {
  if (caption === '') return '';
  return `<g transform="translate(0 ${windowPlaces(size).height})">${caption}</g>`;
}

/** A picture of a window. */
export function page({ isCaptioned, description, rules, marks, ...size }: Page): string {
  const { width, height: alone } = windowPlaces(size);
  const height = alone + (isCaptioned ? CAPTION_HEIGHT : 0);
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img">`,
    `<title>${escaped(description)}</title><style>${rules.join('')}</style>`,
    ...marks.filter((mark) => mark !== ''),
    '</svg>',
    '',
  ].join('\n');
}

// A film as a page of its own, with a player: it needs nothing else and asks for nothing, and no letter of what
// was recorded is taken for more than text.
import { createHash } from 'node:crypto';
import type { Film, Frame } from './film.ts';
import { PLAYER_SCRIPT, PLAYER_STYLE } from './player.ts';
import { CELL, escaped, type Looks, textRule } from './row-marks.ts';
import { cursorMark, page } from './svg.ts';
import { windowMarks, windowPlaces } from './window-marks.ts';

export interface FilmPage {
  readonly film: Film;
  readonly looks: Looks;
  readonly description: string;
}

/** Longest label of a button, in UTF-16 units. */
const LABEL_UNITS = 60;

export function filmPage({ film, looks, description }: FilmPage): string {
  const drawn = new DrawnRows();
  const frames = film.frames.map((frame) => ({
    t: frame.atMs,
    r: frame.rows.map((row) => drawn.numberOf(row)),
    c: frame.cursor === undefined ? null : [frame.cursor.column, frame.cursor.row],
  }));
  const { x, y } = windowPlaces(film);
  const rows = Array.from(
    { length: film.rows },
    (_, row) => `<use id="r${row}" x="${x}" y="${y + row * CELL.height + CELL.baseline}"/>`,
  );
  const picture = page({
    ...film,
    description,
    isCaptioned: false,
    rules: [textRule(), looks.rules()],
    marks: [
      `<defs>${drawn.definitions()}</defs>`,
      windowMarks(film, film.title),
      ...rows,
      `<g id="cursor">${cursorMark(x, y)}</g>`,
    ],
  });
  const data = { frames, cell: [CELL.width, CELL.height], lengthMs: lengthOf(film.frames) };
  const buttons = film.marks.map(
    ({ atMs, label }) =>
      `<button type="button" data-at="${Math.round(atMs)}">${escaped(label.slice(0, LABEL_UNITS))}</button>`,
  );
  return [
    '<!doctype html>',
    '<html lang="en"><head><meta charset="utf-8">',
    `<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-${sha256(PLAYER_SCRIPT)}'">`,
    '<meta name="viewport" content="width=device-width">',
    `<title>${escaped(film.title)}</title><style>${PLAYER_STYLE}</style></head><body>`,
    `<main>${picture}`,
    '<div class="bar"><button type="button" id="play" aria-label="Play or pause">▶</button>',
    '<input type="range" id="at" min="0" max="1000" value="0" step="1" aria-label="Where it is">',
    '<output id="time"></output>',
    '<select id="speed" aria-label="How fast"><option value="0.5">½×</option><option value="1" selected>1×</option><option value="2">2×</option><option value="4">4×</option></select></div>',
    `<nav>${buttons.join('')}</nav></main>`,
    `<script type="application/json" id="film">${inScript(data)}</script>`,
    `<script>${PLAYER_SCRIPT}</script></body></html>`,
    '',
  ].join('\n');
}

/** JSON that no script element ends in. */
function inScript(value: unknown): string {
  return JSON.stringify(value).replaceAll('<', '\\u003c');
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('base64');
}

function lengthOf(frames: readonly Frame[]): number {
  return frames.at(-1)?.atMs ?? 0;
}

/** Each row that is ever shown, once. */
class DrawnRows {
  readonly #numbers = new Map<string, number>();

  numberOf(marks: string): number {
    const known = this.#numbers.get(marks);
    if (known !== undefined) return known;
    const number = this.#numbers.size;
    this.#numbers.set(marks, number);
    return number;
  }

  definitions(): string {
    return [...this.#numbers].map(([marks, number]) => `<g id="d${number}">${marks}</g>`).join('');
  }
}

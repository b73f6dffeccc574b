// The moving picture, played by its own rules: at every time each row shows what the film has there.
import { describe, expect, test } from 'vitest';
import { type Film, type Frame, filmOf } from './film.ts';
import { Looks } from './row-marks.ts';
import { movingSvg, stillSvg } from './svg.ts';
import { captionMarks, windowPlaces } from './window-marks.ts';

const SIZE = { columns: 12, rows: 3 };
const REST_MS = 1_000;

function played(): { film: Film; looks: Looks } {
  const looks = new Looks();
  const write = (atMs: number, text: string) =>
    ({ kind: 'output', atMs, bytes: new TextEncoder().encode(text) }) as const;
  const events = [
    { kind: 'begins', atMs: 0 } as const,
    write(0, 'one'),
    write(300, '\r\ntwo\u001b[31m & red'),
    { kind: 'said', atMs: 500, words: 'send <it>' } as const,
    write(700, '\u001b[m\r\none'),
    { kind: 'moment', atMs: 750, name: 'told' } as const,
    write(1_100, '\u001b[H\u001b[2Jlast\u001b[?25l'),
    { kind: 'said', atMs: 1_300, words: undefined } as const,
  ];
  return { film: filmOf({ title: 'a test', ...SIZE, events }, looks), looks };
}

function toldFrame({ moments }: Film): Frame {
  const frame = moments.get('told');
  if (frame === undefined) throw new Error('there is no such moment');
  return frame;
}

/** What a strip shows at a share of the time from 0 to 1, or where nothing moves. */
function stripAt(svg: string, name: string, share: number | 'still'): string {
  const style = /<style>(.*?)<\/style>/u.exec(svg)?.[1] ?? '';
  const rest = new RegExp(`\\.${name}\\{transform:([^;}]+)`, 'u').exec(style)?.[1] ?? '';
  const stops = [
    ...(
      new RegExp(`@keyframes k${name}\\{((?:[\\d.]+%\\{[^}]*\\})*)\\}`, 'u').exec(style)?.[1] ?? ''
    ).matchAll(/([\d.]+)%\{transform:([^}]+)\}/gu),
  ];
  const current =
    share === 'still'
      ? rest
      : (stops.findLast(([, at]) => Number(at) <= share * 100 + 0.005)?.[2] ?? rest);
  const moved = Number(/translateY\((-?\d+)px\)/u.exec(current)?.[1] ?? 0);
  const strip = new RegExp(
    `<svg [^>]*height="(\\d+)"><g class="m ${name}">(.*?)</g></svg>`,
    'u',
  ).exec(svg);
  const height = Number(strip?.[1]);
  const uses = [...(strip?.[2] ?? '').matchAll(/<use href="#(\w+)" y="(\d+)"\/>/gu)];
  const use = uses.find(([, , y]) => Number(y) + moved >= 0 && Number(y) + moved < height);
  if (use === undefined) return '';
  return new RegExp(`<g id="${use[1]}">(.*?)</g>(?=<g id=|</defs>)`, 'u').exec(svg)?.[1] ?? '';
}

describe('a moving picture', () => {
  const { film, looks } = played();
  const still = toldFrame(film);
  const svg = movingSvg({ film, looks, still, description: 'what & why', restMs: REST_MS });
  const lengthMs = (film.frames.at(-1)?.atMs ?? 0) + REST_MS;

  test('shows every frame at its time, row by row, with its caption', () => {
    expect(film.frames.length).toBe(6);
    for (const frame of film.frames) {
      const share = (frame.atMs + 20) / lengthMs;
      for (const [row, marks] of frame.rows.entries()) {
        expect([frame.atMs, row, stripAt(svg, `r${row}`, share)]).toEqual([frame.atMs, row, marks]);
      }
      const caption = captionMarks(frame.caption, windowPlaces(SIZE).width);
      expect([frame.atMs, stripAt(svg, 'w', share)]).toEqual([frame.atMs, caption]);
    }
  });

  test('shows the chosen frame where nothing moves, and to who asks for less motion', () => {
    for (const [row, marks] of still.rows.entries()) {
      expect(stripAt(svg, `r${row}`, 'still')).toBe(marks);
    }
    expect(svg).toContain('@media(prefers-reduced-motion:reduce){.m{animation:none!important}}');
  });

  test('has every row once, and nothing that has to be fetched or run', () => {
    expect(svg.match(/>one</gu)).toHaveLength(1);
    expect(svg).not.toMatch(/<script|<image|<foreignObject|@import|url\(|\bon\w+=/u);
    expect(svg.match(/https?:[^"]*/gu)).toEqual(['http://www.w3.org/2000/svg']);
    expect(svg).toContain('<title>what &amp; why</title>');
    expect(svg).toContain('“send &lt;it&gt;”');
  });
});

test('a still picture shows one frame, as high as it has to be', () => {
  const { film, looks } = played();
  const frame = toldFrame(film);
  const svg = stillSvg({ ...film, rows: 2, frame, looks, description: 'a moment' });
  expect(svg).toContain(frame.rows[1]);
  expect(svg).not.toContain('keyframes');
  const bare = { ...frame, caption: { said: undefined, keys: undefined } };
  const height = (picture: string): number => Number(/ height="(\d+)" role/u.exec(picture)?.[1]);
  expect(height(stillSvg({ ...film, frame: bare, looks, description: '' }))).toBe(
    windowPlaces(SIZE).height,
  );
  expect(height(svg)).toBe(windowPlaces({ ...SIZE, rows: 2 }).height + 54);
});

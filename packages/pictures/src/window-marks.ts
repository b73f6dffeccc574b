// The window around a pictured terminal, and the caption below it: what was said and which keys were
// pressed, because a picture has no sound.
import { short } from './drawn-characters.ts';
import type { Caption } from './film.ts';
import { hex, SCREEN } from './palette.ts';
import { CELL, escaped, FONTS } from './row-marks.ts';

/** Around the cells, in user units. */
const MARGIN = { side: 16, below: 14 } as const;
export const BAR_HEIGHT = 36;
/** Half a line of the frame, which stands on the edge. */
export const EDGE = 0.75;
export const RADIUS = 10;
export const CAPTION_HEIGHT = 54;
const BUBBLE = { height: 36, gap: 12, padding: 16, icon: 24 } as const;
export const COLOURS = {
  bar: '#1f2229',
  edge: '#3d434f',
  title: '#a6afbf',
  bubble: '#232732',
  key: '#343a47',
};
/** Of the frames of the three buttons that windows have. */
export const BUTTONS = ['#e8707a', '#e5c07b', '#98c379'];

export interface WindowSize {
  readonly columns: number;
  readonly rows: number;
}

export interface WindowPlaces {
  readonly width: number;
  /** Of the window alone. */
  readonly height: number;
  /** Where the first cell begins. */
  readonly x: number;
  readonly y: number;
}

export function windowPlaces({ columns, rows }: WindowSize): WindowPlaces {
  return {
    width: columns * CELL.width + 2 * MARGIN.side,
    height: BAR_HEIGHT + 10 + rows * CELL.height + MARGIN.below,
    x: MARGIN.side,
    y: BAR_HEIGHT + 10,
  };
}

/** The window with its name, without what is in it. */
export function windowMarks(size: WindowSize, title: string): string {
  const { width, height } = windowPlaces(size);
  const buttons = BUTTONS.map(
    (colour, at) => `<circle cx="${20 + at * 20}" cy="${BAR_HEIGHT / 2}" r="6" fill="${colour}"/>`,
  );
  const [inner, top] = [RADIUS - EDGE, `V${BAR_HEIGHT}H${EDGE}V`];
  const bar = `M${RADIUS} ${EDGE}H${width - RADIUS}a${inner} ${inner} 0 0 1 ${inner} ${inner}${top}${RADIUS}a${inner} ${inner} 0 0 1 ${inner} -${inner}z`;
  const name = `<text x="${width / 2}" y="${BAR_HEIGHT / 2 + 5}" style="text-anchor:middle;fill:${COLOURS.title};font:13px ${FONTS.replaceAll('"', "'")}">${escaped(title)}</text>`;
  return [
    `<rect x="${EDGE}" y="${EDGE}" width="${width - 2 * EDGE}" height="${height - 2 * EDGE}" rx="${RADIUS}" fill="${hex(SCREEN.background)}"/>`,
    `<path d="${bar}" fill="${COLOURS.bar}"/>`,
    ...buttons,
    name,
    `<rect x="${EDGE}" y="${EDGE}" width="${width - 2 * EDGE}" height="${height - 2 * EDGE}" rx="${RADIUS}" fill="none" stroke="${COLOURS.edge}" stroke-width="${2 * EDGE}"/>`,
  ].join('');
}

/** A caption in the middle of `width`; empty where there is none. */
export function captionMarks({ said, keys }: Caption, width: number): string {
  const parts = [
    ...(keys === undefined ? [] : [keysPart(keys)]),
    ...(said === undefined ? [] : [saidPart(said)]),
  ];
  const whole = parts.reduce((sum, part) => sum + part.width, (parts.length - 1) * BUBBLE.gap);
  let x = (width - whole) / 2;
  return parts
    .map((part) => {
      const marks = `<g transform="translate(${short(x)} ${CAPTION_HEIGHT - BUBBLE.height - 2})">${part.marks}</g>`;
      x += part.width + BUBBLE.gap;
      return marks;
    })
    .join('');
}

interface Part {
  readonly width: number;
  readonly marks: string;
}

function saidPart(words: string): Part {
  const text = `“${words}”`;
  const length = [...text].length * CELL.width;
  const width = length + BUBBLE.icon + 2 * BUBBLE.padding;
  const [left, middle] = [BUBBLE.padding, BUBBLE.height / 2];
  const microphone = `<path d="M${left + 7} ${middle - 9}a3.5 3.5 0 0 1 3.5 3.5v5a3.5 3.5 0 0 1 -7 0v-5a3.5 3.5 0 0 1 3.5 -3.5z" fill="#e8707a"/><path d="M${left + 0.5} ${middle - 1}a6.5 6.5 0 0 0 13 0m-6.5 6.5v4" fill="none" stroke="#e8707a" stroke-width="1.6" stroke-linecap="round"/>`;
  return {
    width,
    marks: `${bubble(width, COLOURS.bubble)}${microphone}<text x="${left + BUBBLE.icon}" y="${middle + 5}" textLength="${length}" fill="#fff">${escaped(text)}</text>`,
  };
}

function keysPart(keys: string): Part {
  let x = 0;
  const caps = keys.split(' ').map((key) => {
    const length = [...key].length * CELL.width;
    const width = length + 22;
    const cap = `<g transform="translate(${x})">${bubble(width, COLOURS.key, 7)}<text x="11" y="${BUBBLE.height / 2 + 5}" textLength="${length}" style="font-weight:700">${escaped(key)}</text></g>`;
    x += width + 6;
    return cap;
  });
  return { width: x - 6, marks: caps.join('') };
}

function bubble(width: number, fill: string, radius: number = BUBBLE.height / 2): string {
  return `<rect x=".75" y=".75" width="${short(width - 1.5)}" height="${BUBBLE.height - 1.5}" rx="${radius}" fill="${fill}" stroke="${COLOURS.edge}" stroke-width="1.5"/>`;
}

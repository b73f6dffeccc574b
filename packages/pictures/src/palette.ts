// The colours of the pictured terminal: its own, the sixteen that have names, and the rest of the 256.
import type { CellColour } from './cell-looks.ts';

/** What the terminal has where nothing else is asked for; it tells programs so when they ask. */
export const SCREEN = { background: 0x16181d, foreground: 0xdfe3ea } as const;

/** The sixteen, none too dark for the background. */
const NAMED: readonly number[] = [
  0x3b4048, 0xe8707a, 0x98c379, 0xe5c07b, 0x61afef, 0xc98be0, 0x5bc2cd, 0xc8ccd4, 0x7f8694,
  0xf28f97, 0xb5d99a, 0xf0d49a, 0x85c4f5, 0xdcaaea, 0x84d6e0, 0xffffff,
];
const CUBE_LEVELS: readonly number[] = [0, 95, 135, 175, 215, 255];
const FIRST_OF_CUBE = 16;
const FIRST_GREY = 232;

/** 0xRRGGBB of a cell's colour. */
export function colourValue(colour: CellColour): number {
  if (colour.kind === 'rgb') return colour.value;
  const { index } = colour;
  if (index < FIRST_OF_CUBE) return NAMED[index] ?? SCREEN.foreground;
  if (index >= FIRST_GREY) return (8 + (index - FIRST_GREY) * 10) * 0x01_01_01;
  const place = index - FIRST_OF_CUBE;
  const level = (step: number): number => CUBE_LEVELS[Math.floor(step) % 6] ?? 0;
  return (level(place / 36) << 16) | (level(place / 6) << 8) | level(place);
}

/** `#rrggbb`, or `#rgb` where that says the same. */
export function hex(value: number): string {
  const digits = value.toString(16).padStart(6, '0');
  const [a, b, c, d, e, f] = digits;
  return a === b && c === d && e === f ? `#${a}${c}${e}` : `#${digits}`;
}

/** `one` over `other`, as much of it as `share` says. */
export function mixed(one: number, other: number, share: number): number {
  const part = (shift: number): number => {
    const [above, below] = [(one >> shift) & 0xff, (other >> shift) & 0xff];
    return Math.round(below + (above - below) * share) << shift;
  };
  return part(16) | part(8) | part(0);
}

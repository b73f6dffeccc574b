// Colours as terminals take them: one RGB value brought down to what the terminal can show. Which
// colour means what is theme.ts's.

/** 0xRRGGBB. */
export type Rgb = number;

export type ColourSupport = 'none' | '16' | '256' | 'truecolor';

/** Levels of one channel in xterm's 6×6×6 cube. */
const CUBE_LEVELS = [0, 95, 135, 175, 215, 255];

/** xterm's default values of the sixteen; people change them, which is what they are for. */
const SIXTEEN: readonly Rgb[] = [
  0x000000, 0xcd0000, 0x00cd00, 0xcdcd00, 0x0000ee, 0xcd00cd, 0x00cdcd, 0xe5e5e5, 0x7f7f7f,
  0xff0000, 0x00ff00, 0xffff00, 0x5c5cff, 0xff00ff, 0x00ffff, 0xffffff,
];

/** SGR parameters that set the foreground; empty where colours are not wanted. */
export function foreground(rgb: Rgb, support: ColourSupport): string {
  switch (support) {
    case 'none':
      return '';
    case '16': {
      const index = nearestOfSixteen(rgb);
      return String(index < 8 ? 30 + index : 82 + index);
    }
    case '256':
      return `38;5;${nearestOf256(rgb)}`;
    case 'truecolor':
      return `38;2;${channels(rgb).join(';')}`;
  }
}

/** The same for the background. */
export function background(rgb: Rgb, support: ColourSupport): string {
  switch (support) {
    case 'none':
      return '';
    case '16': {
      const index = nearestOfSixteen(rgb);
      return String(index < 8 ? 40 + index : 92 + index);
    }
    case '256':
      return `48;5;${nearestOf256(rgb)}`;
    case 'truecolor':
      return `48;2;${channels(rgb).join(';')}`;
  }
}

/** Nearest entry of the cube or the grey ramp (16–255): those are the same on all terminals. */
export function nearestOf256(rgb: Rgb): number {
  const wanted = channels(rgb);
  const steps = wanted.map((value) => nearestIndex(CUBE_LEVELS, value));
  const [red = 0, green = 0, blue = 0] = steps;
  const cube = pack(steps.map((step) => CUBE_LEVELS[step] ?? 0));
  const mean = wanted.reduce((sum, value) => sum + value, 0) / wanted.length;
  const greyStep = Math.min(23, Math.max(0, Math.round((mean - 8) / 10)));
  const grey = pack([8, 8, 8].map((base) => base + greyStep * 10));
  if (distance(grey, rgb) < distance(cube, rgb)) return 232 + greyStep;
  return 16 + 36 * red + 6 * green + blue;
}

/**
 * Nearest of the sixteen. A colour with a hue never becomes a grey: its meaning is in the hue.
 */
export function nearestOfSixteen(rgb: Rgb): number {
  const isGrey = saturation(rgb) < 0.25;
  let best = 7;
  let bestDistance = Number.POSITIVE_INFINITY;
  for (const [index, candidate] of SIXTEEN.entries()) {
    if (saturation(candidate) < 0.25 !== isGrey) continue;
    const difference = isGrey ? distance(candidate, rgb) : hueDistance(candidate, rgb);
    if (difference < bestDistance) {
      best = index;
      bestDistance = difference;
    }
  }
  return best;
}

/** WCAG contrast of two colours, 1–21. */
export function contrast(left: Rgb, right: Rgb): number {
  const [low = 0, high = 0] = [luminance(left), luminance(right)].sort((a, b) => a - b);
  return (high + 0.05) / (low + 0.05);
}

function luminance(rgb: Rgb): number {
  const [red = 0, green = 0, blue = 0] = channels(rgb).map((value) => {
    const part = value / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function channels(rgb: Rgb): readonly number[] {
  return [(rgb >> 16) & 0xff, (rgb >> 8) & 0xff, rgb & 0xff];
}

function pack(values: readonly number[]): Rgb {
  return values.reduce((packed, value) => packed * 256 + value, 0);
}

function nearestIndex(levels: readonly number[], value: number): number {
  let best = 0;
  for (const [index, level] of levels.entries()) {
    if (Math.abs(level - value) < Math.abs((levels[best] ?? 0) - value)) best = index;
  }
  return best;
}

function distance(left: Rgb, right: Rgb): number {
  const other = channels(right);
  return channels(left).reduce((sum, value, index) => sum + (value - (other[index] ?? 0)) ** 2, 0);
}

/** Distance that asks for the hue first and for the lightness second. */
function hueDistance(left: Rgb, right: Rgb): number {
  const turn = Math.abs(hue(left) - hue(right));
  return Math.min(turn, 360 - turn) * 4 + Math.sqrt(distance(left, right));
}

function saturation(rgb: Rgb): number {
  const parts = channels(rgb);
  const high = Math.max(...parts);
  return high === 0 ? 0 : (high - Math.min(...parts)) / high;
}

/** Hue in degrees. */
function hue(rgb: Rgb): number {
  const [red = 0, green = 0, blue = 0] = channels(rgb);
  const high = Math.max(red, green, blue);
  const span = high - Math.min(red, green, blue);
  if (span === 0) return 0;
  if (high === red) return (60 * ((green - blue) / span) + 360) % 360;
  return high === green ? 60 * ((blue - red) / span) + 120 : 60 * ((red - green) / span) + 240;
}

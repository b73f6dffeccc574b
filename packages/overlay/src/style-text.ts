// Looks as a person writes them: a colour by its name or as `#rrggbb`, and attributes beside it.
import type { Rgb } from './colour.ts';
import type { Style } from './theme.ts';

/** Names that people know from CSS; brought down to what the terminal has like any other. */
const COLOURS: Readonly<Record<string, Rgb>> = {
  black: 0x000000,
  white: 0xffffff,
  grey: 0x808080,
  silver: 0xc0c0c0,
  red: 0xe03c31,
  green: 0x2e9e4f,
  blue: 0x3478d4,
  yellow: 0xd7a800,
  orange: 0xff8c00,
  magenta: 0xc050c0,
  purple: 0x8a4fbf,
  pink: 0xff79b0,
  cyan: 0x2aa9b8,
  teal: 0x008080,
  brown: 0xa0703c,
};

/** Names that may stand for a colour. */
export const colourNames: readonly string[] = Object.keys(COLOURS);

const ATTRIBUTES = ['bold', 'dim', 'underline', 'reverse'] as const;

/** `"#82aaff bold"`, `"orange"`, `"underline"`; undefined: it is none. Nothing at all is plain text. */
export function parseStyle(text: string): Style | undefined {
  let foreground: Rgb | undefined;
  const attributes: (typeof ATTRIBUTES)[number][] = [];
  for (const word of text
    .toLowerCase()
    .split(' ')
    .filter((each) => each !== '')) {
    const attribute = ATTRIBUTES.find((name) => name === word);
    const colour = colourOf(word);
    if (attribute !== undefined) attributes.push(attribute);
    else if (colour !== undefined && foreground === undefined) foreground = colour;
    else return undefined;
  }
  return {
    ...(foreground === undefined ? {} : { foreground }),
    ...(attributes.length === 0 ? {} : { attributes }),
  };
}

function colourOf(word: string): Rgb | undefined {
  if (/^#[0-9a-f]{6}$/u.test(word)) return Number.parseInt(word.slice(1), 16);
  return Object.hasOwn(COLOURS, word) ? COLOURS[word] : undefined;
}

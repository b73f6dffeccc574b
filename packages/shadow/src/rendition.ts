// Writes down the attributes of a cell or a pen as the sequences that set them, whatever was set before.
import type { ExtendedAttributes } from './headless-core.ts';

const COLOR_MODE = 0x3000000;
const PALETTE_16 = 0x1000000;
const PALETTE_256 = 0x2000000;
const COLOR = 0x3ffffff;
const UNDERLINE = 0x10000000;
const PROTECTED = 0x20000000;
/** Foreground flags, and the number that sets each; underlining is apart. */
const FOREGROUND_FLAGS: readonly (readonly [bit: number, code: string])[] = [
  [0x8000000, ';1'],
  [0x20000000, ';5'],
  [0x4000000, ';7'],
  [0x40000000, ';8'],
  [0x80000000, ';9'],
];
const BACKGROUND_FLAGS: readonly (readonly [bit: number, code: string])[] = [
  [0x8000000, ';2'],
  [0x4000000, ';3'],
  [0x40000000, ';53'],
];
/** What a background says beyond its colour. */
export const BACKGROUND_ATTRIBUTES = 0xfc000000;
/** The cell has an underline style, an underline colour or a link, kept apart. */
export const HAS_EXTENDED = 0x10000000;

const known = new Map<number, Map<number, string>>();
/** Attributes remembered at most; a program that draws rainbows starts over. */
const KNOWN_LIMIT = 4096;
let knownCount = 0;

/** `extended` belongs to a cell that says so, and to a pen always. */
export function rendition(fg: number, bg: number, extended?: ExtendedAttributes): string {
  if (extended !== undefined && extended._ext !== 0) return compose(fg, bg, extended);
  const byBackground = known.get(fg);
  const found = byBackground?.get(bg);
  if (found !== undefined) return found;
  const made = compose(fg, bg, undefined);
  if (knownCount >= KNOWN_LIMIT) {
    known.clear();
    knownCount = 0;
  }
  knownCount += 1;
  const own = known.get(fg);
  if (own === undefined) known.set(fg, new Map([[bg, made]]));
  else own.set(bg, made);
  return made;
}

function compose(fg: number, bg: number, extended: ExtendedAttributes | undefined): string {
  let codes = '';
  for (const [bit, code] of FOREGROUND_FLAGS) if ((fg & bit) !== 0) codes += code;
  for (const [bit, code] of BACKGROUND_FLAGS) if ((bg & bit) !== 0) codes += code;
  const ext = extended?._ext ?? 0;
  if ((fg & UNDERLINE) !== 0) {
    const style = (ext >>> 26) & 7;
    codes += style > 1 ? `;4:${style}` : ';4';
  }
  codes += color(fg & COLOR, 30) + color(bg & COLOR, 40) + underlineColor(ext & COLOR);
  const protection = (bg & PROTECTED) === 0 ? '' : '\u001b[1"q';
  return `\u001b[${codes === '' ? '' : '0'}${codes}m${protection}`;
}

/** @param base 30 for the foreground, 40 for the background. */
function color(value: number, base: number): string {
  const number = value & 0xff;
  switch (value & COLOR_MODE) {
    case 0:
      return '';
    case PALETTE_16:
      return `;${number < 8 ? base + number : base + 52 + number}`;
    case PALETTE_256:
      return `;${base + 8};5;${number}`;
    default:
      return `;${base + 8};2;${(value >> 16) & 0xff};${(value >> 8) & 0xff};${number}`;
  }
}

function underlineColor(value: number): string {
  // All ones is what "back to the default" leaves behind here.
  if (value === COLOR) return ';59';
  switch (value & COLOR_MODE) {
    case 0:
      return '';
    case PALETTE_16:
    case PALETTE_256:
      return `;58:5:${value & 0xff}`;
    default:
      return `;58:2::${(value >> 16) & 0xff}:${(value >> 8) & 0xff}:${value & 0xff}`;
  }
}

/** Whether cells of this background are to be kept from selective erasure. */
export function isProtected(bg: number): boolean {
  return (bg & PROTECTED) !== 0;
}

// The graphic rendition the child has set, in a form that can be compared, copied and said again.
// Reads parameters of `CSI … m`; knows nothing of where they came from.
import type { CsiSequence } from './csi-sequence.ts';

/** Colours are one of these two, 0–15 (the named ones), `INDEXED | n`, or `RGB | 0xrrggbb`. */
const DEFAULT_COLOUR = -1;
/** Default by SGR 59, which one emulator keeps apart from never having been set. */
const RESET_COLOUR = -2;
const INDEXED = 0x100;
const RGB = 0x1000000;

/** SGR number that sets a flag, and the one that clears it; the index is the flag's bit. */
const FLAGS: readonly (readonly [set: number, clear: number])[] = [
  [1, 22],
  [2, 22],
  [3, 23],
  [5, 25],
  [7, 27],
  [8, 28],
  [9, 29],
  [53, 55],
];
const FLAG_CODE_LIMIT = 64;
const SET_BITS = new Int32Array(FLAG_CODE_LIMIT);
const CLEAR_BITS = new Int32Array(FLAG_CODE_LIMIT);
for (const [bit, [set, clear]] of FLAGS.entries()) {
  SET_BITS[set] = 1 << bit;
  CLEAR_BITS[clear] = (CLEAR_BITS[clear] ?? 0) | (1 << bit);
}

/** Underline styles: 0 none, 1–5 as `4:n`, and this one for SGR 21, which not all take as double. */
const UNDERLINE_21 = 21;
const LAST_UNDERLINE_STYLE = 5;

/** More parameters than this are cut off by some terminals, each at its own number. */
const AGREED_PARAMETER_COUNT = 16;

type ColourSlot = 'foreground' | 'background' | 'underlineColour';

function slotOf(code: number): ColourSlot {
  if (code === 38) return 'foreground';
  return code === 48 ? 'background' : 'underlineColour';
}

function colourText(colour: number, base: 30 | 40 | 50): string {
  if (colour === DEFAULT_COLOUR) return '';
  if (colour === RESET_COLOUR) return ';59';
  if (colour >= RGB)
    return `;${base + 8};2;${(colour >> 16) & 255};${(colour >> 8) & 255};${colour & 255}`;
  if (colour >= INDEXED) return `;${base + 8};5;${colour & 255}`;
  return `;${colour < 8 ? base + colour : base + 52 + colour}`;
}

/** The child's graphic rendition. */
export class SgrState {
  flags = 0;
  underline = 0;
  foreground = DEFAULT_COLOUR;
  background = DEFAULT_COLOUR;
  underlineColour = DEFAULT_COLOUR;
  /** False after a form that terminals read differently or that is not known here; until a reset. */
  certain = true;

  reset(): void {
    this.flags = 0;
    this.underline = 0;
    this.foreground = DEFAULT_COLOUR;
    this.background = DEFAULT_COLOUR;
    this.underlineColour = DEFAULT_COLOUR;
    this.certain = true;
  }

  copyFrom(other: SgrState): void {
    this.flags = other.flags;
    this.underline = other.underline;
    this.foreground = other.foreground;
    this.background = other.background;
    this.underlineColour = other.underlineColour;
    this.certain = other.certain;
  }

  equals(other: SgrState): boolean {
    return (
      this.flags === other.flags &&
      this.underline === other.underline &&
      this.foreground === other.foreground &&
      this.background === other.background &&
      this.underlineColour === other.underlineColour &&
      this.certain === other.certain
    );
  }

  /** Takes over what a restored cursor brings along; underlines are not part of it everywhere. */
  restoreFrom(saved: SgrState): void {
    const sameUnderline =
      saved.underline === this.underline && saved.underlineColour === this.underlineColour;
    const certain = this.certain && saved.certain && sameUnderline;
    this.copyFrom(saved);
    this.certain = certain;
  }

  /** Applies the parameters of an SGR sequence. */
  apply(csi: CsiSequence): void {
    const { parameters, count } = csi;
    if (count > AGREED_PARAMETER_COUNT) this.certain = false;
    for (let index = 0; index < count; index += 1) {
      const code = parameters[index] ?? 0;
      if (code === 0) this.reset();
      else if (code === 38 || code === 48 || code === 58)
        index = this.#applyColour(csi, index, code);
      else if (csi.subCount > 0 && csi.subLength(index) > 0) this.#applyStyle(csi, index, code);
      else this.#applySimple(code);
    }
  }

  /** Applies `CSI code m`; false, and nothing is done, where the code needs more numbers. */
  applyPlain(code: number): boolean {
    if (code === 38 || code === 48 || code === 58) return false;
    if (code === 0) this.reset();
    else this.#applySimple(code);
    return true;
  }

  #applySimple(code: number): void {
    if (code < FLAG_CODE_LIMIT && SET_BITS[code] !== 0) this.flags |= SET_BITS[code] ?? 0;
    else if (code >= 30 && code <= 37) this.foreground = code - 30;
    else if (code >= 40 && code <= 47) this.background = code - 40;
    else if (code < FLAG_CODE_LIMIT && CLEAR_BITS[code] !== 0)
      this.flags &= ~(CLEAR_BITS[code] ?? 0);
    else if (code === 39) this.foreground = DEFAULT_COLOUR;
    else if (code === 49) this.background = DEFAULT_COLOUR;
    else if (code === 4) this.underline = 1;
    else if (code === 21) this.underline = UNDERLINE_21;
    else if (code === 24) this.underline = 0;
    else if (code === 59) this.underlineColour = RESET_COLOUR;
    else if (code >= 90 && code <= 97) this.foreground = code - 82;
    else if (code >= 100 && code <= 107) this.background = code - 92;
    else this.certain = false;
  }

  #applyStyle(csi: CsiSequence, index: number, code: number): void {
    const style = csi.sub(index, 0);
    if (code === 4 && csi.subLength(index) === 1 && style >= 0 && style <= LAST_UNDERLINE_STYLE) {
      this.underline = style;
    } else {
      this.certain = false;
    }
  }

  /** Reads `38;5;n`, `38;2;r;g;b`, `38:5:n`, `38:2:r:g:b` and `38:2:id:r:g:b`; the index after it. */
  #applyColour(csi: CsiSequence, index: number, code: number): number {
    const slot = slotOf(code);
    const subs = csi.subLength(index);
    if (subs > 0) {
      const mode = csi.sub(index, 0);
      const first = mode === 5 ? 1 : subs - 3;
      if (mode === 5 && subs === 2) this.#setIndexed(slot, csi.sub(index, first));
      else if (mode === 2 && subs === 5) this.#setRgb(slot, csi, index, first);
      else this.certain = false;
      return index;
    }
    const { parameters, count } = csi;
    const mode = parameters[index + 1] ?? 0;
    const size = mode === 5 ? 2 : 4;
    if ((mode !== 5 && mode !== 2) || index + size >= count || csi.hasSubs(index + 1, size)) {
      this.certain = false;
      return index + 1;
    }
    if (mode === 5) this.#setIndexed(slot, parameters[index + 2] ?? 0);
    else {
      const red = parameters[index + 2] ?? 0;
      const green = parameters[index + 3] ?? 0;
      const blue = parameters[index + 4] ?? 0;
      this.#setComponents(slot, red, green, blue);
    }
    return index + size;
  }

  #setIndexed(slot: ColourSlot, colour: number): void {
    if (colour < 0 || colour > 255) this.certain = false;
    else this[slot] = INDEXED | colour;
  }

  #setRgb(slot: ColourSlot, csi: CsiSequence, index: number, first: number): void {
    this.#setComponents(
      slot,
      csi.sub(index, first),
      csi.sub(index, first + 1),
      csi.sub(index, first + 2),
    );
  }

  #setComponents(slot: ColourSlot, red: number, green: number, blue: number): void {
    if (red < 0 || red > 255 || green < 0 || green > 255 || blue < 0 || blue > 255) {
      this.certain = false;
    } else {
      this[slot] = RGB | (red << 16) | (green << 8) | blue;
    }
  }

  /** The one sequence that sets this rendition whatever was set before. */
  sequence(): string {
    let text = '';
    for (const [bit, [set]] of FLAGS.entries()) if (this.flags & (1 << bit)) text += `;${set}`;
    if (this.underline === UNDERLINE_21) text += ';21';
    else if (this.underline === 1) text += ';4';
    else if (this.underline > 1) text += `;4:${this.underline}`;
    text += colourText(this.foreground, 30);
    text += colourText(this.background, 40);
    if (this.underlineColour !== DEFAULT_COLOUR) text += colourText(this.underlineColour, 50);
    return text === '' ? '\x1b[m' : `\x1b[0${text}m`;
  }

  /** The sequence that leaves only the background, which an erased cell would have too. */
  backgroundSequence(): string {
    return `\x1b[0${colourText(this.background, 40)}m`;
  }
}

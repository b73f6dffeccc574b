// Makes any text safe to stand in a status row: one line, no control characters, and only
// characters whose width terminals agree about as far as that can be had.
import type { GlyphSupport } from './terminal-support.ts';

/** First code point of the regional indicators, which spell flags; `A` is what it stands for. */
const REGIONAL_A = 0x1f1e6;

/**
 * The text on one line. White space of any kind becomes single spaces; control and format
 * characters (bidirectional overrides among them) go; emoji sequences become their first emoji and
 * flags their letters, because terminals differ about their width. With `ascii`, accents are
 * dropped and what is left beyond ASCII becomes `?`.
 */
export function printable(text: string, glyphs: GlyphSupport): string {
  const line = text
    .normalize('NFC')
    .replace(/[\u{1f1e6}-\u{1f1ff}]/gu, (flag) =>
      String.fromCharCode(0x41 + (flag.codePointAt(0) ?? REGIONAL_A) - REGIONAL_A),
    )
    .replace(/(?:\u200d\p{Extended_Pictographic}[\ufe0f\u{1f3fb}-\u{1f3ff}]*)+/gu, '')
    .replace(/(\p{Extended_Pictographic}\ufe0f?)[\u{1f3fb}-\u{1f3ff}]/gu, '$1')
    .replace(/[\s\u2028\u2029]+/gu, ' ')
    .replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Cn}\p{Variation_Selector}]|\u20e3/gu, '')
    .replace(/ {2,}/gu, ' ')
    .trim()
    .replace(/^\p{M}+/u, '');
  return glyphs === 'unicode' ? line : asciiOnly(line);
}

/** Punctuation that has a plain form. */
const PLAIN: ReadonlyMap<string, string> = new Map([
  ['‘', "'"],
  ['’', "'"],
  ['“', '"'],
  ['”', '"'],
  ['–', '-'],
  ['—', '-'],
  ['…', '...'],
]);

function asciiOnly(line: string): string {
  return line
    .replace(/[‘’“”–—…]/gu, (mark) => PLAIN.get(mark) ?? '?')
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .replace(/[^\x20-\x7e]/gu, '?');
}

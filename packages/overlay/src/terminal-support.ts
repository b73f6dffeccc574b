// What a terminal can show, guessed from its environment and nothing else.
import type { ColourSupport } from './colour.ts';

export type GlyphSupport = 'unicode' | 'ascii';

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * How many colours to use. NO_COLOR set to anything but nothing means none, as no-color.org asks;
 * attributes such as bold stay.
 */
export function colourSupport(environment: Environment): ColourSupport {
  const { NO_COLOR, COLORTERM = '', TERM = '' } = environment;
  if (NO_COLOR !== undefined && NO_COLOR !== '') return 'none';
  if (TERM === '' || TERM === 'dumb' || /-m(ono)?$|^vt\d/u.test(TERM)) return 'none';
  if (TERM === 'linux') return '16';
  if (/^(truecolor|24bit)$/iu.test(COLORTERM) || /-direct$/u.test(TERM)) return 'truecolor';
  if (/256color/u.test(TERM) || /^(xterm-kitty|xterm-ghostty|foot|alacritty|wezterm)/u.test(TERM)) {
    return '256';
  }
  return '16';
}

/** Whether glyphs beyond ASCII may be drawn: a UTF-8 locale, and fonts that have them. */
export function glyphSupport(environment: Environment): GlyphSupport {
  const { TERM = '', LC_ALL, LC_CTYPE, LANG } = environment;
  if (TERM === 'linux' || TERM === 'dumb' || TERM === '') return 'ascii';
  const locale = [LC_ALL, LC_CTYPE, LANG].find((value) => value !== undefined && value !== '');
  return locale !== undefined && /utf-?8/iu.test(locale) ? 'unicode' : 'ascii';
}

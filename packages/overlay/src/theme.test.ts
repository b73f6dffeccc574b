import { describe, expect, test } from 'vitest';
import { contrast, foreground, nearestOf256, nearestOfSixteen } from './colour.ts';
import { PLAIN, READY, withVoice } from './hud-samples.test-support.ts';
import { renderHud } from './render-hud.ts';
import { colourSupport, glyphSupport } from './terminal-support.ts';
import { emphasised, themeNamed, themeNames } from './theme.ts';

/** xterm's sixteen, as terminals come. */
const SIXTEEN = [
  0x000000, 0xcd0000, 0x00cd00, 0xcdcd00, 0x0000ee, 0xcd00cd, 0x00cdcd, 0xe5e5e5, 0x7f7f7f,
  0xff0000, 0x00ff00, 0xffff00, 0x5c5cff, 0xff00ff, 0x00ffff, 0xffffff,
];

function rgbOf256(index: number): number {
  if (index >= 232) return (8 + (index - 232) * 10) * 0x01_01_01;
  const levels = [0, 95, 135, 175, 215, 255];
  const parts = [36, 6, 1].map((step) => levels[Math.floor((index - 16) / step) % 6] ?? 0);
  return parts.reduce((sum, part) => sum * 256 + part, 0);
}

describe('themes', () => {
  test('OVERLAY-10 every theme gives every role a look', () => {
    const roles = Object.keys(themeNamed('default')).sort();
    for (const name of themeNames) expect(Object.keys(themeNamed(name)).sort()).toEqual(roles);
  });

  test('OVERLAY-10 mono has no colours', () => {
    for (const { foreground: ink, background: ground } of Object.values(themeNamed('mono')))
      expect([ink, ground]).toEqual([undefined, undefined]);
  });

  test('OVERLAY-10 high-contrast has a contrast of 7 on its own ground, with any number of colours', () => {
    for (const [role, style] of Object.entries(themeNamed('high-contrast'))) {
      const { foreground: ink = -1, background: ground = -1 } = style;
      expect([role, ink >= 0, ground >= 0]).toEqual([role, true, true]);
      const pairs = [
        [ink, ground],
        [rgbOf256(nearestOf256(ink)), rgbOf256(nearestOf256(ground))],
        [SIXTEEN[nearestOfSixteen(ink)], SIXTEEN[nearestOfSixteen(ground)]],
      ];
      for (const [above = 0, below = 0] of pairs) {
        const seen = contrast(above, below);
        expect([role, seen >= 7, seen]).toEqual([role, true, seen]);
      }
    }
  });

  test('OVERLAY-17 a theme made large is bold throughout, and nothing in it is fainter than the words', () => {
    for (const name of themeNames) {
      const { caret, ...large } = emphasised(themeNamed(name));
      expect(caret).toEqual(themeNamed(name).caret);
      for (const style of Object.values(large)) {
        expect(style.attributes).toContain('bold');
        expect(style.attributes).not.toContain('dim');
      }
      expect([large.quiet, large.faint]).toEqual([large.text, large.text]);
      // A grey of their own made keys fainter than the words beside them.
      expect(large.key.foreground).toBe(large.text.foreground);
    }
  });

  test('OVERLAY-10 colours can be read on their grounds', () => {
    const grounds = [
      { name: 'default', ground: 0x000000, least: 4, faint: 4 },
      { name: 'default', ground: 0xffffff, least: 4, faint: 4 },
      { name: 'dark', ground: 0x1e1e1e, least: 4.5, faint: 2.5 },
      { name: 'light', ground: 0xffffff, least: 4.5, faint: 2.5 },
    ] as const;
    for (const { name, ground, least, faint } of grounds) {
      for (const [role, { foreground: rgb }] of Object.entries(themeNamed(name))) {
        const wanted = role === 'faint' ? faint : least;
        const seen = rgb === undefined ? 21 : contrast(rgb, ground);
        expect([name, ground, role, seen >= wanted, seen]).toEqual([
          name,
          ground,
          role,
          true,
          seen,
        ]);
      }
    }
  });

  test('OVERLAY-10 without colours states still differ by attributes', () => {
    const options = { ...PLAIN, theme: 'high-contrast' } as const;
    const bytes = (state: 'listening' | 'hearing') =>
      new TextDecoder().decode(renderHud(withVoice(state, READY), options)[0]);
    expect(bytes('listening')).not.toContain(';7m');
    expect(bytes('hearing')).toContain('\x1b[0;1;7m◆');
  });
});

describe('colours', () => {
  test.each([
    [0x000000, 16],
    [0xffffff, 231],
    [0xff0000, 196],
    [0x5f87af, 67],
    [0x808080, 244],
    [0x767676, 243],
    [0x121212, 233],
  ])('OVERLAY-11 %i is %i of 256', (rgb, index) => {
    expect(nearestOf256(rgb)).toBe(index);
  });

  test('OVERLAY-11 every colour of 256 is its own nearest', () => {
    const levels = [0, 95, 135, 175, 215, 255];
    for (const [r, red] of levels.entries()) {
      for (const [g, green] of levels.entries()) {
        for (const [b, blue] of levels.entries()) {
          expect(nearestOf256((red << 16) | (green << 8) | blue)).toBe(16 + 36 * r + 6 * g + b);
        }
      }
    }
  });

  test('OVERLAY-11 sixteen colours keep the hue', () => {
    const { accent, hearing, warning, error, deciding } = themeNamed('default');
    const names = ['black', 'red', 'green', 'yellow', 'blue', 'magenta', 'cyan', 'white'];
    const hues = [accent, hearing, warning, error, deciding].map(
      ({ foreground: rgb = 0 }) => names[nearestOfSixteen(rgb) % 8],
    );
    expect(hues).toEqual(['blue', 'green', 'yellow', 'red', 'magenta']);
    expect([0, 7, 8, 15]).toContain(nearestOfSixteen(0x767676));
    for (const red of [0xa05050, 0x7f4f4f, 0xe0a0a0, 0x502020]) {
      expect(names[nearestOfSixteen(red) % 8]).toBe('red');
    }
  });

  test('OVERLAY-11 each support has its own form', () => {
    expect(foreground(0xff0000, 'truecolor')).toBe('38;2;255;0;0');
    expect(foreground(0xff0000, '256')).toBe('38;5;196');
    expect(foreground(0xff0000, '16')).toBe('91');
    expect(foreground(0xcd0000, '16')).toBe('31');
    expect(foreground(0xff0000, 'none')).toBe('');
  });
});

describe('what the terminal has', () => {
  test.each([
    [{ TERM: 'xterm-256color', COLORTERM: 'truecolor' }, 'truecolor'],
    [{ TERM: 'xterm-256color', COLORTERM: 'truecolor', NO_COLOR: '1' }, 'none'],
    [{ TERM: 'xterm-256color', NO_COLOR: '' }, '256'],
    [{ TERM: 'xterm-kitty' }, '256'],
    [{ TERM: 'xterm-direct' }, 'truecolor'],
    [{ TERM: 'xterm' }, '16'],
    [{ TERM: 'linux', COLORTERM: 'truecolor' }, '16'],
    [{ TERM: 'screen' }, '16'],
    [{ TERM: 'vt100' }, 'none'],
    [{ TERM: 'dumb', COLORTERM: 'truecolor' }, 'none'],
    [{}, 'none'],
  ])('OVERLAY-12 %j has %s', (environment, support) => {
    expect(colourSupport(environment)).toBe(support);
  });

  test.each([
    [{ TERM: 'xterm', LANG: 'en_GB.UTF-8' }, 'unicode'],
    [{ TERM: 'xterm', LANG: 'C', LC_ALL: 'C.utf8' }, 'unicode'],
    [{ TERM: 'xterm', LANG: 'en_GB.UTF-8', LC_ALL: 'C' }, 'ascii'],
    [{ TERM: 'xterm', LANG: 'en_GB.UTF-8', LC_CTYPE: 'C', LC_ALL: '' }, 'ascii'],
    [{ TERM: 'linux', LANG: 'en_GB.UTF-8' }, 'ascii'],
    [{ TERM: 'xterm' }, 'ascii'],
    [{ LANG: 'en_GB.UTF-8' }, 'ascii'],
  ])('OVERLAY-13 %j draws %s', (environment, glyphs) => {
    expect(glyphSupport(environment)).toBe(glyphs);
  });
});

// What each part of the HUD means, and how each theme shows that meaning. A table: colours are
// turned into bytes elsewhere.
import type { Rgb } from './colour.ts';

/** The meanings that the HUD distinguishes. */
export type Role =
  /** Words of the person. */
  | 'text'
  /** Names of things that are as they should be. */
  | 'quiet'
  /** Separators and empty parts of the meter. */
  | 'faint'
  /** Ready, ours. */
  | 'accent'
  | 'listening'
  | 'hearing'
  /** The level of what is heard. */
  | 'meter'
  | 'deciding'
  /** Done as wished. */
  | 'good'
  /** Wants attention. */
  | 'warning'
  | 'error'
  /** A key to press. */
  | 'key'
  /** What a panel is. */
  | 'title'
  /** The line of a list that keys act on. */
  | 'chosen'
  /** Where typed text goes in. */
  | 'caret';

/** How a role looks. Attributes are for terminals without colour as much as for emphasis. */
export interface Style {
  readonly foreground?: Rgb;
  /** Absent: the terminal's own. Blanks of a row have that of `text`. */
  readonly background?: Rgb;
  readonly attributes?: readonly Attribute[];
}

export type Attribute = 'bold' | 'dim' | 'underline' | 'reverse';

export type Theme = Readonly<Record<Role, Style>>;

export type ThemeName = 'default' | 'dark' | 'light' | 'high-contrast' | 'mono';

function onBlack(foreground: Rgb, ...attributes: Attribute[]): Style {
  return { foreground, background: 0x000000, attributes };
}

const THEMES: Readonly<Record<ThemeName, Theme>> = {
  // The background is not known: every colour has a contrast of at least 4 on black and on white.
  default: {
    text: {},
    quiet: { foreground: 0x767676 },
    faint: { foreground: 0x767676 },
    accent: { foreground: 0x3478d4 },
    listening: { foreground: 0x2a8540 },
    hearing: { foreground: 0x2a8540, attributes: ['bold'] },
    meter: { foreground: 0x2a8540 },
    deciding: { foreground: 0xa35fcf },
    good: { foreground: 0x2a8540 },
    warning: { foreground: 0xa66a00 },
    error: { foreground: 0xd9402f, attributes: ['bold'] },
    key: { foreground: 0x767676, attributes: ['bold'] },
    title: { foreground: 0x3478d4, attributes: ['bold'] },
    chosen: { foreground: 0x3478d4, attributes: ['bold'] },
    caret: { attributes: ['reverse'] },
  },
  dark: {
    text: { foreground: 0xe6e9ef },
    quiet: { foreground: 0x9399a8 },
    faint: { foreground: 0x5d6371 },
    accent: { foreground: 0x82aaff },
    listening: { foreground: 0x8bd5a0 },
    hearing: { foreground: 0xa6f0b8, attributes: ['bold'] },
    meter: { foreground: 0x8bd5a0 },
    deciding: { foreground: 0xd0a6f2 },
    good: { foreground: 0x8bd5a0 },
    warning: { foreground: 0xf0c078 },
    error: { foreground: 0xff8f87, attributes: ['bold'] },
    key: { foreground: 0xb9c0d0, attributes: ['bold'] },
    title: { foreground: 0x82aaff, attributes: ['bold'] },
    chosen: { foreground: 0x82aaff, attributes: ['bold'] },
    caret: { attributes: ['reverse'] },
  },
  light: {
    text: { foreground: 0x23262e },
    quiet: { foreground: 0x626875 },
    faint: { foreground: 0x9a9fab },
    accent: { foreground: 0x1f5fbf },
    listening: { foreground: 0x1b7a38 },
    hearing: { foreground: 0x0f6b2c, attributes: ['bold'] },
    meter: { foreground: 0x1b7a38 },
    deciding: { foreground: 0x853cbd },
    good: { foreground: 0x1b7a38 },
    warning: { foreground: 0x8f5a00 },
    error: { foreground: 0xb8251a, attributes: ['bold'] },
    key: { foreground: 0x464b57, attributes: ['bold'] },
    title: { foreground: 0x1f5fbf, attributes: ['bold'] },
    chosen: { foreground: 0x1f5fbf, attributes: ['bold'] },
    caret: { attributes: ['reverse'] },
  },
  // On a ground of its own: the contrast is at least 7 whatever the terminal's colours are. Without colours
  // the attributes tell the same.
  'high-contrast': {
    text: onBlack(0xffffff, 'bold'),
    quiet: onBlack(0xffffff),
    faint: onBlack(0xd0d0d0),
    accent: onBlack(0x87d7ff, 'bold'),
    listening: onBlack(0x87ff87, 'bold'),
    hearing: { foreground: 0x000000, background: 0x87ff87, attributes: ['bold'] },
    meter: onBlack(0x87ff87, 'bold'),
    deciding: onBlack(0xffd7ff, 'bold', 'underline'),
    good: onBlack(0x87ff87, 'bold'),
    warning: onBlack(0xffff5f, 'bold', 'underline'),
    error: { foreground: 0x000000, background: 0xffd75f, attributes: ['bold'] },
    key: onBlack(0xffffff, 'bold', 'underline'),
    title: onBlack(0x87d7ff, 'bold', 'underline'),
    chosen: onBlack(0x87d7ff, 'bold'),
    caret: { foreground: 0x000000, background: 0xffffff },
  },
  mono: {
    text: {},
    quiet: { attributes: ['dim'] },
    faint: { attributes: ['dim'] },
    accent: {},
    listening: { attributes: ['bold'] },
    hearing: { attributes: ['bold'] },
    meter: {},
    deciding: {},
    good: {},
    warning: { attributes: ['bold'] },
    error: { attributes: ['bold', 'underline'] },
    key: { attributes: ['bold'] },
    title: { attributes: ['bold'] },
    chosen: { attributes: ['bold'] },
    caret: { attributes: ['reverse'] },
  },
};

/** Every theme there is, `default` first. */
export const themeNames: readonly ThemeName[] = [
  'default',
  'dark',
  'light',
  'high-contrast',
  'mono',
];

/** The theme of a name. */
export function themeNamed(name: ThemeName): Theme {
  return THEMES[name];
}

/** Everything that a theme gives a look. */
export const themeRoles: readonly Role[] = [
  ...(['text', 'quiet', 'faint', 'accent', 'listening', 'hearing', 'meter', 'deciding'] as const),
  ...(['good', 'warning', 'error', 'key', 'title', 'chosen', 'caret'] as const),
];

/** A theme by its name, or one of the person's own. */
export function themeOf(theme: ThemeName | Theme): Theme {
  return typeof theme === 'string' ? THEMES[theme] : theme;
}

/** Its keys may have a grey of their own, which all that is bold no longer makes up for. */
const FAINTER_ROLES: readonly Role[] = ['quiet', 'faint', 'key'];

/** The same theme for who sees little: bold throughout, and nothing fainter than the words. */
export function emphasised(theme: Theme): Theme {
  const bold = (style: Style): Style => {
    const others = (style.attributes ?? []).filter((one) => one !== 'dim' && one !== 'bold');
    return { ...style, attributes: ['bold', ...others] };
  };
  const entries = themeRoles.map((role): [Role, Style] => {
    if (role === 'caret') return [role, theme.caret];
    if (!FAINTER_ROLES.includes(role)) return [role, bold(theme[role])];
    // What else tells a key, such as a line below it, stays.
    const { attributes } = role === 'key' ? theme.key : theme.text;
    return [role, bold({ ...theme.text, ...(attributes === undefined ? {} : { attributes }) })];
  });
  // Every role is among themeRoles.
  return Object.fromEntries(entries) as Theme;
}

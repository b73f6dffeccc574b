// Themes of the config file's: how each differs from a built-in one, and which of all is asked for.
import { parseStyle, type Theme, themeNamed, themeNames, themeRoles } from '@codex-voice/overlay';
import type { Config } from '../config-schema.ts';
import { nearest } from '../nearest.ts';
import { UserError, visible } from '../user-error.ts';

export interface Themes {
  /** Built-in ones first. */
  readonly names: readonly string[];
  /** Undefined: no theme has this name. */
  named(name: string): Theme | undefined;
}

export function allThemes({ themes }: Pick<Config, 'themes'>): Themes {
  const own = new Map(
    Object.entries(themes).map(([name, { base, ...looks }]) => {
      const changed = themeRoles.flatMap((role) => {
        const style = looks[role] === undefined ? undefined : parseStyle(looks[role]);
        return style === undefined ? [] : [[role, style] as const];
      });
      return [name, { ...themeNamed(base), ...Object.fromEntries(changed) }] as const;
    }),
  );
  return {
    names: [...themeNames, ...[...own.keys()].filter((name) => !isBuiltIn(name))],
    named: (name) => own.get(name) ?? (isBuiltIn(name) ? themeNamed(name) : undefined),
  };
}

/** The name of the config's theme. Throws `UserError` for one that is not there. */
export function ownTheme(config: Config): string {
  const { theme, file } = config;
  const { names } = allThemes(config);
  if (names.includes(theme)) return theme;
  throw new UserError(
    `${file.place(['theme'])}: theme can't be ${JSON.stringify(visible(theme))}: ${themeHint(theme, names)}`,
  );
}

/** What to write in the place of a name that no theme has. */
export function themeHint(name: string, names: readonly string[]): string {
  const guess = nearest(name, names);
  return guess === undefined
    ? `allowed is ${names.join(' or ')}, or a table [themes.${/^[a-z][a-z0-9-]*$/u.test(name) ? name : 'NAME'}]`
    : `did you mean ${guess}?`;
}

function isBuiltIn(name: string): name is (typeof themeNames)[number] {
  return themeNames.some((known) => known === name);
}

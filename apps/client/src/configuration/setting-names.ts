// From the name a person types to the setting it means, or to the nearest one there is.
import { nearest } from '../nearest.ts';
import { UserError, visible } from '../user-error.ts';
import { type SettingRow, settingRows } from './setting-rows.ts';

/** A setting; or, for a table, the name of one that is in it. Throws `UserError` for a name that nothing has. */
export function settingNamed(name: string, themes: readonly string[] = []): SettingRow | string {
  const rows = settingRows();
  const known = rows.find(({ path }) => path === name);
  if (known !== undefined) return known;
  const inside = rows.find(({ path }) => path.startsWith(`${name}.`));
  if (inside !== undefined) return inside.path;
  const look = themeSetting(name, rows, themes);
  if (look !== undefined) return look;
  const paths = rows.map(({ path }) => path);
  const guess = nearest(name, paths) ?? paths.find((path) => path.endsWith(`.${name}`));
  const hint =
    guess === undefined ? 'codex-voice config explain lists them' : `did you mean ${guess}?`;
  throw new UserError(`there is no setting ${visible(name)}: ${hint}`);
}

/** `themes.mine.accent`, of a theme that the file has or is to get. */
function themeSetting(
  name: string,
  rows: readonly SettingRow[],
  themes: readonly string[],
): SettingRow | undefined {
  const [table, theme, look, ...more] = name.split('.');
  const row = rows.find(({ path }) => path === 'themes');
  if (table !== 'themes' || theme === undefined || more.length > 0) return undefined;
  const entries = row?.schema.value?.entries ?? {};
  const schema = look === undefined ? undefined : entries[look];
  if (row === undefined || schema === undefined || look === undefined) {
    if (!themes.includes(theme)) return undefined;
    const guess = look === undefined ? undefined : nearest(look, Object.keys(entries));
    const hint = guess === undefined ? Object.keys(entries).join(', ') : `did you mean ${guess}?`;
    throw new UserError(`a theme has no ${visible(look ?? '""')}: ${hint}`);
  }
  return {
    ...row,
    path: name,
    keys: [table, theme, look],
    schema,
    allowed: 'a look',
    default: undefined,
  };
}

// Which settings differ between two readings of a config, and from when each of them counts.
import { isDeepStrictEqual } from 'node:util';
import type { Config } from '../config-schema.ts';
import { settingRows, valueAt } from './setting-rows.ts';
import { settingFacts } from './settings.table.ts';

export interface ChangedSettings {
  /** In the sessions that run. */
  readonly now: readonly string[];
  /** With the next session or command. */
  readonly later: readonly string[];
}

/** `given`: settings that the command line gives, whose change in the file changes nothing here. */
export function changedSettings(
  change: { readonly before: Config; readonly after: Config },
  given: (path: string) => boolean,
): ChangedSettings {
  const { before, after } = change;
  const changed = settingRows().filter(
    ({ keys, path }) =>
      // The set of keys stands for each of them.
      !path.startsWith('keys.') &&
      !isDeepStrictEqual(valueAt(before, keys), valueAt(after, keys)) &&
      !given(path),
  );
  const countsNow = ({ keys }: { readonly keys: readonly string[] }): boolean => {
    const takes = settingFacts(keys)?.takes;
    return takes === 'now' || (takes === 'live' && after.experimental.live_voice);
  };
  return {
    now: changed.filter(countsNow).map(({ path }) => path),
    later: changed.filter((row) => !countsNow(row)).map(({ path }) => path),
  };
}

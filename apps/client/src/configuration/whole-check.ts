// Whether a config can be used as a whole: what one key alone can't show, told with its place like the rest.
import type { Config } from '../config-schema.ts';
import { readKeys } from '../key-actions.ts';
import { keyNames } from '../key-names.ts';
import { spokenSetup } from '../spoken-setup.ts';
import { UserError } from '../user-error.ts';
import { ownTheme } from './own-themes.ts';

/** Throws `UserError` for keys that can't be, phrases that can't be heard, a theme that is not there. */
export function checkConfig(config: Config): void {
  checkedKeys(config);
  ownTheme(config);
  spokenSetup(config);
}

/** The keys; a wrong one is told with its line. */
export function checkedKeys({ keys, file }: Config): ReturnType<typeof keyNames> {
  const names = keyNames(keys);
  const read = readKeys(names);
  if (read.kind === 'bindings') return names;
  const { name, message } = read.fault;
  throw new UserError(`${file.place(['keys', ...name.split('.')])}: keys: ${message}`);
}

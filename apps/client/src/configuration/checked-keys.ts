// The keys of a config, checked as a whole. Beside the other checks, because whoever shows a session needs
// these at once and loads nothing of what hears.
import type { Config } from '../config-schema.ts';
import { readKeys } from '../key-actions.ts';
import { keyNames } from '../key-names.ts';
import { UserError } from '../user-error.ts';

/** The keys; a wrong one is told with its line. */
export function checkedKeys({ keys, file }: Config): ReturnType<typeof keyNames> {
  const names = keyNames(keys);
  const read = readKeys(names);
  if (read.kind === 'bindings') return names;
  const { name, message } = read.fault;
  throw new UserError(`${file.place(['keys', ...name.split('.')])}: keys: ${message}`);
}

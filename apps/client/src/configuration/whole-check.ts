// Whether a config can be used as a whole: what one key alone can't show, told with its place like the rest.
import type { Config } from '../config-schema.ts';
import { spokenSetup } from '../spoken-setup.ts';
import { checkedKeys } from './checked-keys.ts';
import { ownTheme } from './own-themes.ts';

/** Throws `UserError` for keys that can't be, phrases that can't be heard, a theme that is not there. */
export function checkConfig(config: Config): void {
  checkedKeys(config);
  ownTheme(config);
  spokenSetup(config);
}

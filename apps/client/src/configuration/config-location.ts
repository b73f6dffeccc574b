// Which config file is read, and which is written: the one named, the usual one, or, where that is not
// there, the first program's, whose text a change then takes along to the usual place.
import { existsSync } from 'node:fs';
import { type ConfigTextWish, configText } from '../config.ts';
import { places } from '../places.ts';

export interface ConfigLocation {
  /** What is read. */
  readonly path: string;
  /** What is written. */
  readonly target: string;
  readonly presence: 'required' | 'optional';
}

type Options = Readonly<Record<string, unknown>>;

export function configLocation({ config }: Options): ConfigLocation {
  if (typeof config === 'string') return { path: config, target: config, presence: 'required' };
  const { configFile, firstProgramFile } = places(process.env, process.platform);
  const isOld = !existsSync(configFile) && existsSync(firstProgramFile);
  return { path: isOld ? firstProgramFile : configFile, target: configFile, presence: 'optional' };
}

/** Its text; of one that may be absent and is, nothing. Throws `UserError`. */
export function locatedText(
  { path, presence }: ConfigLocation,
  use: ConfigTextWish['use'] = 'read',
): string {
  return configText({ path, presence, use });
}

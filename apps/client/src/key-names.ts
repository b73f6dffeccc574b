// Which keys do what: the defaults, the first program's set, and the person's own, as key
// specifications. Recognising them in the byte stream is the input filter's task.
import { type Config, OWN_KEY_NAMES } from './config-schema.ts';
import { DEFAULT_KEYS } from './default-keys.ts';

export type OwnKeyName = (typeof OWN_KEY_NAMES)[number];

/** Talk, the leader, and keys of their own beside the leader's letters. */
export interface KeyNames extends Readonly<Partial<Record<OwnKeyName, string>>> {
  readonly talk: string;
  readonly leader: string;
}

/** As the first program had them: record, send, quit. */
const CLASSIC_KEYS: KeyNames = {
  talk: 'Ctrl-R',
  leader: 'Ctrl-\\',
  send: 'Ctrl-V',
  quit: 'Ctrl-Q',
};

export function keyNames(keys: Config['keys']): KeyNames {
  if (keys === 'default') return { ...DEFAULT_KEYS };
  if (keys === 'classic') return { ...CLASSIC_KEYS };
  const { talk, leader } = keys;
  const own = OWN_KEY_NAMES.flatMap((name) => {
    const key = keys[name];
    return key === undefined ? [] : [[name, key] as const];
  });
  return { talk, leader, ...Object.fromEntries(own) };
}

/** The keys of a session are these from now on, for everybody who holds them. */
export function replaceKeys(keys: KeyNames, names: KeyNames): void {
  for (const name of Object.keys(keys)) Reflect.deleteProperty(keys, name);
  Object.assign(keys, names);
}

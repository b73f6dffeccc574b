// Which keys do what: the defaults, the first program's set, and the person's own, as key
// specifications. Recognising them in the byte stream is the input filter's task.
import { type Config, OWN_KEY_NAMES } from './config-schema.ts';
import { DEFAULT_KEYS, DEFAULT_LETTERS } from './default-keys.ts';

export type OwnKeyName = (typeof OWN_KEY_NAMES)[number];

/** Actions with a letter behind the leader, as the config file names them. */
export type LetterName = keyof typeof DEFAULT_LETTERS;

/** Letters behind the leader; what ends the agent has one only where somebody wants it. */
export type Letters = Readonly<Record<LetterName, string>> & { readonly quit?: string };

/** Talk, the leader, what follows it, and keys of their own beside the leader's letters. */
export interface KeyNames extends Readonly<Partial<Record<OwnKeyName, string>>> {
  readonly talk: string;
  readonly leader: string;
  readonly letters: Letters;
}

/** As the first program had them: record, send, quit. */
const CLASSIC_KEYS: KeyNames = {
  talk: 'Ctrl-R',
  leader: 'Ctrl-\\',
  letters: DEFAULT_LETTERS,
  send: 'Ctrl-V',
  quit: 'Ctrl-Q',
};

export function keyNames(keys: Config['keys']): KeyNames {
  if (keys === 'default') return { ...DEFAULT_KEYS };
  if (keys === 'classic') return { ...CLASSIC_KEYS };
  const { talk, leader, letters } = keys;
  const own = OWN_KEY_NAMES.flatMap((name) => {
    const key = keys[name];
    return key === undefined ? [] : [[name, key] as const];
  });
  return { talk, leader, letters, ...Object.fromEntries(own) };
}

/** The leader and the letter of an action, as a person is told of them. */
export function afterLeader({ leader, letters }: KeyNames, name: LetterName): string {
  return `${leader} ${letters[name]}`;
}

/** Letters that somebody has chosen, by action. */
export function chosenLetters(letters: Letters): readonly (readonly [string, string])[] {
  const usual = new Map<string, string>(Object.entries(DEFAULT_LETTERS));
  return Object.entries(letters).filter(([name, letter]) => usual.get(name) !== letter);
}

/** The keys of a session are these from now on, for everybody who holds them. */
export function replaceKeys(keys: KeyNames, names: KeyNames): void {
  for (const name of Object.keys(keys)) Reflect.deleteProperty(keys, name);
  Object.assign(keys, names);
}

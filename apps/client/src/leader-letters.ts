// What follows the leader in a session: the letters of the actions, the numbers of choices, a second sign for
// the commands; and what is wrong with letters that two actions want.
import { chosenLetters, type Letters } from './key-names.ts';

/** Choices of a question that have a key of their own, by number. */
export const CHOICE_ACTIONS = [
  'choose-1',
  'choose-2',
  'choose-3',
  'choose-4',
  'choose-5',
  'choose-6',
  'choose-7',
  'choose-8',
  'choose-9',
] as const;

/** Opens the commands as their letter does, as in editors, where nobody has it for something else. */
export const COLON = ':';

const CHOICE_NUMBERS: Readonly<Record<string, string>> = Object.fromEntries(
  CHOICE_ACTIONS.map((action, place) => [action, String(place + 1)]),
);

/** By action, as a session names them. */
export function leaderLetters(letters: Letters): Readonly<Record<string, string>> {
  const own = Object.entries(letters).map(([name, letter]) => [actionNamed(name), letter] as const);
  return {
    ...Object.fromEntries(own),
    ...CHOICE_NUMBERS,
    ...(hasColon(letters) ? {} : { 'commands-colon': COLON }),
  };
}

/** `:` is an action's own, and no second sign. */
export function hasColon(letters: Letters): boolean {
  return Object.values(letters).includes(COLON);
}

/** The name that a session has for what the config file calls so. */
export function actionNamed(name: string): string {
  return name.replaceAll('_', '-');
}

export interface LetterFault {
  /** The action whose letter it is, as in `[keys.letters]`. */
  readonly name: string;
  readonly message: string;
}

/** Of two actions that want one letter, the one that the person gave it to. */
export function letterFault(letters: Letters): LetterFault | undefined {
  const chosen = new Set(chosenLetters(letters).map(([name]) => name));
  const all = Object.entries(letters);
  // Those that were left as they are come first: what was chosen is what is told.
  const ordered = [
    ...all.filter(([name]) => !chosen.has(name)),
    ...all.filter(([name]) => chosen.has(name)),
  ];
  const taken = new Map<string, string>();
  for (const [name, letter] of ordered) {
    if (Object.values(CHOICE_NUMBERS).includes(letter)) {
      return { name, message: `${letter} chooses from what the agent asks: choose a letter` };
    }
    const other = taken.get(letter);
    if (other !== undefined) {
      return { name, message: `${letter} is ${other}'s too: choose another, for one of them` };
    }
    taken.set(letter, name);
  }
  return undefined;
}

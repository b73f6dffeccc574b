// The hot keys of a session: which key means which action, as bindings for the input filter.
import { type KeyBinding, parseKeyBindings } from '@codex-voice/ansi';
import { OWN_KEY_NAMES } from './config-schema.ts';
import type { KeyNames } from './key-names.ts';
import { actionNamed, CHOICE_ACTIONS, leaderLetters, letterFault } from './leader-letters.ts';
import { UserError } from './user-error.ts';

export const ACTIONS = [
  'talk',
  'send',
  'scratch',
  'auto',
  'hud',
  'empty-queue',
  'hush',
  'read-back',
  'approve',
  'deny',
  ...CHOICE_ACTIONS,
  'interrupt',
  'help',
  'menu',
  'queue',
  'approvals',
  'sessions',
  'settings',
  'commands',
  'commands-colon',
  'detach',
  'take-over',
  'quit',
] as const;
export type Action = (typeof ACTIONS)[number];

/** Keys that no agent can do without: interrupting, ending, suspending. */
const AGENTS_OWN: readonly string[] = ['Ctrl-C', 'Ctrl-D', 'Ctrl-Z'];

/** Behind the action of a key of its own, so that it is not the leader's. */
const OWN_SUFFIX = '-key';

export interface KeyFault {
  /** As in `[keys]`. */
  readonly name: string;
  readonly message: string;
}

export type KeysRead =
  | { readonly kind: 'bindings'; readonly bindings: readonly KeyBinding[] }
  | { readonly kind: 'fault'; readonly fault: KeyFault };

/** Reads the keys; the fault of one that can't be read, has two meanings or is the agent's own. */
export function readKeys(names: KeyNames): KeysRead {
  for (const name of ['talk', 'leader', ...OWN_KEY_NAMES] as const) {
    const key = names[name];
    if (!AGENTS_OWN.some((own) => own.toLowerCase() === key?.toLowerCase())) continue;
    const message = `${name}: ${key} is the agent's own: choose another key`;
    return { kind: 'fault', fault: { name, message } };
  }
  const shared = letterFault(names.letters);
  if (shared !== undefined) {
    const name = `letters.${shared.name}`;
    return { kind: 'fault', fault: { name, message: `${name}: ${shared.message}` } };
  }
  const table: Record<string, string> = { talk: names.talk };
  for (const [action, letter] of Object.entries(leaderLetters(names.letters))) {
    table[action] = `${names.leader} ${letter}`;
  }
  for (const name of OWN_KEY_NAMES) {
    const key = names[name];
    if (key !== undefined) table[actionNamed(name) + OWN_SUFFIX] = key;
  }
  const parsed = parseKeyBindings(table);
  if (parsed.kind === 'bindings') return parsed;
  const [action = ''] = parsed.message.split(':', 1);
  const own = OWN_KEY_NAMES.find((each) => actionNamed(each) + OWN_SUFFIX === action);
  const name = action === 'talk' ? action : (own ?? 'leader');
  // The suffix is ours alone.
  const message = parsed.message.replaceAll(/\b([a-z]+(?:-[a-z]+)*)-key\b/gu, '$1');
  return { kind: 'fault', fault: { name, message } };
}

/** Throws `UserError` for keys that have a fault. */
export function keyBindings(names: KeyNames): readonly KeyBinding[] {
  const read = readKeys(names);
  if (read.kind === 'fault') throw new UserError(`config: keys: ${read.fault.message}`);
  return read.bindings;
}

/** The number of the choice, if it is one. */
export function choiceNumber(action: Action): number | undefined {
  const number = /^choose-([1-9])$/u.exec(action)?.[1];
  return number === undefined ? undefined : Number(number);
}

export function isAction(name: string): name is Action {
  return ACTIONS.some((action) => action === name);
}

/** What a key that was pressed means, the leader's letter or a key of its own. */
export function actionOf(name: string): Action | undefined {
  const plain = name.endsWith(OWN_SUFFIX) ? name.slice(0, -OWN_SUFFIX.length) : name;
  return isAction(plain) ? plain : undefined;
}

// The hot keys of a session: which key means which action, as bindings for the input filter.
import { type KeyBinding, parseKeyBindings } from '@codex-voice/ansi';
import type { KeyNames } from './key-names.ts';
import { PANEL_LETTERS } from './panels/panel-data.ts';
import { UserError } from './user-error.ts';

export const ACTIONS = [
  'talk',
  'send',
  'scratch',
  'auto',
  'hud',
  'empty-queue',
  'help',
  'menu',
  'queue',
  'sessions',
  'settings',
  'detach',
  'take-over',
  'quit',
  'send-key',
  'scratch-key',
] as const;
export type Action = (typeof ACTIONS)[number];

/** Letters after the leader. */
const LEADER_LETTERS: Readonly<Partial<Record<Action, string>>> = {
  send: 's',
  scratch: 'z',
  auto: 'a',
  hud: 'h',
  'empty-queue': 'x',
  ...PANEL_LETTERS,
  detach: 'd',
  'take-over': 't',
};

/** Keys that no agent can do without: interrupting, ending, suspending. */
const AGENTS_OWN: readonly string[] = ['Ctrl-C', 'Ctrl-D', 'Ctrl-Z'];

/** Throws `UserError` for a key that can't be read or has two meanings. */
export function keyBindings(names: KeyNames): readonly KeyBinding[] {
  const table: Record<string, string> = { talk: names.talk };
  for (const [action, letter] of Object.entries(LEADER_LETTERS)) {
    table[action] = `${names.leader} ${letter}`;
  }
  if (names.send !== undefined) table['send-key'] = names.send;
  if (names.scratch !== undefined) table['scratch-key'] = names.scratch;
  if (names.quit !== undefined) table.quit = names.quit;
  for (const [name, key] of Object.entries(names)) {
    if (!AGENTS_OWN.some((own) => own.toLowerCase() === key.toLowerCase())) continue;
    throw new UserError(`config: keys: ${name}: ${key} is the agent's own: choose another key`);
  }
  const parsed = parseKeyBindings(table);
  if (parsed.kind === 'error') throw new UserError(`config: keys: ${parsed.message}`);
  return parsed.bindings;
}

export function isAction(name: string): name is Action {
  return ACTIONS.some((action) => action === name);
}

// Keys of ours that an agent has for something itself.
import { type AgentKind, agentKeys, knownAgents } from '@codex-voice/agents';
import { parseKeySpec } from '@codex-voice/ansi';
import { OWN_KEY_NAMES } from '../config-schema.ts';
import { chosenLetters, type KeyNames, keyNames } from '../key-names.ts';

export interface KeyConflict {
  /** As in `[keys]`. */
  readonly name: string;
  readonly key: string;
  /** What the agent has it for, in its own words. */
  readonly does: string;
}

export function keyConflicts(keys: KeyNames, kind: AgentKind): readonly KeyConflict[] {
  const theirs = new Map(agentKeys(kind).map(({ key, does }) => [chordText(key), does]));
  const own = (['talk', 'leader', ...OWN_KEY_NAMES] as const).map(
    (name) => [name, keys[name]] as const,
  );
  const letters = Object.entries(keys.letters).map(
    ([name, letter]) => [`letters.${name}`, `${keys.leader} ${letter}`] as const,
  );
  return [...own, ...letters].flatMap(([name, key]) => {
    const does = key === undefined ? undefined : theirs.get(chordText(key));
    return key === undefined || does === undefined ? [] : [{ name, key, does }];
  });
}

/** Lines about a key, for each agent that we know by name and that has it for something. */
export function conflictLines(keys: KeyNames, name: string): readonly string[] {
  return [...knownAgents, { kind: 'plain' as const, name: 'a line editor' }].flatMap((agent) =>
    keyConflicts(keys, agent.kind)
      .filter((conflict) => conflict.name === name)
      .map(({ does }) => `${agent.name} has it for: ${does}`),
  );
}

/** Those of keys that the person has chosen: nobody is told each day of what everybody has. */
export function chosenConflicts(keys: KeyNames, kind: AgentKind): readonly KeyConflict[] {
  const { talk, leader } = keyNames('default');
  const chosen = new Set(chosenLetters(keys.letters).map(([name]) => `letters.${name}`));
  return keyConflicts(keys, kind).filter(
    ({ name, key }) =>
      key !== talk && key !== leader && (!name.startsWith('letters.') || chosen.has(name)),
  );
}

/** The same for every way to write a key; of one that can't be read, what was written. */
function chordText(key: string): string {
  const read = parseKeySpec(key);
  return read.kind === 'spec' ? JSON.stringify([read.spec.leader, read.spec.key]) : key;
}

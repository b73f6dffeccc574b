// What is wrong with something that a document shows: a command line, a file of settings, the name of a
// setting, a key, a variable. Each is judged by what the program itself reads it with.
import { knownAgents } from '@codex-voice/agents';
import { CATALOGUE } from '@codex-voice/models';
import { MANIFEST_KEYS, manifestSchema } from '@codex-voice/plugins';
import { parseCommandLine } from '../command-line.ts';
import { parseConfig, parseTables } from '../config.ts';
import { ConfigFile } from '../config-file.ts';
import { CONFIG_KEYS, PROJECT_KEYS, projectSchema } from '../config-schema.ts';
import { OWN_VARIABLES, VARIABLE_PREFIX, variableOf } from '../configuration/environment.ts';
import { settingRows } from '../configuration/setting-rows.ts';
import { keyNames } from '../key-names.ts';
import { leaderLetters } from '../leader-letters.ts';
import { COMMANDS, type CommandName, OPTIONS } from '../options.table.ts';
import { parseRoles } from '../roles/role-files.ts';
import { COMMAND_WORDS } from './commands-page.ts';

/** Names that stand for something of the reader's: `FILE`, `SESSION…`, `v1.2`. */
const PLACEHOLDER = /^[^a-z]*[A-Z]/u;

/** What is wrong with the words behind `codex-voice`, as they could be run; undefined: nothing. */
export function commandFault(words: readonly string[]): string | undefined {
  try {
    const { command, rest } = parseCommandLine(words);
    return wordsFault(command, rest);
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

function wordsFault(
  command: string,
  [first, second, ...more]: readonly string[],
): string | undefined {
  if (command === 'start') return agentFault(first);
  if (command === 'config') {
    if (!['get', 'set', 'explain'].includes(first ?? '') || second === undefined) return undefined;
    return settingFault(second);
  }
  if (command === 'models' && (first === 'add' || first === 'remove')) {
    return [second, ...more].map(modelFault).find((fault) => fault !== undefined);
  }
  return undefined;
}

function agentFault(word: string | undefined): string | undefined {
  if (word === undefined || PLACEHOLDER.test(word)) return undefined;
  if (knownAgents.some(({ command }) => command === word)) return undefined;
  return `${word} is neither a command of ours nor an agent that is known`;
}

function modelFault(name: string | undefined): string | undefined {
  if (name === undefined || PLACEHOLDER.test(name) || name.includes('/')) return undefined;
  return CATALOGUE.some(({ id }) => id === name) ? undefined : `there is no model ${name}`;
}

/** The same of a command that is only spoken of, and may lack what has to follow. */
export function mentionFault(words: readonly string[]): string | undefined {
  const [first, ...rest] = words;
  const named = (first ?? '').split('|').filter((word) => !word.startsWith('-'));
  const commands = named.filter((word) => COMMANDS.some(({ name }) => name === word));
  // Starting an agent lacks nothing.
  if (commands.length === 0) return commandFault(words.filter((word) => word !== '…'));
  const stranger = named.find((word) => !commands.includes(word));
  if (stranger !== undefined) return `${stranger} is no command`;
  return commands.map((name) => oneFault(name as CommandName, rest)).find(Boolean); // they are names of the table
}

function oneFault(command: CommandName, rest: readonly string[]): string | undefined {
  const own = rest.includes('--') ? rest.slice(0, rest.indexOf('--')) : rest;
  const known = COMMAND_WORDS[command];
  const [word = ''] = own;
  const strange = /^[a-z][a-z|-]*$/u.test(word)
    ? word.split('|').find((each) => known !== undefined && !known.includes(each))
    : undefined;
  if (strange !== undefined && !isSetting(strange)) return `${command} ${strange} is not known`;
  return optionFault(command, own);
}

function optionFault(command: CommandName, words: readonly string[]): string | undefined {
  const rows = OPTIONS.filter(({ commands }) => commands.includes(command));
  const given = words.flatMap((word) => /^--([a-z][a-z-]*)/u.exec(word)?.[1] ?? []);
  const strange = given.find((name) => !rows.some((row) => row.name === name));
  return strange === undefined ? undefined : `${command} has no option --${strange}`;
}

const SETTING_PATHS: ReadonlySet<string> = new Set(settingRows().map(({ path }) => path));
const TABLES = Object.keys(CONFIG_KEYS).filter((name) => name !== '');

function isSetting(path: string): boolean {
  return SETTING_PATHS.has(path) || TABLES.includes(path);
}

/** Of a setting's name as `speech.silence_ms`, in which `*` stands for any name. */
export function settingFault(path: string): string | undefined {
  if (PLACEHOLDER.test(path) || isSetting(path)) return undefined;
  const pattern = new RegExp(`^${path.replaceAll('.', '\\.').replaceAll('*', '[^.]+')}$`, 'u');
  if ([...SETTING_PATHS].some((each) => pattern.test(each))) return undefined;
  return `there is no setting ${path}`;
}

/** Whether a dotted name begins as one of ours does, so that it is meant to be one. */
export function isSettingLike(path: string): boolean {
  const [table = '', ...rest] = path.split('.');
  return rest.length > 0 && (TABLES.includes(table) || table === 'themes');
}

/** The files that a document may show, by how they are named behind `toml` in its fence. */
const READERS: Readonly<Record<string, (text: string, name: string) => unknown>> = {
  'config.toml': (text, name) => parseConfig(text, name),
  'plugin.toml': (text, name) =>
    parseTables(new ConfigFile(name, text), manifestSchema, MANIFEST_KEYS),
  '.codex-voice.toml': (text, name) =>
    parseTables(new ConfigFile(name, text), projectSchema, PROJECT_KEYS),
  'prompts.toml': (text, name) => parseRoles(new ConfigFile(name, text)),
};

/** What is wrong with a file of settings; `name` as in its fence. Files of other programs are not looked at. */
export function fileFault(text: string, name: string): string | undefined {
  if (name.startsWith('~/')) return undefined;
  const read = READERS[name];
  if (read === undefined) {
    return `${name} is no file of ours: name one of ${Object.keys(READERS).join(', ')} behind toml`;
  }
  try {
    read(text, name);
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

/** What is wrong with a key behind the leader, as in `Ctrl-\ s`. */
export function leaderKeyFault(letter: string): string | undefined {
  const { talk, leader, letters } = keyNames('default');
  const bound = [talk, leader, 'Esc', ...Object.values(leaderLetters(letters))];
  return bound.includes(letter) ? undefined : `${leader} ${letter} is bound to nothing`;
}

/** Of a release, and so of no session. */
const BUILD_VARIABLES = ['SIGNING_KEY'].map((name) => VARIABLE_PREFIX + name);

export function variableFault(name: string): string | undefined {
  if (name === VARIABLE_PREFIX || OWN_VARIABLES.has(name) || BUILD_VARIABLES.includes(name)) return;
  if (settingRows().some((row) => variableOf(row) === name)) return;
  return `there is no variable ${name}`;
}

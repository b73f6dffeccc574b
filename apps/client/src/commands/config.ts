// `codex-voice config`: where each setting's value comes from, one of them, one changed in the file, the
// file in an editor, where it is, and the schema that editors complete it by.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parsedToml } from '../config.ts';
import { ConfigFile } from '../config-file.ts';
import { configLocation, locatedText } from '../configuration/config-location.ts';
import { editConfig } from '../configuration/edit-in-editor.ts';
import { variableOf } from '../configuration/environment.ts';
import {
  type ExplainedSetting,
  type Explanation,
  explainedConfig,
} from '../configuration/explanation.ts';
import { explanationText, settingText } from '../configuration/explanation-text.ts';
import { conflictLines } from '../configuration/key-conflicts.ts';
import { settingNamed } from '../configuration/setting-names.ts';
import { valueAt } from '../configuration/setting-rows.ts';
import { meantValue, tomlValue } from '../configuration/setting-values.ts';
import { settingFacts, TAKES_WORDS } from '../configuration/settings.table.ts';
import {
  changedConfig,
  changeText,
  unsetConfig,
  writeConfig,
} from '../configuration/write-config.ts';
import { keyNames } from '../key-names.ts';
import { places } from '../places.ts';
import { readProjectConfig } from '../project-config.ts';
import { UserError, visible } from '../user-error.ts';
import { type CommandGiven, note, printJson } from './session-access.ts';

/** Throws `UserError`. */
export async function config(given: CommandGiven): Promise<number> {
  const [action = 'explain', key, ...values] = given.request.rest;
  switch (action) {
    case 'get':
      return get(given, key);
    case 'set':
      return set(given, key ?? '', values.join(' '));
    case 'unset':
      return unset(given, key ?? '');
    case 'edit':
      return await editConfig(configLocation(given.request.options), schemaText(given));
    case 'path':
      return path(given);
    case 'schema':
      process.stdout.write(schemaText(given));
      return 0;
    default:
      return explain(given, key);
  }
}

function explained({ request: { options } }: CommandGiven): Explanation {
  const location = configLocation(options);
  const text = locatedText(location);
  return explainedConfig({ path: location.path, text, environment: process.env, options });
}

function explain(given: CommandGiven, key: string | undefined): number {
  const explanation = explained(given);
  const isJson = given.request.options.json === true;
  if (key !== undefined) {
    const setting = settingOf(explanation, key);
    const also = keyLines(explanation, key);
    if (isJson) printJson({ ...documentOf(setting), ...(also.length === 0 ? {} : { also }) });
    else
      process.stdout.write(
        settingText(setting) + also.map((line) => `  also      ${line}\n`).join(''),
      );
    return 0;
  }
  const project = projectLines();
  if (isJson) {
    const { path: file } = configLocation(given.request.options);
    const settings = explanation.settings.map(documentOf);
    printJson({ file, project, settings, firstProgram: explanation.old });
    return 0;
  }
  const about = { file: fileLine(given), project };
  process.stdout.write(explanationText(explanation, about));
  return 0;
}

/** What agents have a key for. */
function keyLines({ config: { keys } }: Explanation, key: string): readonly string[] {
  const [table, ...name] = key.split('.');
  return table === 'keys' ? conflictLines(keyNames(keys), name.join('.')) : [];
}

/** With what is absent left out, as JSON has it. */
function documentOf({ source, ...setting }: ExplainedSetting): object {
  return { ...setting, changes: TAKES_WORDS[setting.takes], source };
}

function fileLine({ request: { options } }: CommandGiven): string {
  const { path: file } = configLocation(options);
  const isThere = locatedText(configLocation(options)) !== '';
  return isThere ? visible(file) : `${visible(file)} (not there, or empty: defaults)`;
}

/** What a project's file brings; it can bring no more. */
function projectLines(): readonly string[] {
  const { file, problem, tables } = readProjectConfig(process.cwd());
  if (problem !== undefined) return [visible(problem)];
  if (file === undefined) return [];
  const { phrases, macros, toolchain } = tables;
  const brought = [
    `${phrases.length + macros.length} phrases, held in the composer`,
    ...Object.keys(toolchain).map((task) => `toolchain.${task}`),
  ];
  return [`${visible(file.path)}: ${brought.join(', ')}; it can set nothing else`];
}

function settingOf({ settings }: Explanation, key: string): ExplainedSetting {
  const found = settings.find(({ path: name }) => name === key);
  if (found !== undefined) return found;
  const row = settingNamed(key);
  throw new UserError(`${visible(key)} is a table: name one of its settings, as ${row}`);
}

/** The value alone, for scripts; text without its quotes. */
function get(given: CommandGiven, key: string | undefined): number {
  const { settings, config: read } = explained(given);
  const isJson = given.request.options.json === true;
  const found = settings.find(({ path: name }) => name === key);
  if (key !== undefined && found === undefined) settingNamed(key);
  const tables = key === undefined ? withoutFile(read) : valueAt(read, key.split('.'));
  const value = found === undefined ? tables : found.value;
  if (isJson) printJson(value ?? null);
  else if (value !== undefined)
    process.stdout.write(`${typeof value === 'string' ? visible(value) : tomlValue(value)}\n`);
  else note(`${key} is not set: codex-voice config explain ${key}`);
  return 0;
}

function withoutFile({ file: _, ...tables }: Explanation['config']): object {
  return tables;
}

function set(given: CommandGiven, key: string, text: string): number {
  const { options } = given.request;
  const named = configLocation(options);
  // One that is named need not be there to be written.
  const location = { ...named, presence: 'optional' } as const;
  const before = locatedText(location, 'change');
  const setting = settingNamed(key, themesIn(location.path, before));
  if (typeof setting === 'string') {
    throw new UserError(`${visible(key)} is a table: set one of its settings, as ${setting}`);
  }
  if (setting.kind === 'entries') {
    throw new UserError(`${key} is a list of tables: codex-voice config edit opens the file`);
  }
  const value = meantValue(text, setting.schema);
  const edit = changedConfig({ path: location.target, text: before }, [
    { keys: setting.keys, value },
  ]);
  const isOld = location.path !== location.target;
  writeConfig(location.target, { before: isOld ? '' : before, after: edit.text });
  if (options.json === true) {
    printJson({ file: location.target, line: edit.line, key, value });
    return 0;
  }
  const takes = settingFacts(setting.keys)?.takes ?? 'session';
  process.stdout.write(`${changeText(location.target, edit)}\n`);
  if (isOld) note(`${location.path} was read before and is not any more: it was taken along`);
  const counts = takes === 'now' ? 'at once' : `with the ${TAKES_WORDS[takes]}`;
  process.stdout.write(`It counts ${counts}.\n`);
  const variable = variableOf(setting);
  if (variable !== undefined && (process.env[variable] ?? '') !== '')
    note(`${variable} is set and counts more: unset it`);
  return 0;
}

/** From then on the default counts, or what else says something of it. */
function unset(given: CommandGiven, key: string): number {
  const { options } = given.request;
  const location = { ...configLocation(options), presence: 'optional' } as const;
  const before = locatedText(location, 'change');
  const setting = settingNamed(key, themesIn(location.path, before));
  const keys = typeof setting === 'string' ? [] : setting.keys;
  const isOurs = location.path === location.target;
  const stands = valueAt(parsedToml(new ConfigFile(location.path, before)), keys) !== undefined;
  if (typeof setting === 'string' || setting.kind === 'entries')
    throw new UserError(`${visible(key)} is a table: codex-voice config edit opens the file`);
  if (!isOurs || !stands) {
    if (options.json === true) printJson({ file: location.target, key, removed: false });
    else note(`${key} does not stand in ${visible(location.target)}: nothing to take away`);
    return 0;
  }
  const edit = unsetConfig({ path: location.target, text: before }, keys);
  writeConfig(location.target, { before, after: edit.text });
  if (options.json === true)
    printJson({ file: location.target, line: edit.line, key, removed: true });
  else process.stdout.write(`${changeText(location.target, edit)}\n`);
  return 0;
}

/** The names of the file's own themes. A file that would not load has none. */
function themesIn(file: string, text: string): readonly string[] {
  const themes = valueAt(parsedToml(new ConfigFile(file, text)), ['themes']);
  return themes === null || typeof themes !== 'object' ? [] : Object.keys(themes);
}

function path({ request: { options } }: CommandGiven): number {
  const { path: read, target } = configLocation(options);
  const project = readProjectConfig(process.cwd()).file?.path;
  const { stateDirectory } = places(process.env, process.platform);
  if (options.json === true)
    printJson({ file: read, written: target, project, state: stateDirectory });
  else process.stdout.write(`${visible(read)}\n`);
  return 0;
}

/** As it is published. */
function schemaText({ launcher }: CommandGiven): string {
  return readFileSync(join(launcher, '..', '..', 'schema', 'config.schema.json'), 'utf8');
}

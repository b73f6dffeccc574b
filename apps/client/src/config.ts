// Reads the config file and says of a wrong one: file, line, what is allowed, the nearest known key.
import { readFileSync } from 'node:fs';
import { parse as parseToml, TomlDate, TomlError } from 'smol-toml';
import * as v from 'valibot';
import { ConfigFile } from './config-file.ts';
import { CONFIG_KEYS, type Config, configSchema } from './config-schema.ts';
import { variableSettings, withVariables } from './configuration/environment.ts';
import { ownTables } from './configuration/first-program.ts';
import { valueAt } from './configuration/setting-rows.ts';
import { readableToml, utf8Text } from './configuration/utf8-text.ts';
import { nearest } from './nearest.ts';
import { UserError } from './user-error.ts';

/** What a config is read from besides a file. */
export interface ConfigSurroundings {
  /** Its `CODEX_VOICE_*` variables are laid over the file. */
  readonly environment?: Readonly<Record<string, string | undefined>>;
}

/** Reads `path`. A missing file means defaults unless `required`. Throws `UserError`. */
export function readConfig(
  path: string,
  presence: 'required' | 'optional',
  surroundings: ConfigSurroundings = {},
): Config {
  return parseConfig(configText({ path, presence, use: 'read' }), path, surroundings);
}

export interface ConfigTextWish {
  readonly path: string;
  readonly presence: 'required' | 'optional';
  /** What is to be changed must come back byte for byte; who only reads passes over comments. */
  readonly use: 'read' | 'change';
}

/** The text of a config file; of an optional one that is not there, nothing. Throws `UserError`. */
export function configText({ path, presence, use }: ConfigTextWish): string {
  try {
    const bytes = readFileSync(path);
    return use === 'read' ? readableToml(bytes, path) : utf8Text(bytes, path);
  } catch (error) {
    if (error instanceof UserError) throw error;
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (code === 'ENOENT' && presence === 'optional') return '';
    throw new UserError(
      code === 'ENOENT'
        ? `there is no config file ${path}: check the name after --config`
        : `the config file ${path} can't be read (${String(code)}): check that it is a file of yours`,
    );
  }
}

/** Parses the text of a config file. `path` is for messages only. Throws `UserError`. */
export function parseConfig(
  text: string,
  path: string,
  { environment = {} }: ConfigSurroundings = {},
): Config {
  const plain = new ConfigFile(path, text);
  const { table, old } = ownTables(parsedToml(plain), plain);
  const renamed = old.map(({ became, line }) => [became?.path ?? '', `${path}:${line}`] as const);
  const fromFile = new ConfigFile(path, text, new Map(renamed));
  const alone = checkedTables(table, fromFile, { schema: configSchema, known: CONFIG_KEYS });
  const variables = variableSettings(environment, valueAt(table, ['openai', 'key_variable']));
  if (variables.length === 0) return { ...alone, file: fromFile };
  const named = variables.map(({ row, variable }) => [row.path, variable] as const);
  const file = new ConfigFile(path, text, new Map([...renamed, ...named]));
  const over = withVariables(table, variables);
  return { ...checkedTables(over, file, { schema: configSchema, known: CONFIG_KEYS }), file };
}

/** Parses the text of a TOML file with tables of this form. Throws `UserError`. */
export function parseTables<Tables>(
  file: ConfigFile,
  schema: v.GenericSchema<unknown, Tables>,
  known: Readonly<Record<string, readonly string[]>>,
): Tables {
  return checkedTables(parsedToml(file), file, { schema, known });
}

/** The file's tables, whatever they hold but dates, which no setting is. Throws `UserError`. */
export function parsedToml(file: ConfigFile): unknown {
  const table = parsedText(file);
  const keys = dateIn(table);
  if (keys === undefined) return table;
  throw new UserError(
    `${file.place(keys)}: ${keys.join('.')} can't be a date: text stands in quotes`,
  );
}

/** Where a date stands; it would pass for an empty table. */
function dateIn(value: unknown): readonly string[] | undefined {
  if (value instanceof TomlDate) return [];
  if (value === null || typeof value !== 'object') return undefined;
  for (const [key, each] of Object.entries(value)) {
    const below = dateIn(each);
    if (below !== undefined) return [key, ...below];
  }
  return undefined;
}

function parsedText(file: ConfigFile): unknown {
  try {
    return parseToml(file.text);
  } catch (error) {
    if (!(error instanceof TomlError)) throw error;
    const [what] = error.message.replace('Invalid TOML document: ', '').split('\n');
    const mend = what === 'invalid value' ? 'text stands in quotes' : 'mend this line';
    throw new UserError(`${file.path}:${error.line}: not valid TOML (${what}): ${mend}`);
  }
}

function checkedTables<Tables>(
  table: unknown,
  file: ConfigFile,
  form: {
    readonly schema: v.GenericSchema<unknown, Tables>;
    readonly known: Readonly<Record<string, readonly string[]>>;
  },
): Tables {
  const result = v.safeParse(form.schema, table);
  if (result.success) return result.output;
  // Where something is missing, a name that nothing has is most likely it, mistyped.
  const [first] = result.issues;
  const unknown = first.received === 'undefined' ? result.issues.find(isUnknownKey) : undefined;
  throw new UserError(explain(file, form.known, unknown ?? first));
}

function isUnknownKey({ type, expected }: v.BaseIssue<unknown>): boolean {
  return type === 'strict_object' && expected === 'never';
}

function explain(
  file: ConfigFile,
  known: Readonly<Record<string, readonly string[]>>,
  issue: v.BaseIssue<unknown>,
): string {
  const specific = issue.issues?.find((inner) => inner.path !== undefined) ?? issue;
  const keys = [...(issue.path ?? []), ...(specific === issue ? [] : (specific.path ?? []))].map(
    (item) => String(item.key),
  );
  const name = keys.join('.');
  const where = file.place(keys);
  if (isUnknownKey(specific)) {
    const names = knownKeys(keys, known);
    const guess = nearest(keys.at(-1) ?? '', names);
    const hint = guess === undefined ? `known here: ${names.join(', ')}` : `did you mean ${guess}?`;
    return `${where}: unknown key ${name}: ${hint}`;
  }
  if (specific.received === 'undefined') return `${where}: ${name} is missing: add it`;
  return `${where}: ${name} can't be ${received(specific)}: allowed is ${allowed(specific)}`;
}

/** The names allowed beside the last of `keys`. Tables in a table are alike: `[modes.wake]`, `[modes.tap]`. */
function knownKeys(
  keys: readonly string[],
  known: Readonly<Record<string, readonly string[]>>,
): readonly string[] {
  const [table = ''] = keys;
  const own = known[keys.slice(0, -1).join('.')];
  if (own !== undefined) return own;
  const inner = keys.length > 3 ? known[`${table}.*.${keys[2]}`] : undefined;
  if (inner !== undefined) return inner;
  if (keys.length > 2) return known[`${table}.*`] ?? known[table] ?? [];
  return known[keys.length > 1 ? table : ''] ?? [];
}

/** What stands there, in the words of the file; TOML's tables have no prototype to be named by. */
function received(issue: v.BaseIssue<unknown>): string {
  if (Array.isArray(issue.input)) return 'a list';
  if (issue.input === '') return '""';
  return issue.input !== null && typeof issue.input === 'object' ? 'a table' : issue.received;
}

function allowed(issue: v.BaseIssue<unknown>): string {
  switch (issue.type) {
    case 'min_value':
      return `at least ${String(issue.requirement)}`;
    case 'max_value':
      return `at most ${String(issue.requirement)}`;
    case 'min_length':
      return `at least ${String(issue.requirement)} of them`;
    case 'regex':
    case 'check':
      return issue.message;
    case 'non_empty':
      return 'a name';
    case 'integer':
      return 'a whole number';
    default:
      return (issue.expected ?? 'another value')
        .replaceAll(/[()]/g, '')
        .replaceAll(' | ', ' or ')
        .replace('Object', 'a table')
        .replace('Array', 'a list')
        .replace('boolean', 'true or false')
        .replace('number', 'a number')
        .replace('string', 'text in quotes');
  }
}

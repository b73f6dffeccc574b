// Reads the config file and says of a wrong one: file, line, what is allowed, the nearest known key.
import { readFileSync } from 'node:fs';
import { parse as parseToml, TomlError } from 'smol-toml';
import * as v from 'valibot';
import { ConfigFile } from './config-file.ts';
import { CONFIG_KEYS, type Config, configSchema } from './config-schema.ts';
import { nearest } from './nearest.ts';
import { UserError } from './user-error.ts';

/** Reads `path`. A missing file means defaults unless `required`. Throws `UserError`. */
export function readConfig(path: string, presence: 'required' | 'optional'): Config {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (code === 'ENOENT' && presence === 'optional') return parseConfig('', path);
    throw new UserError(
      code === 'ENOENT'
        ? `there is no config file ${path}: check the name after --config`
        : `the config file ${path} can't be read (${String(code)}): check that it is a file of yours`,
    );
  }
  return parseConfig(text, path);
}

/** Parses the text of a config file. `path` is for messages only. Throws `UserError`. */
export function parseConfig(text: string, path: string): Config {
  const file = new ConfigFile(path, text);
  return { ...parseTables(file, configSchema, CONFIG_KEYS), file };
}

/** Parses the text of a TOML file with tables of this form. Throws `UserError`. */
export function parseTables<Tables>(
  file: ConfigFile,
  schema: v.GenericSchema<unknown, Tables>,
  known: Readonly<Record<string, readonly string[]>>,
): Tables {
  let table: unknown;
  try {
    table = parseToml(file.text);
  } catch (error) {
    if (!(error instanceof TomlError)) throw error;
    const [what] = error.message.replace('Invalid TOML document: ', '').split('\n');
    const mend = what === 'invalid value' ? 'text stands in quotes' : 'mend this line';
    throw new UserError(`${file.path}:${error.line}: not valid TOML (${what}): ${mend}`);
  }
  const result = v.safeParse(schema, table);
  if (result.success) return result.output;
  throw new UserError(explain(file, known, result.issues[0]));
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
  if (specific.type === 'strict_object' && specific.expected === 'never') {
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

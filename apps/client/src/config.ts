// Reads the config file and says of a wrong one: file, line, what is allowed, the nearest known key.
import { readFileSync } from 'node:fs';
import { parse as parseToml, TomlError } from 'smol-toml';
import * as v from 'valibot';
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
  let table: unknown;
  try {
    table = parseToml(text);
  } catch (error) {
    if (!(error instanceof TomlError)) throw error;
    const [what] = error.message.replace('Invalid TOML document: ', '').split('\n');
    const mend = what === 'invalid value' ? 'text stands in quotes' : 'mend this line';
    throw new UserError(`${path}:${error.line}: not valid TOML (${what}): ${mend}`);
  }
  const result = v.safeParse(configSchema, table);
  if (result.success) return result.output;
  throw new UserError(explain(text, path, result.issues[0]));
}

function explain(text: string, path: string, issue: v.BaseIssue<unknown>): string {
  const specific = issue.issues?.find((inner) => inner.path !== undefined) ?? issue;
  const keys = [...(issue.path ?? []), ...(specific === issue ? [] : (specific.path ?? []))].map(
    (item) => String(item.key),
  );
  const name = keys.join('.');
  const where = `${path}:${lineOf(text, keys)}`;
  if (specific.type === 'strict_object' && specific.expected === 'never') {
    const known = knownKeys(keys);
    const guess = nearest(keys.at(-1) ?? '', known);
    const hint = guess === undefined ? `known here: ${known.join(', ')}` : `did you mean ${guess}?`;
    return `${where}: unknown key ${name}: ${hint}`;
  }
  if (specific.received === 'undefined') return `${where}: ${name} is missing: add it`;
  return `${where}: ${name} can't be ${received(specific)}: allowed is ${allowed(specific)}`;
}

/** The names allowed beside the last of `keys`. Tables in a table are alike: `[modes.wake]`, `[modes.tap]`. */
function knownKeys(keys: readonly string[]): readonly string[] {
  const [table = ''] = keys;
  if (keys.length > 2) return CONFIG_KEYS[`${table}.*`] ?? CONFIG_KEYS[table] ?? [];
  return CONFIG_KEYS[keys.length > 1 ? table : ''] ?? [];
}

/** What stands there, in the words of the file; TOML's tables have no prototype to be named by. */
function received(issue: v.BaseIssue<unknown>): string {
  if (Array.isArray(issue.input)) return 'a list';
  return issue.input !== null && typeof issue.input === 'object' ? 'a table' : issue.received;
}

function allowed(issue: v.BaseIssue<unknown>): string {
  switch (issue.type) {
    case 'min_value':
      return `at least ${String(issue.requirement)}`;
    case 'max_value':
      return `at most ${String(issue.requirement)}`;
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

/** Line on which the key stands, counted from 1; the table's line, or 1, if it can't be found. */
function lineOf(text: string, keys: readonly string[]): number {
  const key = keys.at(-1) ?? '';
  const [first, second, third] = keys;
  const isEntry = third !== undefined && /^\d+$/u.test(second ?? '');
  const table =
    third !== undefined && !isEntry ? `${first}.${second}` : keys.length > 1 ? first : undefined;
  const wantedEntry = isEntry ? Number(second) : 0;
  let entry = -1;
  let inside = table === undefined;
  let found = 1;
  for (const [index, line] of text.split('\n').entries()) {
    const header = /^\s*\[+\s*([^\]\s]+)\s*\]+/.exec(line);
    if (header) {
      if (header[1] === table) entry += 1;
      inside = header[1] === table && entry === wantedEntry;
      if (inside) found = index + 1;
    } else if (inside && line.split('=')[0]?.trim().replaceAll('"', '') === key) {
      return index + 1;
    }
  }
  return found;
}

// Where the value of each setting comes from: the command line, the environment, the file, one of the first
// program's keys in it, or the default and what that rests on. How it is shown is another's.
import type { Request } from '../command-line.ts';
import { parseConfig, parsedToml } from '../config.ts';
import { ConfigFile } from '../config-file.ts';
import type { Config } from '../config-schema.ts';
import { keyNames } from '../key-names.ts';
import { variableOf, variableSettings } from './environment.ts';
import { type OldKey, ownTables } from './first-program.ts';
import { flagOf } from './flag-settings.ts';
import { type SettingRow, settingRows, valueAt } from './setting-rows.ts';
import { settingFacts, type Takes } from './settings.table.ts';
import { checkConfig } from './whole-check.ts';

export type SettingSource =
  | { readonly kind: 'flag'; readonly option: string }
  | { readonly kind: 'environment'; readonly variable: string }
  | { readonly kind: 'file'; readonly path: string; readonly line: number }
  /** By a key of the first program. */
  | { readonly kind: 'old-key'; readonly path: string; readonly line: number; readonly key: string }
  | { readonly kind: 'default' };

export interface ExplainedSetting {
  readonly path: string;
  /** Undefined: it is not set and has no default. */
  readonly value: unknown;
  readonly source: SettingSource;
  readonly allowed: string;
  readonly default: unknown;
  readonly help: string;
  readonly why: string;
  readonly takes: Takes;
  /** Undefined: only a file has it. */
  readonly variable: string | undefined;
}

export interface Explanation {
  readonly config: Config;
  readonly settings: readonly ExplainedSetting[];
  readonly old: readonly OldKey[];
}

type Options = Request['options'];

export interface Explained {
  readonly path: string;
  readonly text: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly options: Options;
}

/** Throws `UserError` for a file or an environment that would not load. */
export function explainedConfig({ path, text, environment, options }: Explained): Explanation {
  const config = parseConfig(text, path, { environment });
  checkConfig(config);
  const plain = new ConfigFile(path, text);
  const { old } = ownTables(parsedToml(plain), plain);
  const variables = new Map(
    variableSettings(environment, valueAt(config, ['openai', 'key_variable'])).map(
      ({ row, variable }) => [row.path, variable],
    ),
  );
  const sourceOf = (row: SettingRow): SettingSource => {
    const flag = flagOf(row.path, options);
    if (flag !== undefined) return { kind: 'flag', option: flag.option };
    const variable = variables.get(row.path);
    if (variable !== undefined) return { kind: 'environment', variable };
    if (plain.has(row.keys)) return { kind: 'file', path, line: plain.lineOf(row.keys) ?? 1 };
    const was = old.find(({ became }) => became?.path === row.path);
    if (was !== undefined) return { kind: 'old-key', path, line: was.line, key: was.path };
    return { kind: 'default' };
  };
  const settings = explainedRows(config).map((row): ExplainedSetting => {
    const { help = '', why = '', takes = 'session' } = settingFacts(row.keys) ?? {};
    const value = flagOf(row.path, options)?.value ?? inForce(config, row);
    const { allowed, path: name, default: fallback } = row;
    const variable = variableOf(row);
    return {
      path: name,
      value,
      source: sourceOf(row),
      allowed,
      default: fallback,
      help,
      why,
      takes,
      variable,
    };
  });
  return { config, settings, old };
}

/** Those of the schema, and those of the themes that the file has. */
function explainedRows({ themes }: Config): readonly SettingRow[] {
  return settingRows().flatMap((row) => {
    if (row.path !== 'themes') return [row];
    const own = Object.entries(themes).flatMap(([name, looks]) =>
      Object.keys(looks).map((look) => {
        const keys = ['themes', name, look];
        return { ...row, keys, path: keys.join('.'), kind: 'entries', allowed: 'a look' } as const;
      }),
    );
    return [row, ...own];
  });
}

/** A set of keys stands for what it has. */
function inForce(config: Config, { keys }: SettingRow): unknown {
  const [table, ...below] = keys;
  if (table === 'keys' && below.length > 0) return valueAt(keyNames(config.keys), below);
  return valueAt(config, keys);
}

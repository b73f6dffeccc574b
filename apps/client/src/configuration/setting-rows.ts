// Every setting there is, read off the schema: its path, what may stand there, and its default. What each
// is for stands in the table of settings.
import { configSchema } from '../config-schema.ts';

/** As much of a schema as is looked at here; each kind of schema has some of it. */
export interface SchemaNode {
  readonly type: string;
  readonly entries?: Readonly<Record<string, SchemaNode>>;
  readonly wrapped?: SchemaNode;
  readonly default?: unknown;
  readonly item?: SchemaNode;
  readonly value?: SchemaNode;
  /** Words of a picklist, or schemas of a union. */
  readonly options?: readonly (string | SchemaNode)[];
  /** The schema itself, then what is asked of its value. */
  readonly pipe?: readonly SchemaNode[];
  readonly requirement?: unknown;
  /** The one value of a literal. */
  readonly literal?: unknown;
  readonly message?: unknown;
}

export interface SettingRow {
  /** As in `speech.silence_ms`. */
  readonly path: string;
  readonly keys: readonly string[];
  /** In words. */
  readonly allowed: string;
  /** Undefined: there is none. */
  readonly default: unknown;
  /** `entries`: tables of a list, which only the file has. */
  readonly kind: 'value' | 'entries';
  readonly schema: SchemaNode;
}

/** Every setting, in the order of the schema. */
export function settingRows(): readonly SettingRow[] {
  // Schemas are plain objects; what is read of them is what the `valibot` package documents.
  const root = configSchema as unknown as SchemaNode;
  return rowsOf(root, [], undefined);
}

function rowsOf(schema: SchemaNode, keys: readonly string[], fallback: unknown): SettingRow[] {
  const { entries, wrapped } = schema;
  if (wrapped !== undefined) return rowsOf(wrapped, keys, schema.default);
  if (entries !== undefined)
    return Object.entries(entries).flatMap(([name, each]) =>
      rowsOf(each, [...keys, name], undefined),
    );
  const table = tableIn(schema);
  const below = table === undefined ? [] : rowsOf(table, keys, undefined);
  const kind = schema.item?.entries === undefined ? 'value' : 'entries';
  const row = { path: keys.join('.'), keys, allowed: allowedText(schema), kind, schema } as const;
  return [{ ...row, default: fallback }, ...below];
}

/** A table that may stand in the place of a word, as `[keys]`. */
function tableIn({ type, options }: SchemaNode): SchemaNode | undefined {
  if (type !== 'union') return undefined;
  return options?.find((each): each is SchemaNode => typeof each !== 'string' && 'entries' in each);
}

/** What may stand there, in words. */
export function allowedText(schema: SchemaNode): string {
  const { type, item, options = [], pipe = [], wrapped } = schema;
  switch (type) {
    case 'picklist':
      return options.map((word) => JSON.stringify(word)).join(', ');
    case 'boolean':
      return 'true, false';
    case 'number':
      return numberText(pipe);
    case 'string':
      return textText(pipe);
    case 'array':
      return item?.entries === undefined && item !== undefined
        ? `a list: ${allowedText(item)}`
        : 'tables';
    case 'union':
      return options
        .filter((each): each is SchemaNode => typeof each !== 'string' && !('entries' in each))
        .map(allowedText)
        .join(', ');
    case 'optional':
    case 'exact_optional':
      return wrapped === undefined ? 'a value' : allowedText(wrapped);
    default:
      return 'a table';
  }
}

function numberText(pipe: readonly SchemaNode[]): string {
  const bound = (type: string): unknown => pipe.find((each) => each.type === type)?.requirement;
  const whole = pipe.some(({ type }) => type === 'integer') ? 'a whole number' : 'a number';
  const least = bound('min_value');
  const most = bound('max_value');
  if (least === undefined && most === undefined) return whole;
  return `${whole}, ${String(least)} to ${String(most)}`;
}

function textText(pipe: readonly SchemaNode[]): string {
  const pattern = pipe.find(({ type }) => type === 'regex');
  return typeof pattern?.message === 'string' ? pattern.message : 'text';
}

/** What stands at a path of a read config; undefined: nothing does. */
export function valueAt(config: unknown, keys: readonly string[]): unknown {
  let value = config;
  for (const key of keys) {
    if (value === null || typeof value !== 'object' || Array.isArray(value)) return undefined;
    const own = Object.getOwnPropertyDescriptor(value, key);
    if (own === undefined) return undefined;
    value = own.value;
  }
  return value;
}

// What is published of the settings, held to the schema that files are read by: the JSON Schema, the table in
// the guide, the facts. `npx vitest run -u` on this file makes the first two anew.
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { toJsonSchema } from '@valibot/to-json-schema';
import { parse as parseToml } from 'smol-toml';
import { expect, test } from 'vitest';
import { configSchema } from '../config-schema.ts';
import { variableOf } from './environment.ts';
import { settingRows } from './setting-rows.ts';
import { tomlValue } from './setting-values.ts';
import { SETTING_FACTS, settingFacts, TAKES_WORDS } from './settings.table.ts';

const root = (path: string) => fileURLToPath(new URL(`../../../../${path}`, import.meta.url));

type Json = { [name: string]: unknown };

function isObject(value: unknown): value is Json {
  return value !== null && typeof value === 'object' && !Array.isArray(value);
}

/** Puts what each setting is for into a JSON Schema, where editors show it. */
function described(schema: Json, keys: readonly string[]): Json {
  const help = settingFacts(keys)?.help;
  const below = (name: string, path: (key: string) => readonly string[]): Json => {
    const tables = schema[name];
    if (!isObject(tables)) return {};
    const all = Object.entries(tables).map(([key, each]) => [
      key,
      isObject(each) ? described(each, path(key)) : each,
    ]);
    return { [name]: Object.fromEntries(all) };
  };
  const options = Array.isArray(schema.anyOf)
    ? { anyOf: schema.anyOf.map((each) => (isObject(each) ? described(each, keys) : each)) }
    : {};
  const more = isObject(schema.additionalProperties)
    ? { additionalProperties: described(schema.additionalProperties, [...keys, '*']) }
    : {};
  const inner = below('properties', (key) => [...keys, key]);
  return {
    ...(help === undefined ? {} : { description: help }),
    ...schema,
    ...inner,
    ...options,
    ...more,
  };
}

test('CONFIG-8 the published JSON Schema is the schema that files are read by', async () => {
  const made = toJsonSchema(configSchema, { errorMode: 'ignore', typeMode: 'input' });
  const schema = { title: 'codex-voice config.toml', ...described({ ...made }, []) };
  const text = `${JSON.stringify(schema, undefined, 2)}\n`;
  await expect(text).toMatchFileSnapshot(root('schema/config.schema.json'));
  expect(text).toContain('"additionalProperties": false');
});

test('CONFIG-8 each setting has its facts, and no others are told of', () => {
  for (const { path, keys } of settingRows())
    expect([path, settingFacts(keys)]).not.toEqual([path, undefined]);
  const known = new Set(
    settingRows().flatMap(({ keys: [table = '', , ...rest], path }) => [
      path,
      [table, '*', ...rest].join('.'),
    ]),
  );
  const strange = Object.keys(SETTING_FACTS).filter(
    (path) => !known.has(path) && !path.startsWith('themes.'),
  );
  expect(strange).toEqual([]);
});

test('CONFIG-8 the guide has every setting in its table', async () => {
  const rows = settingRows()
    // Of the modes one stands for all.
    .filter(({ keys: [table, mode] }) => table !== 'modes' || mode === 'hybrid')
    .map((row) => {
      const { help = '', why = '', takes = 'session' } = settingFacts(row.keys) ?? {};
      const usual = row.default === undefined ? '' : `\`${tomlValue(row.default)}\``;
      const variable = variableOf(row);
      const name = variable === undefined ? 'file only' : `\`${variable}\``;
      const live = takes === 'live' ? 'next session, or live' : TAKES_WORDS[takes];
      const cells = [
        `\`${row.path}\``,
        help,
        row.allowed,
        [usual, why].filter(Boolean).join(', '),
        live,
        name,
      ];
      return `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
    });
  const table = [
    '| setting | what | allowed | default, and why | counts | variable |',
    '|---|---|---|---|---|---|',
    ...rows,
  ].join('\n');
  const path = root('docs/settings.md');
  const page = readFileSync(path, 'utf8');
  const made = page.replace(
    /(<!-- settings -->\n)[\s\S]*(<!-- end -->)/u,
    (_, begin, end) => `${begin}${table}\n${end}`,
  );
  expect(page).toContain('<!-- settings -->');
  await expect(made).toMatchFileSnapshot(path);
});

test('CONFIG-8 the guide’s example names the published schema', () => {
  const guide = readFileSync(root('docs/configuration.md'), 'utf8');
  expect(parseToml(/```toml\n([\s\S]*?)```/u.exec(guide)?.[1] ?? '')).toBeTypeOf('object');
  expect(guide).toContain('#:schema');
});

// The guides in docs/ tell what the program has: every config key with its default, every field of the documents
// they show. Pages made from the code are held to it by the check.
import { readFileSync } from 'node:fs';
import { findEntry, type InstalledModel, OTHER_FILE_ROLES, recommend } from '@codex-voice/models';
import { MODEL_FILE_ROLES } from '@codex-voice/protocol';
import { parse as parseToml } from 'smol-toml';
import { expect, test } from 'vitest';
import { modelsDocument } from './commands/models-list.ts';
import { sessionDocument } from './commands/session-table.ts';
import { parseConfig } from './config.ts';
import { CONFIG_KEYS } from './config-schema.ts';
import { valueAt } from './configuration/setting-rows.ts';
import { keyNames } from './key-names.ts';
import { COMMANDS, HOST_ACTIONS, MODEL_ACTIONS, OPTIONS, OTHER_LAYOUTS } from './options.table.ts';

function guide(name: string): string {
  return readFileSync(new URL(`../../../docs/${name}`, import.meta.url), 'utf8');
}

function tomlBlock(text: string): string {
  return /```toml\n([\s\S]*?)```/.exec(text)?.[1] ?? '';
}

test('the guide to the config file shows every key, and what it shows is accepted', () => {
  const block = tomlBlock(guide('configuration.md'));
  const shown = parseToml(block);
  const firstIn = (table: string) => Object.values(shown[table] ?? {})[0];
  for (const [table, keys] of Object.entries(CONFIG_KEYS)) {
    // Of the modes one stands for all.
    if (table === 'modes') continue;
    const [parent = '', below] = table.split('.');
    const named = table === '' ? shown : valueAt(shown, table.split('.'));
    const found = below === '*' ? firstIn(parent) : named;
    const part = Array.isArray(found) ? found[0] : found;
    expect(Object.keys(part ?? {}).toSorted(), table).toEqual([...keys].toSorted());
  }
  expect(parseConfig(block, 'configuration.md').phrases).toHaveLength(1);
});

test('what the guide gives as defaults are the defaults', () => {
  const lines = tomlBlock(guide('configuration.md')).split('\n');
  const plain = lines.filter((line) => !line.includes('# example'));
  const config = parseConfig(plain.join('\n'), 'configuration.md');
  const defaults = parseConfig('', 'configuration.md');
  expect(config).toEqual({
    ...defaults,
    keys: keyNames('default'),
    phrases: config.phrases,
    macros: config.macros,
  });
});

test('the document that the guide to sessions shows has the fields of the real one', () => {
  const text = guide('sessions.md');
  const shown: unknown = JSON.parse(/```json\n(\[[\s\S]*?)```/.exec(text)?.[1] ?? '');
  const real = sessionDocument(
    [
      {
        sessionId: 'codex-k3fa',
        agent: 'Codex',
        cwd: '/path/of/a/project',
        state: 'idle',
        columns: 80,
        rows: 23,
        startedAtMs: Date.parse('2026-01-31T09:30:00Z'),
        terminals: 1,
        held: true,
        queued: 0,
        rung: 'plain',
        keeperMemoryBytes: 42_000_000,
        agentMemoryBytes: 210_000_000,
      },
    ],
    Date.parse('2026-01-31T09:31:05Z'),
  );
  expect(shown).toEqual(real);
});

test('the guide to sessions tells of every command and option there is for them', () => {
  const text = guide('sessions.md');
  for (const name of ['attach', 'sessions', 'kill', 'say', 'host'] as const) {
    expect(COMMANDS.map((row) => row.name)).toContain(name);
    expect(text).toContain(`codex-voice ${name}`);
  }
  for (const action of HOST_ACTIONS) expect(text).toContain(`\`${action}\``);
  for (const name of ['view', 'take', 'send', 'compose', 'id', 'json', 'follow']) {
    expect(OPTIONS.map((row) => row.name)).toContain(name);
    expect(text).toContain(`--${name}`);
  }
});

/** The names of all fields, at any depth; of a list those of its first item. */
function fieldsOf(value: unknown, path = ''): string[] {
  if (Array.isArray(value)) return fieldsOf(value[0], `${path}[]`);
  if (value === null || typeof value !== 'object') return [path];
  return Object.entries(value).flatMap(([name, each]) => fieldsOf(each, `${path}.${name}`));
}

test('the document that the guide to models shows has the fields of the real one', () => {
  const shown: unknown = JSON.parse(/```json\n(\{[\s\S]*?)```/.exec(guide('models.md'))?.[1] ?? '');
  const entry = findEntry('zipformer-en');
  const facts = { cores: 4, memoryBytes: 8e9, graphics: 'none' } as const;
  const file = {
    role: 'tokens',
    name: 'tokens.txt',
    bytes: 5_048,
    sha256: 'a'.repeat(64),
    checkedAgainst: 'catalogue',
  } as const;
  const { id = '', title = '', layout = '' } = entry ?? {};
  const folder = '/path/of/models';
  const installed: InstalledModel = {
    id,
    folder: `${folder}/${id}`,
    manifest: {
      version: 1,
      ...{ id, title, layout, languages: ['en'], source: 'https://x' },
      kind: 'recogniser',
      installedAt: '2026-01-31T09:30:00.000Z',
      files: [file],
    },
  };
  const view = {
    ...{ columns: undefined, folder, language: 'en', facts, unfinished: [] },
    recommended: recommend(facts, 'en'),
    installed: [installed],
  };
  const real = JSON.parse(JSON.stringify(modelsDocument(view)));
  real.models = real.models.filter((model: { model: string }) => model.model === id);
  expect(fieldsOf(shown).toSorted()).toEqual(fieldsOf(real).toSorted());
});

test('the guide to models tells of every word, option and layout there is for them', () => {
  const text = guide('models.md');
  for (const action of MODEL_ACTIONS) expect(text).toContain(`codex-voice models ${action}`);
  const options = OPTIONS.filter(({ commands }) => commands.includes('models'));
  for (const { name } of options.filter((row) => !['config', 'help'].includes(row.name))) {
    expect(text).toContain(`--${name}`);
  }
  const layouts = [...Object.keys(MODEL_FILE_ROLES), ...Object.keys(OTHER_FILE_ROLES)];
  for (const layout of layouts) expect(text).toContain(`\`${layout}\``);
  expect([...OTHER_LAYOUTS]).toEqual(Object.keys(OTHER_FILE_ROLES));
});

// The guides in docs/ tell what the program has: every config key with its default, every built-in
// phrase.
import { readFileSync } from 'node:fs';
import { defaultPhrasebook } from '@codex-voice/speech';
import { parse as parseToml } from 'smol-toml';
import { expect, test } from 'vitest';
import { parseConfig } from './config.ts';
import { CONFIG_KEYS } from './config-schema.ts';

function guide(name: string): string {
  return readFileSync(new URL(`../../../docs/${name}`, import.meta.url), 'utf8');
}

function tomlBlock(text: string): string {
  return /```toml\n([\s\S]*?)```/.exec(text)?.[1] ?? '';
}

test('the guide to the config file shows every key, and what it shows is accepted', () => {
  const block = tomlBlock(guide('configuration.md'));
  const shown = parseToml(block);
  const [phrase] = Array.isArray(shown.phrases) ? shown.phrases : [];
  for (const [table, keys] of Object.entries(CONFIG_KEYS)) {
    const part = table === '' ? shown : table === 'phrases' ? phrase : shown[table];
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
    keys: { talk: 'F2', leader: 'Ctrl-\\' },
    phrases: config.phrases,
  });
});

test.each(['en', 'fr'] as const)('the list of phrases is complete: %s', (language) => {
  const text = guide('phrases.md');
  for (const { spoken, action } of defaultPhrasebook(language).phrases) {
    expect(text).toContain(action.kind === 'command' ? `| "${spoken}" |` : `\n- ${spoken}\n`);
  }
});

import { expect, test } from 'vitest';
import { parseConfig } from '../config.ts';
import { type Chosen, firstConfig, wantedSettings } from './first-config.ts';

const plain: Chosen = { language: 'en', model: 'auto' };

test('the first file loads, has what was chosen, and a comment for each setting', () => {
  const text = firstConfig({
    agent: 'my "agent"',
    language: 'de',
    model: 'good-de',
    server: 'http://127.0.0.1:8080',
  });
  expect(parseConfig(text, 'config.toml')).toMatchObject({
    agent: 'my "agent"',
    mode: 'tap',
    delivery: 'compose',
    speech: { language: 'de', model: 'good-de' },
    whisper_server: { url: 'http://127.0.0.1:8080' },
  });
  const lines = text.split('\n');
  for (const [at, line] of lines.entries()) {
    if (!/^\w+ = /u.test(line)) continue;
    expect(lines.slice(Math.max(0, at - 2), at).some((before) => before.startsWith('#'))).toBe(
      true,
    );
  }
});

test('what was not chosen stands there as a comment, and everything is as it comes', () => {
  const text = firstConfig(plain);
  const { file: _, ...written } = parseConfig(text, 'config.toml');
  const { file: __, ...defaults } = parseConfig('', 'config.toml');
  expect(written).toEqual(defaults);
  expect(text).toContain('# agent = "codex"');
  expect(text).toContain('# device = ');
});

test('to a file that is there only what differs and is not in it is added', () => {
  const nothing = () => false;
  expect(wantedSettings(plain, nothing)).toEqual([]);
  const chosen: Chosen = {
    agent: 'codex',
    language: 'fr',
    model: 'good',
    server: 'http://127.0.0.1:1',
  };
  expect(wantedSettings(chosen, nothing).map(({ keys }) => keys.join('.'))).toEqual([
    'speech.language',
    'speech.model',
    'whisper_server.url',
  ]);
  expect(wantedSettings(chosen, ([, key]) => key === 'model').map(({ keys }) => keys[1])).toEqual([
    'language',
    'url',
  ]);
});

// What the first run writes where the first program's file was read.
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, expect, onTestFinished, test, vi } from 'vitest';
import { parseCommandLine } from '../command-line.ts';
import { readConfig } from '../config.ts';
import { places } from '../places.ts';
import { chooseConfig } from './agreed-config.ts';
import { answeredQuestions } from './questions.ts';

afterEach(() => vi.unstubAllEnvs());

test('CONFIG-10 what is missing goes into our own file, with what the first program’s says', async () => {
  const home = mkdtempSync(join(tmpdir(), 'codex-voice-agreed-'));
  onTestFinished(() => rmSync(home, { recursive: true }));
  vi.stubEnv('HOME', home);
  vi.stubEnv('APPDATA', home);
  vi.stubEnv('XDG_CONFIG_HOME', join(home, '.config'));
  const { configFile, firstProgramFile: old } = places(process.env, process.platform);
  mkdirSync(dirname(old), { recursive: true });
  writeFileSync(old, '[ui]\ntheme = "dark"\n');
  const outcome = await chooseConfig({
    given: {
      request: parseCommandLine(['init']),
      config: () => readConfig(old, 'required'),
      launcher: '',
    },
    ask: answeredQuestions('agreed', () => undefined),
    settings: { language: 'fr', model: 'auto' },
  });
  expect(outcome).toMatchObject({ state: 'written', file: configFile });
  expect(readFileSync(old, 'utf8')).toBe('[ui]\ntheme = "dark"\n');
  expect(readConfig(configFile, 'required')).toMatchObject({
    ...{ theme: 'dark', speech: { language: 'fr' } },
  });
});

test('a new file is shown without the tables of which nothing counts', async () => {
  const home = mkdtempSync(join(tmpdir(), 'codex-voice-agreed-'));
  onTestFinished(() => rmSync(home, { recursive: true }));
  vi.stubEnv('HOME', home);
  vi.stubEnv('APPDATA', home);
  vi.stubEnv('XDG_CONFIG_HOME', join(home, '.config'));
  const told: string[] = [];
  const { lines } = await chooseConfig({
    given: {
      request: parseCommandLine(['init']),
      config: () => readConfig(join(home, 'none.toml'), 'optional'),
      launcher: '',
    },
    ask: answeredQuestions('agreed', (line) => told.push(line)),
    settings: { language: 'en', model: 'auto' },
  });
  expect(lines).toContain('[speech]');
  expect(lines).not.toContain('[audio]');
  expect(told.join('\n')).not.toContain('[audio]');
});

// What a calibration found, written into the config file.
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { readConfig } from '../config.ts';
import { keepSensitivity } from './keep-sensitivity.ts';

test('CONFIG-10 the first program’s own file stays as it is, and ours takes along what it says', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'codex-voice-keep-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const old = join(folder, 'old.toml');
  const target = join(folder, 'ours', 'config.toml');
  writeFileSync(old, '[ui]\ntheme = "dark"\n');
  const told: string[] = [];
  const outcome = await keepSensitivity({
    ...{ config: readConfig(old, 'required'), target, found: 'high', writing: 'asked-for' },
    tell: (line) => told.push(line),
  });
  expect(outcome).toBe('written');
  expect(readFileSync(old, 'utf8')).toBe('[ui]\ntheme = "dark"\n');
  expect(existsSync(target)).toBe(true);
  expect(readConfig(target, 'required')).toMatchObject({
    ...{ theme: 'dark', speech: { sensitivity: 'high' } },
  });
  expect(told.join('\n')).toContain(target);
});

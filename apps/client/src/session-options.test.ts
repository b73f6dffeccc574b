// What the command line says comes before the config file, and a recording is heard from the start.
import { expect, test } from 'vitest';
import { parseCommandLine } from './command-line.ts';
import { parseConfig } from './config.ts';
import { sessionOptions } from './session-options.ts';

const options = (argv: string[], toml = '') =>
  sessionOptions(parseCommandLine(argv), parseConfig(toml, 'c.toml'));

test('the command line comes before the config file', () => {
  const toml = 'mode = "auto"\ndelivery = "send"\nhud = "full"\ntheme = "mono"';
  expect(options(['codex'], toml)).toMatchObject({
    mode: 'auto',
    intent: 'send',
    hud: 'full',
    theme: 'mono',
  });
  const argv = ['--mode', 'tap', '--compose', '--hud', 'off', '--theme', 'light', 'codex'];
  expect(options(argv, toml)).toMatchObject({
    mode: 'tap',
    intent: 'compose',
    hud: 'off',
    theme: 'light',
  });
});

test('a recording is heard from the start, unless it was asked to wait for the key', () => {
  expect(options(['codex']).mode).toBe('tap');
  expect(options(['--audio', 'a.wav', 'codex']).mode).toBe('auto');
  expect(options(['--audio', 'a.wav', '--mode', 'tap', 'codex']).mode).toBe('tap');
});

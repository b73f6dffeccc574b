// What the command line says comes before the config file, and a recording is heard from the start.
import { expect, test } from 'vitest';
import { parseCommandLine } from './command-line.ts';
import { parseConfig } from './config.ts';
import { sessionOptions } from './session-options.ts';

const options = (argv: string[], toml = '', term = 'xterm-256color') =>
  sessionOptions(parseCommandLine(argv), parseConfig(toml, 'c.toml'), { term });

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

test('lines instead of rows: where they are asked for, and where the terminal can draw none', () => {
  expect(options(['codex'])).toMatchObject({ hud: 'line', linear: 'off' });
  const asked = { hud: 'off', linear: 'terminal' };
  expect(options(['--hud', 'linear', 'codex'])).toMatchObject(asked);
  expect(options(['codex'], 'hud = "linear"')).toMatchObject(asked);
  expect(options(['--hud', 'full', 'codex'], '', 'dumb')).toMatchObject(asked);
  expect(options(['--hud', 'full', 'codex'], 'hud = "linear"')).toMatchObject({
    hud: 'full',
    linear: 'off',
  });
  expect(options(['--announce', 'a.txt', 'codex'])).toMatchObject({
    hud: 'line',
    linear: 'file',
    announceFile: 'a.txt',
  });
});

test.each([
  ['\n[keys]\ntalk = "F2"\nleader = "Ctrl-C"', "c.toml:4: keys: leader: Ctrl-C is the agent's own"],
  ['[keys]\ntalk = "Nonsense"', 'c.toml:2: keys: talk: '],
  ['[keys]\nleader = "Nonsense"', 'c.toml:2: keys: send: '],
  ['[keys]\ntalk = "F2"\nsend = "F2"', 'c.toml:3: keys: send: key "F2" is taken by talk'],
])('%j: a wrong key is told with its file and line', (toml, message) => {
  expect(() => options(['codex'], toml)).toThrow(message);
});

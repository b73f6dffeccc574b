// The program of another machine: of the command line, of the config file, or of the PATH there.
import { isProgram } from '@codex-voice/remote';
import { expect, test } from 'vitest';
import { parseCommandLine } from '../command-line.ts';
import { parseConfig } from '../config.ts';
import { programThere } from './remote-choice.ts';

const IN_FILE = '[remote]\nprogram = "~/bin/codex-voice"\n';

function there(text: string, args: readonly string[] = []): string {
  const request = parseCommandLine(['attach', ...args, 'ssh://host']);
  return programThere({ request, config: () => parseConfig(text, 'config.toml') });
}

test('it is what the command line names, or the config file, or on the PATH there', () => {
  expect(there('')).toBe('codex-voice');
  expect(there(IN_FILE)).toBe('~/bin/codex-voice');
  expect(there(IN_FILE, ['--there', '/opt/codex-voice'])).toBe('/opt/codex-voice');
});

test.each(['', '-x', 'a!', 'a\\b', 'a\nb', 'a\n', '~/a b', 'codex-voice'])(
  'REMOTE-4 the config file takes %j as the command line does',
  (program) => {
    const text = `[remote]\nprogram = ${JSON.stringify(program)}\n`;
    if (isProgram(program)) expect(there(text)).toBe(program);
    else expect(() => there(text)).toThrow(/remote\.program|program/u);
  },
);

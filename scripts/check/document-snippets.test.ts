import { expect, test } from 'vitest';
import { commandsOf, consolesOf, fencesOf, shellCommands, spansOf } from './document-snippets.ts';

test('a line of a shell is its commands, without comments and redirections', () => {
  expect(shellCommands('git diff | codex-voice say --send -    # at once')).toEqual([
    ['git', 'diff'],
    ['codex-voice', 'say', '--send', '-'],
  ]);
  expect(shellCommands('a \'b c\' "d \\" e" f\\ g < in 2>/dev/null > out h')).toEqual([
    ['a', 'b c', 'd " e', 'f g', 'h'],
  ]);
  expect(shellCommands('source <(codex-voice completion bash)')).toEqual([
    ['source'],
    ['codex-voice', 'completion', 'bash'],
  ]);
  expect(shellCommands('# all of it')).toEqual([]);
});

test('commands of ours are found in fences of a shell, with their lines', () => {
  const text = [
    'Say `codex-voice no`.',
    '```sh',
    'ln -s codex-voice x',
    'A=1 codex-voice config \\',
    '  path',
    '```',
    '```console',
    '$ codex-voice config get mode',
    'codex-voice is not typed here',
    '```',
    '```json',
    'codex-voice no',
    '```',
  ].join('\n');
  expect(commandsOf(text)).toEqual([
    { words: ['config', 'path'], line: 4 },
    { words: ['config', 'get', 'mode'], line: 8 },
  ]);
});

test('a fence has a language, a name and its first line', () => {
  expect(fencesOf('a\n```toml plugin.toml\nb = 1\n```\n```\nc\n```')).toEqual([
    { language: 'toml', name: 'plugin.toml', lines: ['b = 1'], line: 3 },
    { language: '', name: '', lines: ['c'], line: 6 },
  ]);
});

test('code in sentences is found, that in fences is not', () => {
  expect(spansOf('a `b` and `c\\|d`\n```\n`e`\n```\n`f`')).toEqual([
    { text: 'b', line: 1 },
    { text: 'c|d', line: 1 },
    { text: 'f', line: 5 },
  ]);
});

test('what is shown below a command of a console is its output', () => {
  const text = '```console\n$ codex-voice config get mode\ntap\n$ true\nx\n$ codex-voice\n```';
  expect(consolesOf(text)).toEqual([
    { words: ['config', 'get', 'mode'], line: 2, output: ['tap'] },
  ]);
});

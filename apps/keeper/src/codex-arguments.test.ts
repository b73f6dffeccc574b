// Which command lines of Codex can be started as the client of an app-server.
import { expect, test } from 'vitest';
import { readCodexArguments } from './codex-arguments.ts';

function read(line: string) {
  return readCodexArguments(line === '' ? [] : line.split(' '));
}

test('KEEPER-70: what opens a conversation is taken apart into options, words and settings', () => {
  const none = { kind: 'conversation', options: [], words: [], settings: [] };
  expect(read('')).toEqual(none);
  expect(read('hello')).toEqual({ ...none, words: ['hello'] });
  expect(read('resume')).toEqual({ ...none, words: ['resume'] });
  expect(read('resume --last')).toEqual({ ...none, words: ['resume', '--last'] });
  expect(read('fork abc go')).toEqual({ ...none, words: ['fork', 'abc', 'go'] });
  expect(read('-m exec -a never hello')).toEqual({
    ...none,
    options: ['-m', 'exec', '-a', 'never'],
    words: ['hello'],
  });
  expect(read('-C sub --cd=/there resume abc')).toEqual({
    ...none,
    options: ['-C', 'sub', '--cd=/there'],
    words: ['resume', 'abc'],
  });
  expect(read('-c a=1 --enable b --model=x --config=c=2')).toEqual({
    ...none,
    options: ['-c', 'a=1', '--enable', 'b', '--model=x', '--config=c=2'],
    settings: ['-c', 'a=1', '--enable', 'b', '--config=c=2'],
  });
});

test('KEEPER-70: what opens none is started as it is, without a word; what is not known to go with an app-server, with a word', () => {
  const silent = [
    'exec hello',
    'login',
    '-c a=1 mcp list',
    '--help',
    '-V',
    '--remote ws://x',
    'one two',
  ];
  for (const line of silent) expect(read(line)).toEqual({ kind: 'other', why: undefined });
  for (const option of ['--add-dir', '--worktree', '-p', '--oss', '-i', '--no-daemon', '--new']) {
    const why = `${option} is not known to go with its app-server`;
    expect(read(`${option} x`)).toEqual({ kind: 'other', why });
    expect(read(`resume ${option}`)).toEqual({ kind: 'other', why });
  }
  expect(read('--search=yes')).toMatchObject({ kind: 'other' });
  expect(read('-mgpt')).toMatchObject({ kind: 'other' });
});

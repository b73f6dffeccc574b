import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isProgram, shellWord, sshWords } from './ssh-words.ts';

const command = { program: 'codex-voice', words: ['attach', '--stdio'] };
const ALWAYS = ['-T', '-a', '-x', '-o', 'ClearAllForwardings=yes'];

describe('what ssh is told', () => {
  test('REMOTE-3: options, then --, the host and one word', () => {
    expect(sshWords({ address: { host: 'host' }, command, asks: 'may' })).toEqual([
      ...ALWAYS,
      '--',
      'host',
      'codex-voice attach --stdio',
    ]);
  });

  test('REMOTE-3: the session is not among the words', () => {
    const address = { user: 'me', host: '::1', port: 2222, session: 'codex-k3fa' };
    expect(sshWords({ address, command, asks: 'may' })).toEqual([
      ...ALWAYS,
      ...['-p', '2222', '-l', 'me', '--', '::1', 'codex-voice attach --stdio'],
    ]);
  });

  test('REMOTE-5: a later try asks nobody', () => {
    const words = sshWords({ address: { host: 'host' }, command, asks: 'never' });
    expect(words.join(' ')).toContain('-o BatchMode=yes -- host');
  });

  test.each([
    ['~/bin/codex-voice', '~/bin/codex-voice'],
    ['~/my bin/codex-voice', "~/'my bin/codex-voice'"],
    ["/o'clock/codex-voice", String.raw`'/o'\''clock/codex-voice'`],
    ['/a;reboot', "'/a;reboot'"],
    ['$(reboot)', "'$(reboot)'"],
  ])('REMOTE-4: the program %s', (program, quoted) => {
    const words = sshWords({
      address: { host: 'host' },
      command: { program, words: [] },
      asks: 'may',
    });
    expect(words.at(-1)).toBe(quoted);
  });

  test.each(['', '-x', 'a\nb', 'a\u0000b', 'a\\b', 'a!b'])('REMOTE-4: %j is no program', (text) => {
    expect(isProgram(text)).toBe(false);
  });

  const shells = ['/bin/sh', '/bin/bash', '/bin/dash', '/bin/zsh'].filter((path) =>
    existsSync(path),
  );
  test.each(shells)('REMOTE-4: %s takes every quoted word for itself', (shell) => {
    const words = fc.sample(
      fc.string({ unit: 'grapheme', minLength: 1, maxLength: 20 }).filter(isProgram),
      300,
    );
    words.push("'", "''", "it's", '`reboot`', '$HOME', '~', '*', '#', '&& x', '"', '{a,b}', '=x');
    const line = `for word in ${words.map(shellWord).join(' ')}; do printf '%s\\0' "$word"; done`;
    const told = execFileSync(shell, ['-c', line], {
      encoding: 'utf8',
      env: { HOME: '/elsewhere' },
    });
    expect(told.split('\u0000').slice(0, -1)).toEqual(words);
  });
});

import { describe, expect, test } from 'vitest';
import { type SshEnd, sshRefusal } from './ssh-refusal.ts';

const END: SshEnd = { exitCode: 255, stderr: '', machine: 'me@host', program: 'codex-voice' };

describe('what failed', () => {
  test.each<[string, Partial<SshEnd>, 'lasting' | 'passing', RegExp]>([
    [
      'no ssh',
      { spawnError: 'ENOENT', exitCode: undefined },
      'lasting',
      /^ssh is not installed here: /u,
    ],
    ['an ssh that may not run', { spawnError: 'EACCES' }, 'lasting', /EACCES/u],
    [
      'an unknown key',
      { stderr: 'No ED25519 host key is known for host.\r\nHost key verification failed.\r\n' },
      'lasting',
      /^me@host is not reached \(Host key verification failed\): connect once with ssh me@host/u,
    ],
    [
      'a login',
      { stderr: 'me@host: Permission denied (publickey).\r\n' },
      'lasting',
      /Permission denied \(publickey\)\): see that ssh me@host lets you in$/u,
    ],
    [
      'an unknown name',
      { stderr: 'ssh: Could not resolve hostname host: Name or service not known\r\n' },
      'lasting',
      /look at its name$/u,
    ],
    [
      'nobody there',
      { stderr: 'ssh: connect to host host port 22: Connection refused\r\n' },
      'passing',
      /^me@host is not reached \(ssh: connect to host host port 22: Connection refused\): try ssh me@host$/u,
    ],
    ['a silent end', {}, 'passing', /ssh says no more/u],
    [
      'no codex-voice',
      { exitCode: 127, stderr: 'bash: line 1: codex-voice: command not found\n' },
      'lasting',
      /^me@host can’t run codex-voice \(.*command not found\): .*--there PATH$/u,
    ],
    [
      'no Node',
      { exitCode: 127, stderr: 'env: ‘node’: No such file or directory\n' },
      'lasting',
      /node/u,
    ],
    [
      'one that may not run',
      { exitCode: 126, stderr: 'sh: 1: codex-voice: Permission denied\n' },
      'lasting',
      /can’t run/u,
    ],
    [
      'an older one',
      {
        exitCode: 2,
        stderr: 'codex-voice: unknown option --stdio: see codex-voice attach --help\n',
      },
      'lasting',
      /^the codex-voice on me@host is older .*\(unknown option --stdio/u,
    ],
    [
      'its own failure',
      { exitCode: 1, stderr: 'codex-voice: dist/client.cjs is missing: run npm ci\n' },
      'passing',
      /ended the connection: dist\/client\.cjs is missing/u,
    ],
    ['a signal', { exitCode: undefined }, 'passing', /status unknown$/u],
  ])('REMOTE-6 REMOTE-7: %s', (_, end, kind, message) => {
    const refusal = sshRefusal({ ...END, ...end });
    expect(refusal.kind).toBe(kind);
    expect(refusal.message).toMatch(message);
    expect(refusal.message).not.toMatch(/[\r\n]/u);
  });

  test.each([
    'me@host: Permission denied (publickey,password).\r\n',
    'me@host: Permission denied (keyboard-interactive).\r\n',
    // A machine on the way wants it, and ssh's last words are of what that ended.
    'me@jump: Permission denied (password).\r\nConnection closed by UNKNOWN port 65535\r\n',
  ])('REMOTE-7: a password that nobody can be asked for is not tried for: %j', (stderr) => {
    expect(sshRefusal({ ...END, stderr, asks: 'never' })).toEqual({
      kind: 'lasting',
      message:
        'me@host asks for a password, which can’t be given while the agent has the terminal: attach again, or log in with a key',
    });
    expect(sshRefusal({ ...END, stderr, asks: 'may' }).message).toContain('is not reached');
  });

  test('REMOTE-7: a key that is refused is no question for a password', () => {
    const stderr = 'me@host: Permission denied (publickey).\r\n';
    expect(sshRefusal({ ...END, stderr, asks: 'never' }).message).toContain('lets you in');
  });

  test('REMOTE-6: words of others are bounded', () => {
    const refusal = sshRefusal({ ...END, stderr: 'x'.repeat(10_000) });
    expect(refusal.message.length).toBeLessThan(400);
  });
});

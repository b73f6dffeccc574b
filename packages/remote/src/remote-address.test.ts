import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { addressText, isRemote, machineText, readAddress } from './remote-address.ts';

describe('addresses', () => {
  test.each([
    ['ssh://host', { host: 'host' }],
    ['SSH://Host', { host: 'Host' }],
    ['ssh://host/', { host: 'host' }],
    ['ssh://me@host', { user: 'me', host: 'host' }],
    [
      'ssh://me@host:2222/codex-k3fa',
      { user: 'me', host: 'host', port: 2222, session: 'codex-k3fa' },
    ],
    ['ssh://host/Claude%20Code', { host: 'host', session: 'Claude Code' }],
    ['ssh://me%40corp@host', { user: 'me@corp', host: 'host' }],
    ['ssh://[::1]:22/codex', { host: '::1', port: 22, session: 'codex' }],
    ['ssh://[fe80::1%25eth0]', { host: 'fe80::1%eth0' }],
    ['ssh://build_box.local', { host: 'build_box.local' }],
  ])('REMOTE-1: %s', (word, address) => {
    expect(readAddress(word)).toEqual({ kind: 'address', address });
  });

  test.each([
    'ssh://',
    'ssh:///codex',
    'ssh://-oProxyCommand=reboot',
    'ssh://%2doProxyCommand=reboot',
    'ssh://-l@host',
    'ssh://me@-host',
    'ssh://ho st',
    'ssh://host;reboot',
    'ssh://$(reboot)',
    'ssh://host/$(reboot)',
    "ssh://host/co'dex",
    'ssh://host/-x',
    'ssh://host/a/b',
    'ssh://host/a%0Ab',
    'ssh://host%00',
    'ssh://host:0',
    'ssh://host:65536',
    'ssh://host:2x',
    'ssh://::1',
    'ssh://[host]',
    'ssh://[::1',
    'ssh://me:secret@host',
    'ssh://@host',
    'ssh://host/%zz',
    `ssh://${'h'.repeat(300)}`,
    `ssh://host/${'s'.repeat(101)}`,
  ])('REMOTE-2: %s is refused in one line', (word) => {
    const read = readAddress(word);
    expect(read).toMatchObject({ kind: 'refused' });
    if (read.kind === 'refused') {
      expect(read.message).toContain('ssh://[USER@]HOST[:PORT][/SESSION]');
    }
  });

  test('REMOTE-2: a password is named as what is wrong', () => {
    expect(readAddress('ssh://me:secret@host')).toMatchObject({
      message: expect.stringContaining('password'),
    });
  });

  test('REMOTE-1 REMOTE-2: whatever is taken has no odd part, and is the same when written again', () => {
    const part = fc.string({ maxLength: 12, unit: 'grapheme' });
    const given = fc.tuple(part, part, part, part);
    fc.assert(
      fc.property(given, ([user, host, port, session]) => {
        for (const word of [`ssh://${user}@${host}:${port}/${session}`, `ssh://${host}`]) {
          const read = readAddress(word);
          if (read.kind === 'refused') continue;
          const { address } = read;
          for (const taken of [address.user, address.host, address.session])
            if (taken !== undefined) expect(taken).toMatch(/^[A-Za-z0-9_:.%@+ -]+$/u);
          expect(address.host.startsWith('-')).toBe(false);
          expect(readAddress(encodeURI(addressText(address)))).toEqual({
            kind: 'address',
            address,
          });
        }
      }),
    );
  });

  test('REMOTE-1: what is meant as an address, and how it is told', () => {
    expect(['ssh://x', 'SSH://', 'codex', undefined, 'http://x'].map(isRemote)).toEqual([
      true,
      true,
      false,
      false,
      false,
    ]);
    expect(machineText({ user: 'me', host: '::1', port: 2, session: 's' })).toBe('me@[::1]:2');
    expect(addressText({ host: 'host', session: '' })).toBe('ssh://host/');
  });
});

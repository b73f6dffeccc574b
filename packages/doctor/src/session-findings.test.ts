import { describe, expect, test } from 'vitest';
import { examine } from './examine.ts';
import type { Asked, Facts, FolderFacts, TrayFacts } from './facts.ts';
import { findingOf, GOOD } from './good-machine.test-support.ts';

function told<Value>(value: Value): Asked<Value> {
  return { kind: 'told', value };
}

describe('DOCTOR-9 folders', () => {
  const folder = (changed: Partial<FolderFacts>): Partial<Facts> => ({
    folders: told([
      { name: 'state', path: '/ours/state', writing: { kind: 'written' }, ...changed },
    ]),
  });
  const refused = (code: string, isOurs: boolean, at = '/ours/state') =>
    folder({ writing: { kind: 'refused', code, at, isOurs } });
  test.each([
    [
      'EACCES of ours',
      refused('EACCES', true),
      /permission denied/u,
      /^chmod u\+rwx \/ours\/state$/u,
    ],
    [
      'EACCES of others',
      refused('EACCES', false, '/ours'),
      /permission denied/u,
      /^sudo chown "\$USER" \/ours$/u,
    ],
    ['ENOSPC', refused('ENOSPC', true), /the disk is full/u, /^df -h /u],
    ['EDQUOT', refused('EDQUOT', true), /your share of the disk/u, /^df -h /u],
    ['EROFS', refused('EROFS', true), /read-only/u, /^ls -ld /u],
    [
      'a file in its way',
      refused('ENOTDIR', true, "/ours/it's"),
      /a file stands/u,
      /^mv '\/ours\/it'\\''s' /u,
    ],
  ] as const)('%s', (_, facts, fact, command) => {
    const finding = findingOf('folder.state', facts);
    expect(finding).toMatchObject({ state: 'broken', fact: expect.stringMatching(fact) });
    expect(finding.mend?.command).toMatch(command);
  });

  test('another folder that is refused is weak, and so is little room', () => {
    const writing = { kind: 'refused', code: 'EROFS', at: '/ours', isOurs: true } as const;
    expect(findingOf('folder.cache', folder({ name: 'cache', writing })).state).toBe('weak');
    expect(findingOf('folder.state', folder({ freeMegabytes: 12 }))).toMatchObject({
      state: 'weak',
      fact: expect.stringContaining('12 MB free'),
    });
    expect(findingOf('folder.state', folder({ writing: { kind: 'can-be-made' } })).state).toBe(
      'good',
    );
  });
});

describe('DOCTOR-10 runtime folder and sockets', () => {
  test.each([
    ['of-another-user', /^sudo rm -r /u],
    ['open-to-others', /^chmod 700 /u],
    ['in-the-way', /^rm /u],
    ['not-made', /^export XDG_RUNTIME_DIR=/u],
  ] as const)('a folder that is %s is broken', (odd, command) => {
    const runtime = told({
      kind: 'refused',
      message: '/run/x is odd: mend it',
      path: '/run/x',
      odd,
    } as const);
    const finding = findingOf('runtime', { runtime });
    expect(finding).toMatchObject({ state: 'broken', fact: '/run/x is odd' });
    expect(finding.mend?.command).toMatch(command);
  });

  test.each([
    ['of-another-user', 'broken', 'rm -f /run/x/host.sock'],
    ['no-socket', 'broken', 'rm -f /run/x/host.sock'],
    ['open-to-others', 'weak', 'chmod 600 /run/x/host.sock'],
  ] as const)('a socket that is %s is %s', (odd, state, command) => {
    const socket = { path: '/run/x/host.sock', odd };
    const runtime = told({ kind: 'ready', path: '/run/x', sockets: 1, odd: [socket] } as const);
    expect(findingOf('socket.host.sock', { runtime })).toMatchObject({ state, mend: { command } });
  });
});

test('DOCTOR-13 another version of the host is weak, and what is no host is broken', () => {
  const host = { kind: 'answers', pid: 1, version: '1.0.0', answerMs: 2, sessions: 0 } as const;
  expect(findingOf('host', { host: told(host) })).toMatchObject({
    state: 'weak',
    mend: { command: 'codex-voice host stop' },
  });
  const refused = {
    kind: 'refused',
    code: 'lost',
    message: 'the codex-voice host does not answer',
    socket: '/run/x/host.sock',
  } as const;
  expect(findingOf('host', { host: told(refused) })).toMatchObject({
    state: 'broken',
    mend: { command: expect.stringContaining('rm -f /run/x/host.sock') },
  });
  expect(findingOf('host', { host: told({ kind: 'absent' }) }).state).toBe('good');
  const lost = told([{ sessionId: 'codex-ab', asked: { kind: 'lost' } } as const]);
  expect(findingOf('session.codex-ab', { keepers: lost })).toMatchObject({
    state: 'weak',
    mend: { command: 'codex-voice kill codex-ab' },
  });
});

test('DOCTOR-15 a desktop’s tray is told, and none is no fault', () => {
  const finding = (value: TrayFacts) => findingOf('tray', { tray: told(value) });
  expect(finding({ kind: 'tray' })).toMatchObject({
    state: 'good',
    fact: expect.stringMatching(/^one is there/u),
  });
  expect(finding({ kind: 'no-tray' })).toMatchObject({
    state: 'good',
    fact: expect.stringMatching(/waits for one$/u),
  });
  expect(finding({ kind: 'no-bus', why: 'no address' })).toMatchObject({
    state: 'good',
    fact: 'none here, for there is no session bus (no address)',
  });
  const { tray: _, ...elsewhere } = GOOD;
  expect(examine(elsewhere).map(({ id }) => id)).not.toContain('tray');
});

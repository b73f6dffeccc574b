import { expect, test } from 'vitest';
import {
  type HostRefusal,
  hostCommand,
  hostWords,
  reachHost,
  type StartedHost,
} from './host-link.ts';
import { serviceFile } from './service/service-file.ts';

const refused = (code: HostRefusal['code']): HostRefusal => ({
  kind: 'refused',
  code,
  message: code,
});
const CONNECTED = { kind: 'connected' } as const;
type Answer = typeof CONNECTED | HostRefusal;

/** A world with its own clock; `answers` one after the other, the last for ever. */
function world(answers: readonly Answer[], starts: readonly StartedHost[] = []) {
  const seen = { looks: 0, starts: 0, nowMs: 0 };
  const outcome = reachHost({
    connect: async () => {
      seen.looks += 1;
      const answer = answers[Math.min(seen.looks, answers.length) - 1];
      if (answer === undefined) throw new RangeError('a world needs an answer');
      return answer;
    },
    start: () => {
      seen.starts += 1;
      return starts[seen.starts - 1] ?? { hasEnded: () => false };
    },
    nowMs: () => seen.nowMs,
    sleep: async (ms) => {
      seen.nowMs += ms;
    },
  });
  return { seen, outcome };
}

test('a host that listens is used, and none is started', async () => {
  const { seen, outcome } = world([CONNECTED]);
  expect(await outcome).toBe(CONNECTED);
  expect(seen).toEqual({ looks: 1, starts: 0, nowMs: 0 });
});

test('without a host one is started, once, and waited for', async () => {
  const { seen, outcome } = world([refused('absent'), refused('absent'), CONNECTED]);
  expect(await outcome).toBe(CONNECTED);
  expect(seen).toMatchObject({ looks: 3, starts: 1 });
});

test.each(['lost', 'token', 'busy'] as const)(
  'a host that is just going or coming is asked again: %s',
  async (code) => {
    const { seen, outcome } = world([refused(code), CONNECTED]);
    expect(await outcome).toBe(CONNECTED);
    expect(seen.starts).toBe(0);
  },
);

test('one that was killed while it started is started once more, and then no more', async () => {
  const ended = { hasEnded: () => true };
  const again = world([refused('absent'), refused('absent'), CONNECTED], [ended]);
  expect(await again.outcome).toBe(CONNECTED);
  expect(again.seen.starts).toBe(2);
  const never = world([refused('absent')], [ended, ended, ended]);
  expect(await never.outcome).toMatchObject({ code: 'absent' });
  expect(never.seen.starts).toBe(2);
});

test('one that found another listening ends, and the other is used', async () => {
  const { seen, outcome } = world([refused('absent'), CONNECTED], [{ hasEnded: () => true }]);
  expect(await outcome).toBe(CONNECTED);
  expect(seen.starts).toBe(1);
});

test('what never listens is given up after a bound, with the way to its reason', async () => {
  const { seen, outcome } = world([refused('absent')]);
  expect(await outcome).toMatchObject({ message: expect.stringContaining('host logs') });
  expect(seen.nowMs).toBeGreaterThanOrEqual(3_000);
  expect(seen.starts).toBe(1);
});

test.each(['version', 'malformed'] as const)(
  'a host of another kind is not asked again: %s',
  async (code) => {
    const { seen, outcome } = world([refused(code)]);
    expect(await outcome).toEqual(refused(code));
    expect(seen).toMatchObject({ looks: 1, starts: 0 });
  },
);

test('where the background service is installed every host that is started stays', () => {
  const place = { launcher: '/l', env: { HOME: '/h' }, keepEnded: 3 };
  const plain = ['/l', '__host', '--keep-ended', '3'];
  const looked: string[] = [];
  const nothing = (path: string): boolean => {
    looked.push(path);
    return false;
  };
  expect(hostWords(place, nothing)).toEqual(plain);
  expect(looked).toEqual([serviceFile(process.platform, place.env)]);
  expect(hostWords(place, () => true)).toEqual([...plain, '--stay']);
});

test('a terminal of an older version starts the host of the version that is used', () => {
  const place = { launcher: '/r/versions/1.0.0/bin/codex-voice.js', env: { HOME: '/h' } };
  const current = '/r/current/bin/codex-voice';
  expect(hostCommand(place, (path) => path === current)).toEqual({
    file: current,
    args: ['__host'],
  });
  // No archive, or one whose link is gone.
  for (const launcher of [place.launcher, '/src/bin/codex-voice.js'])
    expect(hostCommand({ ...place, launcher }, () => false)).toEqual({
      file: process.execPath,
      args: [launcher, '__host'],
    });
});

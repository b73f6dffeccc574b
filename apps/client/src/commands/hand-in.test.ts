// What is said of a prompt whose host went away while it was told.
import { expect, test } from 'vitest';
import { UserError } from '../user-error.ts';
import { DoubtfulError, handedIn } from './hand-in.ts';
import type { HostReply } from './host-questions.ts';

/** Hands it to hosts that answer so, one after the other. */
async function handed(...replies: readonly (HostReply | UserError)[]) {
  let asked = 0;
  const outcome = await handedIn(async () => {
    const reply = replies[asked];
    asked += 1;
    if (reply === undefined) throw new Error('asked too often');
    if (reply instanceof UserError) throw reply;
    return { sessionId: 's1', reply };
  }).catch((error: unknown) => error);
  return { outcome, asked };
}

const gone = { kind: 'gone' } as const;
const done = { kind: 'done' } as const;
const noSession = new UserError('no session runs: codex-voice AGENT starts one');

test('a host that goes away is followed by the next one, under the same id', async () => {
  expect(await handed(done)).toMatchObject({ outcome: { sessionId: 's1' }, asked: 1 });
  expect(await handed(gone, gone, { ...done, unkept: 'ENOSPC' })).toMatchObject({
    outcome: { sessionId: 's1', unkept: 'ENOSPC' },
    asked: 3,
  });
});

test('where no host had it before, what refuses it is told as it is', async () => {
  expect((await handed(noSession)).outcome).toBe(noSession);
  const { outcome } = await handed({ kind: 'refused', message: 'the queue is full' });
  expect(outcome).not.toBeInstanceOf(DoubtfulError);
  expect(outcome).toMatchObject({ message: 'the queue is full' });
});

test.each([
  ['no session runs', [gone, noSession]],
  ['the agent has ended', [gone, { kind: 'refused', message: 'the agent has ended' }]],
] as const)('a host that went away may have taken it, though then %s', async (why, replies) => {
  const { outcome } = await handed(...replies);
  expect(outcome).toBeInstanceOf(DoubtfulError);
  expect(outcome).toMatchObject({
    host: 'gone',
    message: `the host ended while it was told, and now ${why}: a session may have it already`,
  });
});

test('hosts that all go away, and one that is silent, leave it open', async () => {
  expect((await handed(gone, gone, gone)).outcome).toMatchObject({ host: 'gone' });
  expect((await handed({ kind: 'silent' })).outcome).toMatchObject({ host: 'silent' });
});

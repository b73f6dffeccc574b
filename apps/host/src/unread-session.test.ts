// A session whose queue can't be read when a host comes, in a real host: left alone, and taken up as soon as
// it can be read.
import { mkdirSync, readFileSync, renameSync, rmdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { Client, HostWorld, until } from './host-world.test-support.ts';

let world: HostWorld;
beforeEach(() => {
  world = new HostWorld();
});
afterEach(async () => {
  await world.close();
});

test('HOST-18: a queue that can’t be read is not taken for empty: nothing is put into it, and later it goes on', async () => {
  const session = await world.session('cat-aaaa');
  session.dialog = true;
  const first = world.startHost();
  const before = await Client.connect(world.runtimeDirectory);
  expect(await before.say('cat-aaaa', 'p1', 'waits')).toEqual({ kind: 'done' });
  before.close();
  await world.kill(first);
  const queue = join(world.stateDirectory, 'sessions', 'cat-aaaa', 'queue.jsonl');
  renameSync(queue, `${queue}.aside`);
  mkdirSync(queue);
  world.startHost();
  const client = await Client.connect(world.runtimeDirectory);
  expect(await client.say('cat-aaaa', 'p2', 'comes')).toMatchObject({
    kind: 'refused',
    message: /^what cat-aaaa has kept can't be read \(EISDIR[^\n]+$/u,
  });
  client.request({ type: 'open', sessionId: 'cat-aaaa' });
  await until('the notice', () => client.events.some(({ type }) => type === 'notice'));
  rmdirSync(queue);
  renameSync(`${queue}.aside`, queue);
  await until('opened', () => client.events.some(({ type }) => type === 'opened'));
  expect(client.events.filter(({ type }) => type === 'notice')).toHaveLength(1);
  expect(await client.say('cat-aaaa', 'p2', 'comes')).toEqual({ kind: 'done' });
  session.dialog = false;
  session.look();
  await until('both', () => session.submissions.length === 2);
  expect(session.submissions).toEqual(['waits', 'comes']);
  const log = readFileSync(join(world.stateDirectory, 'host.log'), 'utf8');
  expect(log.split("has kept can't be read")).toHaveLength(2);
  client.close();
});

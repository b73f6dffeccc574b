// What is told of prompts that wait: where they come from, and that the folder has moved on meanwhile.
import { QUEUE_LIMIT } from '@codex-voice/session';
import { expect, test } from 'vitest';
import { ControlWorld, JsonStore, SeenHud, settings } from './control-world.test-support.ts';
import { HEAD_LOOK_MS } from './head-watch.ts';

function say(world: ControlWorld, promptId: string, origin?: 'key' | 'plugin'): void {
  const from = origin === undefined ? {} : { origin };
  world.control.say({ promptId, text: `text of ${promptId}`, intent: 'send', ...from });
}

test('CONTROL-84: where a prompt comes from is told with it, and kept', () => {
  const world = new ControlWorld(new JsonStore());
  world.keeper.dialog = true;
  world.keeper.look();
  for (const origin of ['key', 'plugin', undefined] as const) say(world, `${origin}`, origin);
  world.restart();
  const hud = new SeenHud(world.control);
  const [opened] = hud.of('opened');
  expect(opened?.queue.map(({ origin }) => origin)).toEqual(['key', 'plugin', 'say']);
});

test('CONTROL-84: a prompt from before the folder moved is told as stale, also by a successor', () => {
  const world = new ControlWorld(new JsonStore());
  world.head = 'a'.repeat(40);
  world.keeper.dialog = true;
  world.keeper.look();
  const hud = new SeenHud(world.control, settings());
  say(world, 'before');
  world.head = 'b'.repeat(40);
  world.wait(HEAD_LOOK_MS + 50);
  say(world, 'after');
  const stale = (): unknown =>
    hud
      .of('queue')
      .at(-1)
      ?.entries.map(({ id, stale: is }) => `${id} ${is ?? false}`);
  expect(stale()).toEqual(['before true', 'after false']);
  world.restart();
  const [opened] = new SeenHud(world.control).of('opened');
  expect(opened?.queue.map((entry) => entry.stale)).toEqual([true, undefined]);
  world.keeper.dialog = false;
  world.wait(5_000);
  expect(world.keeper.submissions.join()).toContain('text of before');
});

test('CONTROL-84: nothing is looked at while nothing waits', () => {
  const world = new ControlWorld();
  world.head = 'a'.repeat(40);
  world.wait(100);
  const before = world.headReads;
  world.wait(3 * HEAD_LOOK_MS);
  expect(world.headReads).toBe(before);
});

test('CONTROL-84: where there is no commit nothing is stale', () => {
  const world = new ControlWorld();
  world.keeper.dialog = true;
  world.keeper.look();
  const hud = new SeenHud(world.control, settings());
  say(world, 'a');
  world.head = 'b'.repeat(40);
  world.wait(HEAD_LOOK_MS * 2);
  expect(hud.of('queue').at(-1)?.entries[0]?.stale).toBeUndefined();
});

test('CONTROL-2: words that the queue has no room for are told with their text and the reason', () => {
  const world = new ControlWorld();
  const hud = new SeenHud(world.control, settings());
  world.voices.last.ready();
  world.keeper.dialog = true;
  world.keeper.look();
  for (let each = 0; each < QUEUE_LIMIT; each += 1) say(world, `${each}`);
  hud.request({ type: 'talk', do: 'start' });
  world.voices.last.say('u1', 'one word too many');
  expect(hud.of('delivery').at(-1)).toMatchObject({
    ...{ id: 'u1', state: 'dropped', why: 'queue-full' },
    text: expect.stringMatching(/one word too many/iu),
  });
  expect(hud.of('notice').at(-1)).toMatchObject({ code: 'queue-full' });
});

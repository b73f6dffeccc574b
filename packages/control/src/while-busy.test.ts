// What a prompt does to a working agent: as it is said, as the settings say, and where nobody can be told.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { EventJournal, ScriptedDriver } from '@codex-voice/drivers';
import type { SessionSettings } from '@codex-voice/protocol';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { ControlWorld, SeenHud, settings } from './control-world.test-support.ts';

let directory: string;
let journal: EventJournal;
let world: ControlWorld;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'codex-voice-busy-'));
  journal = new EventJournal({ path: join(directory, 'events.jsonl') });
  world = new ControlWorld();
});
afterEach(() => {
  journal[Symbol.dispose]();
  rmSync(directory, { recursive: true, force: true });
});

/** What the agent heard and how its turns went: `text@turn`, and `-` for an interruption. */
function heard(): readonly string[] {
  const lines: string[] = [];
  journal.follow(0, ({ event }) => {
    if (event.kind === 'item-started' && event.item.kind === 'user')
      lines.push(`${event.item.text}@${event.turnId}`);
    if (event.kind === 'turn-completed' && event.how === 'interrupted') lines.push('-');
  })();
  return lines;
}

/** An agent that works on whatever it is told, until it is interrupted. */
async function working(given: Partial<SessionSettings> = {}): Promise<SeenHud> {
  const hud = new SeenHud(world.control, { ...settings(), ...given });
  world.voices.last.ready();
  hud.request({ type: 'talk', do: 'start' });
  world.control.setDriver(new ScriptedDriver({ journal, turnFor: () => ({ kind: 'hold' }) }));
  world.control.say({ promptId: 'first', text: 'First.', intent: 'send' });
  await settled();
  return hud;
}

async function settled(): Promise<void> {
  for (let turn = 0; turn < 20; turn += 1) await Promise.resolve();
  world.wait(500);
  for (let turn = 0; turn < 20; turn += 1) await Promise.resolve();
}

test('CONTROL-83: "also", behind the command word, goes into the running turn', async () => {
  await working();
  world.voices.last.say('u', 'Computer, also update the docs.');
  await settled();
  expect(heard()).toEqual(['First.@turn-1', 'Update the docs.@turn-1']);
});

test('CONTROL-83: "now", behind the command word, ends the turn and begins the next', async () => {
  await working();
  world.voices.last.say('u', 'computer now fix the tests, computer send it');
  await settled();
  expect(heard()).toEqual(['First.@turn-1', '-', 'Fix the tests@turn-2']);
  expect(world.keeper.written).toEqual([]);
});

test('CONTROL-83: without the command word they are words, and a command behind them is none', async () => {
  const hud = await working();
  world.voices.last.say('u', 'Now fix the tests.');
  await settled();
  expect(heard()).toEqual(['First.@turn-1']);
  expect(world.keeper.composer).toBe('Now fix the tests.');
  expect(hud.stateOf('u')).toBe('composed');
});

test.each([
  ['steer', ['First.@turn-1', 'more@turn-1']],
  ['interrupt', ['First.@turn-1', '-', 'more@turn-2']],
  ['queue', ['First.@turn-1']],
] as const)('CONTROL-83: as the settings say: %s', async (whileBusy, lines) => {
  await working({ whileBusy });
  world.control.say({ promptId: 'b', text: 'more', intent: 'send' });
  await settled();
  expect(heard()).toEqual(lines);
  expect(world.keeper.written).toEqual([]);
});

test('CONTROL-83: to an agent that is typed into it waits, and one line says so', async () => {
  const hud = new SeenHud(world.control, settings());
  world.voices.last.ready();
  hud.request({ type: 'talk', do: 'start' });
  world.keeper.works = true;
  world.keeper.look();
  world.voices.last.say('u', 'computer now fix the tests');
  await settled();
  expect(hud.of('notice').map(({ code }) => code)).toEqual(['waits-instead']);
  expect(world.keeper.submissions).toEqual([]);
  world.keeper.works = false;
  world.wait(2000);
  expect(world.keeper.submissions).toEqual(['Fix the tests']);
});

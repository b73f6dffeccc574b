// A session that is given a driver, loses it and gets another, as its HUDs see it.
import {
  EventJournal,
  type NumberedEvent,
  ScriptedDriver,
  type SessionDriver,
} from '@codex-voice/drivers';
import { expect, test } from 'vitest';
import { ControlWorld, SeenHud } from './control-world.test-support.ts';
import { DriverSeat } from './driver-seat.ts';

function scripted(): ScriptedDriver {
  const turnFor = () => ({ kind: 'say', text: 'Heard.' }) as const;
  return new ScriptedDriver({ journal: new EventJournal(), turnFor });
}

test('CONTROL-60: HUDs are told the rung when they open, and each change of it with its reason', () => {
  const { control } = new ControlWorld();
  const hud = new SeenHud(control);
  expect(hud.of('opened').map((event) => event.rung)).toEqual(['plain']);
  const driver = scripted();
  control.setDriver(driver);
  control.setDriver(driver);
  expect(new SeenHud(control).of('opened').map((event) => event.rung)).toEqual(['structured']);
  driver.become('typing', 'it went away');
  driver.become('structured', 'it is back');
  control.setDriver(undefined);
  expect(hud.of('rung').map(({ rung, why }) => [rung, why])).toEqual([
    ['structured', ''],
    ['typing', 'it went away'],
    ['structured', 'it is back'],
    ['plain', 'there is only its terminal'],
  ]);
  expect(control.row.rung).toBe('plain');
});

test('CONTROL-60: what a driver tells late, of before, is no news', () => {
  const told: string[] = [];
  const seat = new DriverSeat({
    onRung: (rung) => told.push(rung),
    onEvent: ({ kind }) => told.push(`news: ${kind}`),
    onPast: ({ kind }) => told.push(`past: ${kind}`),
  });
  let tell: (event: NumberedEvent) => void = () => undefined;
  const driver: SessionDriver = scripted();
  driver.follow = (_, listener) => {
    tell = listener;
    return () => undefined;
  };
  seat.set(driver);
  const failed = { kind: 'turn-failed', turnId: 't', message: 'no network' } as const;
  const taken = { kind: 'prompt', promptId: 'a', state: 'taken' } as const;
  tell({ number: 1, atMs: 0, fromBefore: true, event: taken });
  tell({ number: 2, atMs: 0, fromBefore: true, event: failed });
  tell({ number: 3, atMs: 0, event: failed });
  expect(told).toEqual(['structured', 'past: prompt', 'news: turn-failed']);
});

test('CONTROL-60: a driver whose place another one took is not heard any more, nor is any after the end', () => {
  const world = new ControlWorld();
  const { control } = world;
  const hud = new SeenHud(control);
  const [old, next] = [scripted(), scripted()];
  control.setDriver(old);
  control.setDriver(next);
  old.become('typing', 'nobody listens');
  expect(hud.of('rung').map((event) => event.rung)).toEqual(['structured']);
  control.dispose();
  next.become('typing', 'nobody listens');
  expect(hud.of('rung')).toHaveLength(1);
});

import { expect, test } from 'vitest';
import { openWait, openWaits, toldWhenStuck, untilHolds, within } from './open-waits.ts';

const never = new Promise<never>(() => {});

test('a promise that does not come is told by its name, and one that comes is there', async () => {
  await expect(within('answer', never, 20)).rejects.toThrow('no answer after 20 ms');
  await expect(within('answer', Promise.reject(new Error('refused')))).rejects.toThrow('refused');
  expect(await within('answer', Promise.resolve(3))).toBe(3);
  expect(openWaits()).toBe('');
});

test('what is open is told until it is over', async () => {
  {
    using _wait = openWait('a sign');
    using _screen = toldWhenStuck(() => 'the screen');
    using _broken = toldWhenStuck(() => {
      throw new Error('broken');
    });
    expect(openWaits().replaceAll(/^\d+\.\d s: /gmu, '')).toBe(
      'waits for a sign\nthe screen\nError: broken',
    );
  }
  let isThere = false;
  const waiting = untilHolds('there', () => isThere);
  expect(openWaits()).toContain('waits for there');
  isThere = true;
  await waiting;
  expect(openWaits()).toBe('');
});

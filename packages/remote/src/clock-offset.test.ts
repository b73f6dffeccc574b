import { describe, expect, test } from 'vitest';
import { ClockOffset } from './clock-offset.ts';

describe('the other clock', () => {
  test('REMOTE-9: nothing is known before an answer, and the quickest counts', () => {
    const clock = new ClockOffset();
    expect(clock.offsetMs).toBeUndefined();
    clock.answered({ sentMs: 100, receivedMs: 300, theirMs: 5_290 });
    expect(clock.offsetMs).toBe(5_090);
    clock.answered({ sentMs: 1_000, receivedMs: 1_010, theirMs: 6_005 });
    clock.answered({ sentMs: 2_000, receivedMs: 2_900, theirMs: 7_000 });
    expect(clock.offsetMs).toBe(5_000);
  });

  test('REMOTE-9: a clock that has changed is known once the old answers are gone', () => {
    const clock = new ClockOffset();
    clock.answered({ sentMs: 0, receivedMs: 1, theirMs: 1_000.5 });
    for (let n = 0; n < 12; n += 1) clock.answered({ sentMs: 10, receivedMs: 20, theirMs: 15 });
    expect(clock.offsetMs).toBe(0);
  });

  test('REMOTE-9: an answer from before it was asked is none', () => {
    const clock = new ClockOffset();
    clock.answered({ sentMs: 5, receivedMs: 4, theirMs: 0 });
    expect(clock.offsetMs).toBeUndefined();
  });
});

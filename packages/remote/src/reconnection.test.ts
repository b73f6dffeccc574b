import { describe, expect, test } from 'vitest';
import { PATIENCE_MS, Reconnection, STEADY_MS } from './reconnection.ts';

/** Tries that take `tryMs` each, until it is given up: the pauses before them, and when that was. */
function untilGivenUp(
  reconnection: Reconnection,
  { atMs, tryMs }: { atMs: number; tryMs: number },
) {
  const pausesMs: number[] = [];
  let nowMs = atMs;
  for (;;) {
    const next = reconnection.failed(nowMs);
    if (next.kind === 'give-up') return { pausesMs, afterMs: nowMs - atMs };
    expect(next.number).toBe(pausesMs.length + 1);
    pausesMs.push(next.afterMs);
    nowMs += next.afterMs + tryMs;
  }
}

describe('coming back', () => {
  test('REMOTE-8: soon, then less and less often, and not for ever', () => {
    const { pausesMs, afterMs } = untilGivenUp(new Reconnection(), { atMs: 5_000, tryMs: 100 });
    expect(pausesMs.slice(0, 8)).toEqual([250, 500, 1_000, 2_000, 4_000, 8_000, 8_000, 8_000]);
    expect(afterMs).toBeLessThanOrEqual(PATIENCE_MS);
    expect(afterMs).toBeGreaterThan(PATIENCE_MS - 8_000 - 200);
  });

  test('REMOTE-8: slow tries count, too', () => {
    const { pausesMs } = untilGivenUp(new Reconnection(), { atMs: 0, tryMs: 15_000 });
    expect(pausesMs.length).toBeLessThan(9);
  });

  test('REMOTE-8: a link that lasts begins it anew', () => {
    const reconnection = new Reconnection();
    let nowMs = 0;
    for (let broken = 0; broken < 50; broken += 1) {
      expect(reconnection.failed(nowMs)).toEqual({ kind: 'try', afterMs: 250, number: 1 });
      reconnection.back(nowMs + 250);
      nowMs += 250 + STEADY_MS;
    }
  });

  test('REMOTE-8: one that breaks at once does not, and is given up', () => {
    const reconnection = new Reconnection();
    const pausesMs: number[] = [];
    for (let nowMs = 0; pausesMs.length < 100; ) {
      reconnection.back(nowMs);
      nowMs += STEADY_MS - 1;
      const next = reconnection.failed(nowMs);
      if (next.kind === 'give-up') break;
      pausesMs.push(next.afterMs);
      nowMs += next.afterMs;
    }
    expect(pausesMs.slice(0, 4)).toEqual([250, 500, 1_000, 2_000]);
    expect(pausesMs.length).toBeLessThan(20);
  });
});

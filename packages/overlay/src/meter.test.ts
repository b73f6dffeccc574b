import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { METER_AT_REST, METER_CELLS, type Meter, meterStep } from './meter.ts';

const LOUD_DB = -8;

describe('level', () => {
  test('OVERLAY-9 it rises faster than it falls', () => {
    const up = meterStep(METER_AT_REST, { levelDb: LOUD_DB, elapsedMs: 50 });
    const top = meterStep(METER_AT_REST, { levelDb: LOUD_DB, elapsedMs: 5_000 });
    const down = meterStep(top, { levelDb: Number.NEGATIVE_INFINITY, elapsedMs: 50 });
    expect(up.level).toBeGreaterThan(1 - down.level);
    expect(down.level).toBeLessThan(top.level);
  });

  test('OVERLAY-9 one long step and many short ones come to the same', () => {
    let many: Meter = METER_AT_REST;
    for (let index = 0; index < 50; index += 1)
      many = meterStep(many, { levelDb: -25, elapsedMs: 2 });
    const one = meterStep(METER_AT_REST, { levelDb: -25, elapsedMs: 100 });
    expect(many.level).toBeCloseTo(one.level, 9);
    expect(many.slotAgeMs).toBeCloseTo(one.slotAgeMs, 9);
  });

  test('OVERLAY-9 silence empties it and loud speech fills it', () => {
    const full = meterStep(METER_AT_REST, { levelDb: 0, elapsedMs: 10_000 });
    expect(full.heights.map((height) => Math.round(height * 100))).toEqual(
      Array(METER_CELLS).fill(100),
    );
    const empty = meterStep(full, { levelDb: Number.NEGATIVE_INFINITY, elapsedMs: 10_000 });
    expect(empty.heights.map((height) => Math.round(height * 100))).toEqual(
      Array(METER_CELLS).fill(0),
    );
  });

  test('OVERLAY-9 whatever it is told, it stays in its bounds', () => {
    const input = fc.record({
      levelDb: fc.double(),
      elapsedMs: fc.double({ min: -100, max: 1_000, noNaN: true }),
    });
    fc.assert(
      fc.property(fc.array(input, { maxLength: 30 }), (inputs) => {
        const meter = inputs.reduce<Meter>(meterStep, METER_AT_REST);
        expect(meter.heights.length).toBe(METER_CELLS);
        for (const value of [meter.level, ...meter.heights]) {
          expect(value).toBeGreaterThanOrEqual(0);
          expect(value).toBeLessThanOrEqual(1);
        }
      }),
      { seed: 4, numRuns: 300 },
    );
  });
});

// Which keys are timed, and that nothing of how somebody types can be read from the times.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { EchoSample } from './echo-sample.ts';

test('KEEPER-66: one key in ten seconds is timed until the next output', () => {
  const sample = new EchoSample();
  sample.pressed(1_000);
  sample.pressed(1_001);
  sample.shown(1_004);
  sample.pressed(1_200);
  sample.shown(1_203);
  sample.pressed(11_000);
  sample.shown(11_002);
  expect(sample.take()).toEqual([2, 4]);
  expect(sample.take()).toEqual([]);
});

test('KEEPER-66: output that had not rested, and output that comes late, are no echo', () => {
  const sample = new EchoSample();
  sample.shown(1_000);
  sample.pressed(1_099);
  sample.shown(1_101);
  sample.pressed(1_300);
  sample.shown(2_301);
  expect(sample.take()).toEqual([]);
  // The one that was too late was one of the ten seconds all the same.
  sample.pressed(11_299);
  sample.shown(11_300);
  expect(sample.take()).toEqual([]);
});

test('KEEPER-66: however somebody types, at most 8 times are told, in no order but their own', () => {
  const steps = fc.array(fc.tuple(fc.constantFrom('pressed', 'shown'), fc.nat(20_000)));
  fc.assert(
    fc.property(steps, (all) => {
      const sample = new EchoSample();
      let nowMs = 0;
      let keys = 0;
      for (const [what, laterMs] of all) {
        nowMs += laterMs;
        if (what === 'pressed') {
          sample.pressed(nowMs);
          keys += 1;
        } else sample.shown(nowMs);
      }
      const times = sample.take();
      expect(times.length).toBeLessThanOrEqual(Math.min(8, keys, Math.floor(nowMs / 10_000) + 1));
      expect(times).toEqual([...times].sort((one, other) => one - other));
      for (const ms of times) expect(ms).toBeLessThanOrEqual(1_000);
    }),
  );
});

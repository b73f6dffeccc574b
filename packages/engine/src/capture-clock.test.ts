// Late and bunched arrivals do not make speech seem to end later than it did.
import { expect, test } from 'vitest';
import { CaptureClock } from './capture-clock.ts';

test('a burst after a stall does not move the moment of capture', () => {
  const clock = new CaptureClock();
  for (let frame = 1; frame <= 10; frame += 1) clock.arrived(frame * 32, 1_000 + frame * 32);
  // The process was busy for 200 ms: six frames arrive at once.
  for (let frame = 11; frame <= 16; frame += 1) clock.arrived(frame * 32, 1_000 + 16 * 32 + 8);
  expect(clock.capturedMs(11 * 32)).toBe(1_000 + 11 * 32);
});

test('a source that drifts or restarts is followed', () => {
  const clock = new CaptureClock();
  for (let frame = 1; frame <= 2_000; frame += 1) clock.arrived(frame * 32, frame * 32.01);
  expect(clock.capturedMs(2_000 * 32)).toBeGreaterThan(1_700 * 32.01);
  expect(clock.capturedMs(2_000 * 32) - 2_000 * 32.01).toBeGreaterThan(-3);
  clock.restart();
  expect(clock.capturedMs(32)).toBeNaN();
});

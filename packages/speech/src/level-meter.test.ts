import { describe, expect, it } from 'vitest';
import { LEVEL_FLOOR_DB, LevelMeter } from './level-meter.ts';

const SECOND = 16_000;
const constant = (value: number, length = 512) => new Float32Array(length).fill(value);

describe('LevelMeter', () => {
  it('SPEECH-40 reads RMS in dBFS', () => {
    expect(new LevelMeter().accept(constant(-1)).rmsDb).toBe(0);
    expect(new LevelMeter().accept(constant(0.1)).rmsDb).toBeCloseTo(-20, 5);
    const sine = Float32Array.from({ length: SECOND }, (_, n) =>
      Math.sin((2 * Math.PI * 100 * n) / SECOND),
    );
    expect(new LevelMeter().accept(sine).rmsDb).toBeCloseTo(-3.01, 2);
  });

  it('SPEECH-40 reads silence, nothing and what is not finite as the floor', () => {
    const broken = new Float32Array([Number.NaN, Number.POSITIVE_INFINITY, 0]);
    for (const samples of [constant(0), constant(1e-9), new Float32Array(0), broken]) {
      expect(new LevelMeter().accept(samples)).toEqual({
        rmsDb: LEVEL_FLOOR_DB,
        peakDb: LEVEL_FLOOR_DB,
      });
    }
  });

  it('SPEECH-41 holds the peak for a second, then lets it fall 20 dB a second', () => {
    const meter = new LevelMeter();
    expect(meter.accept(constant(1)).peakDb).toBe(0);
    expect(meter.accept(constant(0, SECOND)).peakDb).toBe(0);
    expect(meter.accept(constant(0, SECOND / 2)).peakDb).toBeCloseTo(-10, 5);
    expect(meter.accept(constant(0, SECOND / 2)).peakDb).toBeCloseTo(-20, 5);
  });

  it('SPEECH-41 falls no further than the signal and holds a new peak again', () => {
    const meter = new LevelMeter();
    meter.accept(constant(1));
    expect(meter.accept(constant(0.1, 3 * SECOND)).peakDb).toBeCloseTo(-20, 5);
    expect(meter.accept(constant(0.5)).peakDb).toBeCloseTo(-6.02, 2);
    expect(meter.accept(constant(0, SECOND / 2)).peakDb).toBeCloseTo(-6.02, 2);
  });
});

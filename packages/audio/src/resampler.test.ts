import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Resampler } from './resampler.ts';
import { sine } from './wav-writing.fixture.ts';

function resample(
  samples: Float32Array,
  rates: { fromHz: number; toHz: number },
  cuts: number[] = [],
) {
  const resampler = new Resampler(rates);
  const parts: Float32Array[] = [];
  let start = 0;
  for (const end of [...cuts, samples.length]) {
    parts.push(resampler.process(samples.subarray(start, end)));
    start = end;
  }
  parts.push(resampler.flush());
  return Float32Array.from(parts.flatMap((part) => [...part]));
}

/** Level in dB relative to a sine of amplitude 0.5, over the middle of the samples. */
function levelDb(samples: Float32Array): number {
  const middle = samples.subarray(
    Math.floor(samples.length / 4),
    Math.floor((samples.length * 3) / 4),
  );
  const power = middle.reduce((sum, sample) => sum + sample * sample, 0) / middle.length;
  return 10 * Math.log10(power / 0.125);
}

const RATES = [8_000, 11_025, 22_050, 32_000, 44_100, 48_000, 96_000, 192_000, 44_099];

describe('Resampler', () => {
  for (const fromHz of RATES) {
    const nyquistHz = Math.min(fromHz, 16_000) / 2;
    it(`AUDIO-20 passes ${fromHz} Hz unchanged up to 90 % of ${nyquistHz} Hz`, () => {
      for (const share of [0.01, 0.1, 0.4, 0.7, 0.9]) {
        const tone = sine(nyquistHz * share, { rateHz: fromHz, seconds: 0.5 });
        expect(Math.abs(levelDb(resample(tone, { fromHz, toHz: 16_000 })))).toBeLessThan(0.1);
      }
    });

    it(`AUDIO-22 keeps time and length from ${fromHz} Hz`, () => {
      const hz = 300;
      const output = resample(sine(hz, { rateHz: fromHz, seconds: 0.5 }), { fromHz, toHz: 16_000 });
      expect(Math.abs(output.length - 8000)).toBeLessThanOrEqual(1);
      const wanted = sine(hz, { rateHz: 16_000, seconds: 0.5 });
      for (let n = 1000; n < 7000; n += 7) expect(output[n]).toBeCloseTo(wanted[n] ?? 0, 3);
    });
  }

  for (const fromHz of RATES.filter((rate) => rate > 16_000)) {
    it(`AUDIO-21 suppresses what would alias from ${fromHz} Hz`, () => {
      const highest = fromHz / 2;
      for (const hz of [8_050, 8_500, (8_000 + highest) / 2, highest - 100]) {
        const output = resample(sine(hz, { rateHz: fromHz, seconds: 0.4 }), {
          fromHz,
          toHz: 16_000,
        });
        expect(levelDb(output)).toBeLessThan(-60);
      }
    });
  }

  it('AUDIO-21 suppresses the images of a lower rate', () => {
    const output = resample(sine(3_000, { rateHz: 8_000, seconds: 0.5 }), {
      fromHz: 8_000,
      toHz: 16_000,
    });
    // The image of 3,000 Hz lies at 5,000 Hz: correlate with it.
    let cosine = 0;
    let sinus = 0;
    for (let n = 1600; n < 6400; n += 1) {
      cosine += (output[n] ?? 0) * Math.cos((2 * Math.PI * 5_000 * n) / 16_000);
      sinus += (output[n] ?? 0) * Math.sin((2 * Math.PI * 5_000 * n) / 16_000);
    }
    expect((Math.hypot(cosine, sinus) * 2) / 4800).toBeLessThan(0.5 * 10 ** (-60 / 20));
  });

  it('AUDIO-22 leaves 16 kHz alone', () => {
    const samples = sine(1000, { rateHz: 16_000, seconds: 0.1 });
    expect(resample(samples, { fromHz: 16_000, toHz: 16_000 })).toEqual(samples);
  });

  it('AUDIO-23 gives the same samples however the input is cut', () => {
    const rate = fc.constantFrom(8_000, 11_025, 44_100, 48_000, 44_099);
    const cuts = fc.array(fc.nat(2000), { maxLength: 20 }).map((all) => all.sort((a, b) => a - b));
    const noise = fc.array(fc.float({ min: -1, max: 1, noNaN: true }), {
      minLength: 2000,
      maxLength: 2000,
    });
    fc.assert(
      fc.property(rate, cuts, noise, (fromHz, where, values) => {
        const samples = Float32Array.from(values);
        const rates = { fromHz, toHz: 16_000 };
        expect(resample(samples, rates, where)).toEqual(resample(samples, rates));
      }),
      { numRuns: 12, seed: 5 },
    );
  });

  it('AUDIO-22 survives streams shorter than the filter', () => {
    for (const length of [0, 1, 2, 7]) {
      const output = resample(new Float32Array(length).fill(0.5), { fromHz: 48_000, toHz: 16_000 });
      expect(output).toHaveLength(Math.ceil(length / 3));
    }
  });

  it('refuses rates without meaning', () => {
    expect(() => new Resampler({ fromHz: 0, toHz: 16_000 })).toThrow(/sample rate 0/);
    expect(() => new Resampler({ fromHz: 44_100.5, toHz: 16_000 })).toThrow(RangeError);
  });
});

// Changes the sample rate of a mono stream with a band-limited windowed-sinc filter, in pieces of
// any length. It leaves rates that are already right alone, and knows no files or devices.

/** Suppression of what would alias, in dB; 60 is inaudible in speech, 80 leaves room for rounding. */
const STOPBAND_DB = 80;

/** Share of the lower of the two Nyquist rates that passes unchanged; above it the filter falls. */
const PASSBAND_SHARE = 0.9;

/** Ratios needing more filter phases than this share the phases by linear interpolation. */
const MAXIMUM_PHASES = 1024;

/** Rates a filter is built for, in Hz: below speech is lost anyway, above no converter exists. */
export const LOWEST_RATE_HZ = 1000;
export const HIGHEST_RATE_HZ = 768_000;

/**
 * Resamples one stream. Output sample n lies at the time n / `toHz`: the filter's delay is already
 * taken off, and `flush` gives the rest, so that lengths match to one sample.
 */
export class Resampler {
  readonly #up: number;
  readonly #down: number;
  readonly #filter: PhaseFilter | undefined;
  /** Input not used up yet; `#first` is the stream position of its first sample. */
  #input = new Float32Array(0);
  #first: number;
  #received = 0;
  /** Position of the next output: `#whole + #part / #up` input samples. */
  #whole = 0;
  #part = 0;

  /** @throws RangeError for a rate that is not a whole number of Hz in range. */
  constructor(rates: { readonly fromHz: number; readonly toHz: number }) {
    const { fromHz, toHz } = rates;
    for (const rate of [fromHz, toHz]) {
      if (!Number.isInteger(rate) || rate < LOWEST_RATE_HZ || rate > HIGHEST_RATE_HZ) {
        throw new RangeError(
          `sample rate ${rate} is not between ${LOWEST_RATE_HZ} and ${HIGHEST_RATE_HZ} Hz`,
        );
      }
    }
    const divisor = greatestCommonDivisor(fromHz, toHz);
    this.#up = toHz / divisor;
    this.#down = fromHz / divisor;
    this.#filter = fromHz === toHz ? undefined : designFilter(fromHz, toHz, this.#up);
    // Before its first sample the stream is silent: half a filter of zeros.
    this.#first = -(this.#filter?.halfTaps ?? 0);
    this.#input = new Float32Array(this.#filter?.halfTaps ?? 0);
  }

  /** The next input samples; returns what they make available, which may be nothing. */
  process(samples: Float32Array): Float32Array {
    this.#received += samples.length;
    if (this.#filter === undefined) return samples;
    this.#append(samples);
    return this.#produce(this.#filter, Number.POSITIVE_INFINITY);
  }

  /** The end of the stream: the output that was waiting for more input. Call once. */
  flush(): Float32Array {
    if (this.#filter === undefined) return new Float32Array(0);
    this.#append(new Float32Array(this.#filter.halfTaps + 1));
    return this.#produce(this.#filter, this.#received);
  }

  #append(samples: Float32Array): void {
    const joined = new Float32Array(this.#input.length + samples.length);
    joined.set(this.#input);
    joined.set(samples, this.#input.length);
    this.#input = joined;
  }

  /** Every output that has all its input and lies before `endPosition`. */
  #produce(filter: PhaseFilter, endPosition: number): Float32Array {
    const available = this.#first + this.#input.length - filter.halfTaps;
    const limit = Math.min(available, endPosition);
    const distance = (limit - this.#whole) * this.#up - this.#part;
    const output = new Float32Array(Math.max(0, Math.ceil(distance / this.#down)));
    for (let n = 0; n < output.length; n += 1) {
      const offset = this.#whole - this.#first - filter.halfTaps + 1;
      output[n] = filter.apply(this.#input, offset, this.#part / this.#up);
      this.#part += this.#down;
      this.#whole += Math.floor(this.#part / this.#up);
      this.#part %= this.#up;
    }
    const used = Math.min(this.#input.length, this.#whole - this.#first - filter.halfTaps + 1);
    if (used > 0) {
      this.#input = this.#input.slice(used);
      this.#first += used;
    }
    return output;
  }
}

interface PhaseFilter {
  readonly halfTaps: number;
  /** The filtered value `fraction` (0–1) of a sample after index `offset + halfTaps - 1`. */
  apply(input: Float32Array, offset: number, fraction: number): number;
}

/** A Kaiser-windowed sinc, cut into one short filter per fractional position. */
function designFilter(fromHz: number, toHz: number, up: number): PhaseFilter {
  const nyquistHz = Math.min(fromHz, toHz) / 2;
  const transitionHz = nyquistHz * (1 - PASSBAND_SHARE);
  const cutoff = (nyquistHz - transitionHz / 2) / fromHz; // in cycles per input sample
  // Kaiser's estimates of window shape and length for a given suppression and transition.
  const beta = 0.1102 * (STOPBAND_DB - 8.7);
  const taps = (STOPBAND_DB - 7.95) / (2.285 * 2 * Math.PI * (transitionHz / fromHz));
  const halfTaps = Math.ceil(taps / 2);
  const width = 2 * halfTaps;
  const phases = Math.min(up, MAXIMUM_PHASES);
  const table = new Float32Array((phases + 1) * width);
  for (let phase = 0; phase <= phases; phase += 1) {
    const row = table.subarray(phase * width, (phase + 1) * width);
    let sum = 0;
    for (let tap = 0; tap < width; tap += 1) {
      const distance = tap - (halfTaps - 1) - phase / phases;
      const value = sinc(2 * cutoff * distance) * kaiser(distance / halfTaps, beta);
      row[tap] = value;
      sum += value;
    }
    for (let tap = 0; tap < width; tap += 1) row[tap] = (row[tap] ?? 0) / sum;
  }
  const dot = (input: Float32Array, offset: number, phase: number): number => {
    let sum = 0;
    const start = phase * width;
    for (let tap = 0; tap < width; tap += 1) {
      sum += (input[offset + tap] ?? 0) * (table[start + tap] ?? 0);
    }
    return sum;
  };
  return {
    halfTaps,
    apply(input, offset, fraction) {
      const position = fraction * phases;
      const phase = Math.round(position);
      // With a phase of its own for every position, what is left is only rounding.
      if (Math.abs(position - phase) < 1e-6) return dot(input, offset, phase);
      const below = Math.floor(position);
      const share = position - below;
      return dot(input, offset, below) * (1 - share) + dot(input, offset, below + 1) * share;
    },
  };
}

function sinc(x: number): number {
  return x === 0 ? 1 : Math.sin(Math.PI * x) / (Math.PI * x);
}

/** Kaiser window at `x` in -1 to 1, not normalised: every filter is scaled to unit sum anyway. */
function kaiser(x: number, beta: number): number {
  return Math.abs(x) > 1 ? 0 : besselI0(beta * Math.sqrt(1 - x * x));
}

function besselI0(x: number): number {
  let sum = 1;
  let term = 1;
  for (let k = 1; term > sum * 1e-12; k += 1) {
    term *= (x / (2 * k)) ** 2;
    sum += term;
  }
  return sum;
}

function greatestCommonDivisor(a: number, b: number): number {
  return b === 0 ? a : greatestCommonDivisor(b, a % b);
}

// Makes samples fit for native code: finite numbers in [-1, 1].

/** A copy with 0 for what is no finite number, and full scale for what is louder. */
export function cleanSamples(samples: Float32Array): Float32Array {
  return samples.map((sample) => (Number.isFinite(sample) ? Math.max(-1, Math.min(1, sample)) : 0));
}

// The Fourier transform of a power of two of complex numbers, in place, with its tables made once.

/** A transform of one size. */
export class Fourier {
  readonly size: number;
  readonly #cosine: Float64Array;
  readonly #sine: Float64Array;
  readonly #reversed: Uint32Array;

  /** @throws RangeError for a size that is no power of two. */
  constructor(size: number) {
    if (!Number.isInteger(Math.log2(size))) throw new RangeError(`Fourier: size ${size}`);
    this.size = size;
    this.#cosine = Float64Array.from({ length: size / 2 }, (_, k) => cosineAt(k, size));
    this.#sine = Float64Array.from({ length: size / 2 }, (_, k) => -sineAt(k, size));
    this.#reversed = new Uint32Array(size);
    for (let index = 1; index < size; index += 1) {
      const half = this.#reversed[index >> 1] ?? 0;
      this.#reversed[index] = (half >> 1) | (index & 1 ? size >> 1 : 0);
    }
  }

  /** Transforms `real` and `imaginary`, both of `size` numbers. */
  transform(real: Float64Array, imaginary: Float64Array): void {
    this.#reorder(real);
    this.#reorder(imaginary);
    for (let half = 1; half < this.size; half *= 2) {
      const step = this.size / (2 * half);
      for (let even = 0; even < this.size; even += 1) {
        // The upper half of each pair was done with its lower one.
        if ((even & half) !== 0) continue;
        const odd = even + half;
        const turn = (even & (half - 1)) * step;
        const cosine = this.#cosine[turn] ?? 0;
        const sine = this.#sine[turn] ?? 0;
        const oddReal = real[odd] ?? 0;
        const oddImaginary = imaginary[odd] ?? 0;
        const turnedReal = cosine * oddReal - sine * oddImaginary;
        const turnedImaginary = cosine * oddImaginary + sine * oddReal;
        const evenReal = real[even] ?? 0;
        const evenImaginary = imaginary[even] ?? 0;
        real[odd] = evenReal - turnedReal;
        imaginary[odd] = evenImaginary - turnedImaginary;
        real[even] = evenReal + turnedReal;
        imaginary[even] = evenImaginary + turnedImaginary;
      }
    }
  }

  #reorder(numbers: Float64Array): void {
    for (let index = 0; index < this.size; index += 1) {
      const other = this.#reversed[index] ?? 0;
      if (other <= index) continue;
      const kept = numbers[index] ?? 0;
      numbers[index] = numbers[other] ?? 0;
      numbers[other] = kept;
    }
  }
}

function cosineAt(k: number, size: number): number {
  return Math.cos((2 * Math.PI * k) / size);
}

function sineAt(k: number, size: number): number {
  return Math.sin((2 * Math.PI * k) / size);
}

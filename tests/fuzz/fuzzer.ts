// What a fuzzer is: a parser of ours, the input it takes, and what has to hold of whatever it is given.

/** One parser, or several that read the same kind of input. */
export interface Fuzzer {
  /** The folder of its seeds and of what it has found, in `corpus/`. */
  readonly name: string;
  /** What it puts to the test: `packages/audio/src/piped-wave.ts#readPipedWave`. */
  readonly reads: readonly string[];
  /**
   * Reads an input and hands back what was made of it, whose size is bounded by the input's. What throws here
   * is a bug: errors that a parser is to throw are caught by the fuzzer.
   */
  readonly read: (input: Uint8Array) => unknown;
  /** The same for input that comes in pieces: what comes out is the same wherever it was cut. */
  readonly stream?: (pieces: readonly Uint8Array[]) => unknown;
  /** How many times longer than most a run takes: so many times fewer are made where they are counted. */
  readonly costs?: number;
}

/** A parser that has `path#name` in the table of fuzzers, for a fuzzer that needs no stream. */
export function fuzzer(
  name: string,
  reads: readonly string[],
  read: (input: Uint8Array) => unknown,
): Fuzzer {
  return { name, reads, read };
}

/** A parser of pieces. */
export function streamFuzzer(
  name: string,
  reads: readonly string[],
  stream: (pieces: readonly Uint8Array[]) => unknown,
): Fuzzer {
  return { name, reads, read: (input) => stream([input]), stream };
}

const decoder = new TextDecoder();

export function textOf(input: Uint8Array): string {
  return decoder.decode(input);
}

/** The values of an input in which each line is JSON; what is none is left out. */
export function valuesOf(input: Uint8Array): unknown[] {
  return textOf(input).split('\n').flatMap(valueIn);
}

function valueIn(line: string): unknown[] {
  try {
    return [JSON.parse(line)];
  } catch {
    return [];
  }
}

/** What the work brings, or the message of the error that it may throw. Every other error passes. */
export function orNamed<Result>(
  errors: readonly (new (...given: never[]) => Error)[],
  work: () => Result,
): Result | { readonly refused: string } {
  try {
    return work();
  } catch (error) {
    return refusedBy(errors, error);
  }
}

/** As `orNamed`. */
export async function orNamedLater<Result>(
  errors: readonly (new (...given: never[]) => Error)[],
  work: () => Promise<Result>,
): Promise<Result | { readonly refused: string }> {
  try {
    return await work();
  } catch (error) {
    return refusedBy(errors, error);
  }
}

function refusedBy(
  errors: readonly (new (...given: never[]) => Error)[],
  error: unknown,
): { readonly refused: string } {
  const named = errors.some((kind) => error instanceof kind);
  if (!named || !(error instanceof Error)) throw error;
  return { refused: error.message };
}

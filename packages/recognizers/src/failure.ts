// The one error class of this package. Wrong arguments throw TypeError or RangeError instead.

/**
 * Why a recogniser or voice activity could not be made or went on strike.
 * - `no-pronunciation`: a word of a phrase is in no dictionary and can't be sounded out.
 * - `missing-model`: a model file is not installed or not readable.
 * - `damaged-model`: a model file is not the one this version was made for.
 * - `unusable-server`: the URL of a server is none, or a key would go over it in clear.
 * - `engine-failed`: the native or WebAssembly code did not load, or stopped working.
 */
export type RecognizerErrorCode =
  | 'no-pronunciation'
  | 'missing-model'
  | 'damaged-model'
  | 'unusable-server'
  | 'engine-failed';

/** An expected failure, told apart by `code`. */
export class RecognizerError extends Error {
  readonly code: RecognizerErrorCode;
  /** The phrase at fault, as it was given; with `no-pronunciation`. */
  readonly phrase: string | undefined;

  constructor(
    code: RecognizerErrorCode,
    message: string,
    options: ErrorOptions & { readonly phrase?: string } = {},
  ) {
    super(message, options);
    this.name = 'RecognizerError';
    this.code = code;
    this.phrase = options.phrase;
  }
}

// The one error class of this package: what went wrong with a model, in one line that also says how to
// mend it. Wrong arguments throw TypeError or RangeError instead.

/**
 * - `unknown-model`, `unknown-layout`, `bad-folder`: what was named is no model we can make sense of.
 * - `not-installed`, `damaged`: a model is not there, or not as it was installed.
 * - `busy`: another process is at work on the same model.
 * - `name-not-found`, `refused`, `unreachable`, `tls`, `stalled`, `cut-off`: the network.
 * - `not-found`, `forbidden`, `server`, `redirects`, `insecure`: what the server answered.
 * - `wrong-size`, `wrong-hash`, `changed`: not the file it should be.
 * - `disk-full`, `no-permission`, `disk`: the folder.
 * - `stopped`: by the person.
 */
export type ModelErrorCode =
  | 'unknown-model'
  | 'unknown-layout'
  | 'bad-folder'
  | 'not-installed'
  | 'damaged'
  | 'busy'
  | 'name-not-found'
  | 'refused'
  | 'unreachable'
  | 'tls'
  | 'stalled'
  | 'cut-off'
  | 'not-found'
  | 'forbidden'
  | 'server'
  | 'redirects'
  | 'insecure'
  | 'wrong-size'
  | 'wrong-hash'
  | 'changed'
  | 'disk-full'
  | 'no-permission'
  | 'disk'
  | 'stopped';

/** An expected failure, told apart by `code`. `message` reads `what is wrong: how to mend it`. */
export class ModelError extends Error {
  readonly code: ModelErrorCode;

  constructor(code: ModelErrorCode, message: string, options: ErrorOptions = {}) {
    super(message, options);
    this.name = 'ModelError';
    this.code = code;
  }
}

/** The `code` that Node's errors carry, however deep the cause is. */
export function systemCode(error: unknown): string | undefined {
  let at: unknown = error;
  // Deeper than this nobody nests causes.
  for (let depth = 0; depth < 8 && at instanceof Error; depth += 1) {
    if ('code' in at && typeof at.code === 'string') return at.code;
    if (at instanceof AggregateError && at.errors.length > 0) at = at.errors[0];
    else at = at.cause;
  }
  return undefined;
}

/** What writing to or reading from a folder of ours failed with. */
export function diskError(error: unknown, path: string): ModelError {
  if (error instanceof ModelError) return error;
  const code = systemCode(error);
  const cause = { cause: error };
  switch (code) {
    case 'ENOSPC':
    case 'EDQUOT':
      return new ModelError(
        'disk-full',
        `the disk with ${path} is full: free some room and say it again, what has come is kept`,
        cause,
      );
    case 'EACCES':
    case 'EPERM':
    case 'EROFS':
      return new ModelError(
        'no-permission',
        `${path} can't be written (${code}): make it yours, or name another data folder with XDG_DATA_HOME`,
        cause,
      );
    default:
      return new ModelError(
        'disk',
        `${path} can't be used (${code ?? String(error)}): look at the disk`,
        cause,
      );
  }
}

// The one error of this package: a recording that can't be read. What goes wrong with devices is a
// value, not an error, and lives beside the devices.

export type AudioErrorCode =
  | 'not-found'
  | 'no-permission'
  | 'is-a-directory'
  | 'empty-file'
  | 'not-audio'
  | 'unsupported-encoding'
  | 'damaged'
  | 'read-failed';

/** `message` is one line: the file, what is wrong, and how to mend it. */
export class AudioError extends Error {
  readonly code: AudioErrorCode;

  constructor(code: AudioErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'AudioError';
    this.code = code;
  }
}

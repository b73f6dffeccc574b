// The one error class of the front door. A programmer's mistake in the options throws TypeError or RangeError.

/**
 * - `cannot-listen`: nothing that was asked for can be listened with; the message says why and how to mend it.
 * - `closed`: the session was closed, or has failed, before the call.
 */
export type VoiceSessionErrorCode = 'cannot-listen' | 'closed';

/** An expected failure, told apart by `code`. */
export class VoiceSessionError extends Error {
  readonly code: VoiceSessionErrorCode;

  constructor(code: VoiceSessionErrorCode, message: string) {
    super(message);
    this.name = 'VoiceSessionError';
    this.code = code;
  }
}

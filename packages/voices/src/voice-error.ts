// The one error of voices.

/** `no-voice`: none is there. `voice-failed`: it ended with an error. `text-refused`: it can't say this text. */
export type VoiceErrorCode = 'no-voice' | 'voice-failed' | 'text-refused';

/** The voice can't speak; the message is one line for a person. */
export class VoiceError extends Error {
  override readonly name = 'VoiceError';
  readonly code: VoiceErrorCode;

  constructor(code: VoiceErrorCode, message: string) {
    super(message);
    this.code = code;
  }
}

/** Whether there is anything to say in a text. */
export function hasWords(text: string): boolean {
  return /[\p{L}\p{N}]/u.test(text);
}

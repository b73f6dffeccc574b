// A recording from disk, for whoever drives it anew or draws it: read whole, with what can't be read told.
import { readFileSync } from 'node:fs';
import { type ReadCast, RecordingError, readCast } from '@codex-voice/recording';
import { EXIT_USAGE, UserError, visible } from '../user-error.ts';

/** Throws `UserError` with status 2. */
export function readRecording(file: string): ReadCast {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new UserError(`${visible(file)} can't be read (${reason}): name a recording`, EXIT_USAGE);
  }
  try {
    return readCast(text);
  } catch (error) {
    if (!(error instanceof RecordingError)) throw error;
    throw new UserError(`${visible(file)}: ${error.message}`, EXIT_USAGE);
  }
}

/** What of it could not be read, as a note; undefined: all could. */
export function unreadNote({ passedOver, torn }: ReadCast): string | undefined {
  if (passedOver === 0 && !torn) return undefined;
  const lines = passedOver === 1 ? '1 line' : `${passedOver} lines`;
  const parts = [
    ...(passedOver === 0 ? [] : [`${lines} of it can't be read and are passed over`]),
    ...(torn ? ['its last line is torn'] : []),
  ];
  return parts.join('; ');
}

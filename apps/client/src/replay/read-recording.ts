// A recording from disk, for whoever drives it anew or draws it: read whole, with what can't be read told.
import type { ReadCast } from '@codex-voice/recording';
import { places } from '../places.ts';
import { EXIT_USAGE, UserError } from '../user-error.ts';
import { namedRecording, readRecording } from './recording-files.ts';

/** By its path, or by the name of a recording or session of ours. Throws `UserError` with status 2. */
export function readNamed(name: string): ReadCast {
  const { recordingsDirectory } = places(process.env, process.platform);
  try {
    return readRecording(namedRecording(name, recordingsDirectory));
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    throw new UserError(error.message, EXIT_USAGE);
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

// Where a recording goes: the file a person has named, which must not be there yet, or one of its own in our folder.
import { lstatSync } from 'node:fs';
import { resolve } from 'node:path';
import type { RecordingTarget } from '@codex-voice/protocol';
import { places } from './places.ts';
import { UserError, visible } from './user-error.ts';

/** Throws `UserError` where something has that name already. */
export function newRecording(path: string): RecordingTarget {
  const absolute = resolve(path);
  if (lstatSync(absolute, { throwIfNoEntry: false }) !== undefined)
    throw new UserError(`${visible(path)} is there already: name a new file for the recording`);
  return { path: absolute, is: 'file' };
}

export function usualRecording(): RecordingTarget {
  return { path: places(process.env, process.platform).recordingsDirectory, is: 'folder' };
}

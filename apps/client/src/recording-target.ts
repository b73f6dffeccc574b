// Where a recording goes: the file a person has named, which must not be there yet, or one of its own in our folder,
// as long as that has room. Nothing is removed from it: what was recorded is its person's.
import { lstatSync, readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
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

/** What our folder holds, and may hold. */
export interface FullFolder {
  readonly files: number;
  readonly mb: number;
  readonly mostMb: number;
}

export type UsualRecording =
  | { readonly kind: 'room'; readonly target: RecordingTarget }
  | { readonly kind: 'full'; readonly full: FullFolder };

const BYTES_PER_MB = 1_000_000;

/** Looks at the folder's files; `mostMb`: from this size on none begins there. */
export function usualRecording(mostMb: number): UsualRecording {
  const { recordingsDirectory: path } = places(process.env, process.platform);
  const sizes = namesIn(path).map(
    (name) => lstatSync(join(path, name), { throwIfNoEntry: false })?.size ?? 0,
  );
  const bytes = sizes.reduce((sum, size) => sum + size, 0);
  if (bytes < mostMb * BYTES_PER_MB) return { kind: 'room', target: { path, is: 'folder' } };
  const mb = Math.round(bytes / BYTES_PER_MB);
  return { kind: 'full', full: { files: sizes.length, mb, mostMb } };
}

/** For whom a recording was asked for. Throws `UserError` where the folder is full. */
export function askedRecording(mostMb: number): RecordingTarget {
  const usual = usualRecording(mostMb);
  if (usual.kind === 'room') return usual.target;
  const { files, mb } = usual.full;
  const all = files === 1 ? '1 file takes' : `${files} files take`;
  throw new UserError(
    `no room for a recording: ${all} ${mb} MB, and [recording] folder_mb is ${mostMb}: codex-voice purge removes those of ended sessions, or name a file`,
  );
}

function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch {
    // It is made with the first of them.
    return [];
  }
}

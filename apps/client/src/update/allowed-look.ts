// With `[update] check = "weekly"` a session's start has another process look for a newer version, which
// nothing waits for; what was found the last time is told.
import { spawn } from 'node:child_process';
import { compareVersions, isVersion } from '@codex-voice/releases';
import { isLookDue, keepLook, lastLook } from './last-look.ts';

export interface AllowedLook {
  readonly launcher: string;
  readonly version: string;
  readonly stateDirectory: string;
  readonly nowMs: number;
}

/** A newer version that is known of. Never throws, never waits. */
export function lookAsAllowed(allowed: AllowedLook): string | undefined {
  const { launcher, stateDirectory, nowMs } = allowed;
  const look = lastLook(stateDirectory);
  if (isLookDue(look, nowMs)) {
    // Noted first: of several sessions that start at once one looks.
    keepLook(stateDirectory, { ...look, triedMs: nowMs });
    const child = spawn(process.execPath, [launcher, 'update', '--check', '--json'], {
      cwd: '/',
      detached: true,
      stdio: 'ignore',
    });
    child.on('error', () => undefined);
    child.unref();
  }
  return newerThan(allowed.version, look?.looked?.newest);
}

/** `newest` where it is newer than `version`. */
export function newerThan(version: string, newest: string | undefined): string | undefined {
  if (newest === undefined || !isVersion(newest) || !isVersion(version)) return undefined;
  return compareVersions(version, newest) < 0 ? newest : undefined;
}

// Where a recording goes: the file that was named, or one of its own in a folder, named by session and time.
import { join } from 'node:path';
import type { RecordingTarget } from '@codex-voice/protocol';

export const RECORDING_SUFFIX = '.cast';

export function recordingPath(
  { path, is }: RecordingTarget,
  { sessionId, wallMs }: { readonly sessionId: string; readonly wallMs: number },
): string {
  if (is === 'file') return path;
  const stamp = new Date(wallMs)
    .toISOString()
    .slice(0, 19)
    .replaceAll(/[-:]/gu, '')
    .replace('T', '-');
  return join(path, `${sessionId}-${stamp}${RECORDING_SUFFIX}`);
}

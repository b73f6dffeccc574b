// From one installed version to another, and the host with it. Once the link has changed the version is
// used: whatever goes wrong after that is told as what it is, and undoes nothing.
import type { VersionsFolder } from '@codex-voice/releases';
import type { Renewal } from '../commands/host.ts';

export interface Switching {
  readonly versions: VersionsFolder;
  readonly version: string;
  /** By the new version's own words: what this one has loaded is the old one. */
  readonly renewHost: () => Promise<Renewal>;
  /** Whether a process runs from that folder. */
  readonly isUsed: (folder: string) => boolean;
}

export interface Switched {
  readonly isWhole: boolean;
  /** For programs. */
  readonly document: object;
  readonly text: string;
}

const SESSIONS: Readonly<Record<Renewal, string>> = {
  none: '',
  ended: '',
  renewed: '; the sessions there are go on, with a new host',
  later: '; the sessions there are go on, with a new host once nobody is being heard',
};

export async function switchVersion(switching: Switching): Promise<Switched> {
  const { versions, version, renewHost, isUsed } = switching;
  const before = versions.current;
  versions.switchTo(version);
  const host = await renewHost().catch((error: unknown) => ({ why: reason(error) }));
  const removed = versions.prune(isUsed);
  const document = { version, before, removed };
  if (typeof host !== 'string') {
    const text = `${version} is used from now on, but the host could not be renewed: ${host.why}`;
    return { isWhole: false, document: { ...document, host: 'failed', why: host.why }, text };
  }
  const back = before === undefined ? '' : `; codex-voice update --back returns to ${before}`;
  const text = `${version} is used from now on${SESSIONS[host]}${back}`;
  return { isWhole: true, document: { ...document, host }, text };
}

/** The last line that the program wrote, which is one of ours, or else what the system says of it. */
function reason(error: unknown): string {
  const written = error instanceof Error && 'stderr' in error ? String(error.stderr).trim() : '';
  const line = written.split('\n').at(-1) ?? '';
  if (line !== '') return line.replace(/^codex-voice: /, '');
  return (error instanceof Error ? error.message : String(error)).replaceAll(/\s*\n\s*/g, ' ');
}

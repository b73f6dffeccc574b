// Where the host finds what is on disk: the same state folder as the client's.
import { homedir } from 'node:os';
import { join } from 'node:path';

export interface HostPlaces {
  /** Folder with a folder for every session. */
  readonly sessionsDirectory: string;
  /** Prompts that no session has any more. */
  readonly spoolFile: string;
  readonly metricsDirectory: string;
  /** Where the sound of what was said lies. */
  readonly journalDirectory: string;
  readonly logFile: string;
}

/** Computes the paths; creates nothing. Relative XDG values are ignored, as the specification asks. */
export function hostPlaces(
  environment: Readonly<Record<string, string | undefined>>,
  platform: NodeJS.Platform,
): HostPlaces {
  const home = environment.HOME ?? environment.USERPROFILE ?? homedir();
  const stateDirectory = join(stateHome(environment, platform, home), 'codex-voice');
  return {
    sessionsDirectory: join(stateDirectory, 'sessions'),
    spoolFile: join(stateDirectory, 'spool.jsonl'),
    metricsDirectory: join(stateDirectory, 'metrics'),
    journalDirectory: join(stateDirectory, 'journal'),
    logFile: join(stateDirectory, 'host.log'),
  };
}

function stateHome(
  environment: Readonly<Record<string, string | undefined>>,
  platform: NodeJS.Platform,
  home: string,
): string {
  if (platform === 'darwin') return join(home, 'Library', 'Application Support');
  if (platform === 'win32') return environment.LOCALAPPDATA ?? join(home, 'AppData', 'Local');
  const named = environment.XDG_STATE_HOME;
  return named?.startsWith('/') ? named : join(home, '.local', 'state');
}

// Where our files are: the XDG folders on Linux, the platform's own places on macOS and Windows.
import { homedir } from 'node:os';
import { join } from 'node:path';

export interface Places {
  readonly configFile: string;
  /** Of the first program, read where ours is not there. */
  readonly firstProgramFile: string;
  readonly stateDirectory: string;
  readonly journalDirectory: string;
  /** A file for each day. */
  readonly metricsDirectory: string;
  readonly notesDirectory: string;
  /** Recordings of sessions, a file each. */
  readonly recordingsDirectory: string;
  /** What the host tells of itself. */
  readonly hostLogFile: string;
  /** Speech models, a folder each. */
  readonly modelsDirectory: string;
  /** Whose voices are known. */
  readonly speakersFile: string;
  /** Of the person's own knowledge base. */
  readonly knowledgeDirectory: string;
}

type Environment = Readonly<Record<string, string | undefined>>;

/** Computes the paths; creates nothing. Relative XDG values are ignored, as the specification asks. */
export function places(environment: Environment, platform: NodeJS.Platform): Places {
  const home = environment.HOME ?? environment.USERPROFILE ?? homedir();
  const absolute = (name: string, fallback: string): string => {
    const value = environment[name];
    return value?.startsWith('/') ? value : fallback;
  };
  let config: string;
  let state: string;
  let data: string;
  if (platform === 'darwin') {
    config = join(home, 'Library', 'Application Support');
    state = config;
    data = config;
  } else if (platform === 'win32') {
    config = environment.APPDATA ?? join(home, 'AppData', 'Roaming');
    state = environment.LOCALAPPDATA ?? join(home, 'AppData', 'Local');
    data = state;
  } else {
    config = absolute('XDG_CONFIG_HOME', join(home, '.config'));
    state = absolute('XDG_STATE_HOME', join(home, '.local', 'state'));
    data = absolute('XDG_DATA_HOME', join(home, '.local', 'share'));
  }
  const stateDirectory = join(state, 'codex-voice');
  return {
    configFile: join(config, 'codex-voice', 'config.toml'),
    firstProgramFile: join(config, 'codex_voice', 'config.toml'),
    stateDirectory,
    journalDirectory: join(stateDirectory, 'journal'),
    metricsDirectory: join(stateDirectory, 'metrics'),
    notesDirectory: join(stateDirectory, 'notes'),
    recordingsDirectory: join(stateDirectory, 'recordings'),
    hostLogFile: join(stateDirectory, 'host.log'),
    modelsDirectory: join(data, 'codex-voice', 'models'),
    speakersFile: join(data, 'codex-voice', 'speakers.json'),
    knowledgeDirectory: join(data, 'codex-voice', 'kb'),
  };
}

/** The places of this process: by its environment and platform. */
export function ourPlaces(): Places {
  return places(process.env, process.platform);
}

/** Folder with a folder for every session. */
export function sessionsDirectory(): string {
  return join(ourPlaces().stateDirectory, 'sessions');
}

// Where the library that computes speech models lies once it was fetched for a program that came without
// it. Fetching it and loading it are others' business.
import { homedir } from 'node:os';
import { isAbsolute, join } from 'node:path';

/** As npm has it; the version that the tests ran with. */
export const SPEECH_ENGINE = { packageName: 'sherpa-onnx-node', version: '1.13.8' } as const;

/** The folder with its `node_modules`, below the person's data. Creates nothing. */
export function speechEngineFolder(
  environment: Readonly<Record<string, string | undefined>>,
  platform: NodeJS.Platform,
): string {
  const home = environment.HOME ?? environment.USERPROFILE ?? homedir();
  const name = `sherpa-onnx-${SPEECH_ENGINE.version}`;
  return join(dataFolder(environment, platform, home), 'codex-voice', 'engine', name);
}

function dataFolder(
  { XDG_DATA_HOME: named, LOCALAPPDATA: local }: Readonly<Record<string, string | undefined>>,
  platform: NodeJS.Platform,
  home: string,
): string {
  if (platform === 'darwin') return join(home, 'Library', 'Application Support');
  if (platform === 'win32') return local ?? join(home, 'AppData', 'Local');
  return named !== undefined && isAbsolute(named) ? named : join(home, '.local', 'share');
}

// What the machine is, and whether the config file is understood.
import { readFileSync } from 'node:fs';
import { release } from 'node:os';
import { gatherMicrophoneFacts } from '@codex-voice/audio';
import type { ConfigFacts, SystemFacts, UpdateFacts } from '@codex-voice/doctor';
import { parseConfig } from '../config.ts';
import type { Config } from '../config-schema.ts';
import { places } from '../places.ts';
import { type SpokenSetup, spokenSetup } from '../spoken-setup.ts';
import { newerThan } from '../update/allowed-look.ts';
import { daysSince, lastLook } from '../update/last-look.ts';
import { UserError } from '../user-error.ts';

/** As `engines` of the package and the launcher have it. */
const OLDEST_NODE = '22.18.0';

type Environment = Readonly<Record<string, string | undefined>>;

export function gatherSystem(version: string, environment: Environment): SystemFacts {
  const { platform, arch } = process;
  const { isSsh, isWsl, isContainer } = gatherMicrophoneFacts({ platform, environment, root: '/' });
  return {
    ...{ version, platform, arch },
    release: release(),
    distributions: distributions(textOf('/etc/os-release')),
    node: process.versions.node,
    oldestNode: OLDEST_NODE,
    surroundings: [
      ...(isSsh ? (['ssh'] as const) : []),
      ...(isWsl ? (['wsl'] as const) : []),
      ...(isContainer ? (['container'] as const) : []),
    ],
  };
}

/** As the last look left it. */
export function gatherUpdate(
  version: string,
  { update: { check } }: Config,
  { environment = process.env, nowMs = Date.now() }: UpdateAsked = {},
): UpdateFacts {
  const { stateDirectory } = places(environment, process.platform);
  const looked = lastLook(stateDirectory)?.looked;
  if (looked === undefined) return { check };
  const newer = newerThan(version, looked.newest);
  const daysAgo = daysSince(looked.ms, nowMs);
  return { check, looked: { daysAgo, ...(newer === undefined ? {} : { newer }) } };
}

interface UpdateAsked {
  readonly environment?: Environment;
  readonly nowMs?: number;
}

/** `ID`, then what it is like. */
export function distributions(release: string): readonly string[] {
  const named = (name: string): string =>
    new RegExp(`^${name}="?(?<value>[^"\n]*)"?$`, 'mu').exec(release)?.groups?.value ?? '';
  return `${named('ID')} ${named('ID_LIKE')}`.split(/\s+/u).filter((word) => word !== '');
}

function textOf(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}

export interface ConfigRead {
  readonly facts: ConfigFacts;
  /** As it stands there, or as it comes where that is not understood. */
  readonly config: Config;
  readonly spoken: SpokenSetup;
}

export function gatherConfig(read: () => Config, path: string): ConfigRead {
  try {
    const config = read();
    const spoken = spokenSetup(config);
    const { file } = config;
    const kind = file.text === '' ? 'absent' : 'read';
    return { facts: { kind, path: file.path }, config, spoken };
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    const config = parseConfig('', path);
    return {
      facts: { kind: 'wrong', path, message: error.message },
      config,
      spoken: spokenSetup(config),
    };
  }
}

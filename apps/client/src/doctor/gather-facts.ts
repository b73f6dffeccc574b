// Everything that the doctor asks of this machine, at the same time where one question does not disturb
// another, each within a time of its own.
import { dirname, isAbsolute, join } from 'node:path';
import type { Asked, Facts } from '@codex-voice/doctor';
import { runtimeDirectory } from '@codex-voice/ipc';
import type { CommandGiven } from '../commands/session-access.ts';
import type { Config } from '../config-schema.ts';
import { places } from '../places.ts';
import { mannerOf, voiceCommand, voiceStart } from '../voice-start.ts';
import { askedWithin } from './asked.ts';
import { gatherAgents } from './gather-agents.ts';
import { type Folder, gatherFolders, gatherRuntime } from './gather-folders.ts';
import { gatherNativeParts } from './gather-native.ts';
import { gatherHost, gatherKeepers } from './gather-processes.ts';
import { gatherRecogniser } from './gather-recogniser.ts';
import { gatherSound, type SoundTold } from './gather-sound.ts';
import { type ConfigRead, gatherConfig, gatherSystem, gatherUpdate } from './gather-system.ts';
import { gatherTerminal } from './gather-terminal.ts';
import { gatherTray } from './gather-tray.ts';

/** Each is far above what a machine under load was seen to take, in ms. */
const LIMITS_MS = {
  native: 15_000,
  sound: 15_000,
  recogniser: 30_000,
  folders: 5_000,
  processes: 6_000,
  agents: 25_000,
  tray: 5_000,
  terminal: 3_000,
} as const;

export interface FactsWish {
  readonly given: Pick<CommandGiven, 'config' | 'launcher'>;
  readonly version: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
}

export async function gatherFacts({ given, version, environment }: FactsWish): Promise<Facts> {
  const system = gatherSystem(version, environment);
  const read = gatherConfig(given.config, ourPlaces(environment).configFile);
  const { config } = read;
  // First and alone: answers that come while something is printed would be lost in it.
  const terminal = await askedWithin(LIMITS_MS.terminal, () =>
    gatherTerminal({
      input: process.stdin,
      output: process.stdout,
      environment,
      needsReleases: config.mode === 'hold',
    }),
  );
  const { launcher } = given;
  const [native, sound, recogniser, folders, agents, processes, tray] = await Promise.all([
    askedWithin(LIMITS_MS.native, () => gatherNativeParts(launcher)),
    askedWithin(LIMITS_MS.sound, (signal) => soundOf({ read, launcher, environment, signal })),
    askedWithin(LIMITS_MS.recogniser, () =>
      gatherRecogniser({
        ...{ config, environment },
        languages: read.spoken.languages,
        modelsFolder: ourPlaces(environment).modelsDirectory,
      }),
    ),
    askedWithin(LIMITS_MS.folders, async () => gatherFolders(ourFolders(environment))),
    askedWithin(LIMITS_MS.agents, () => gatherAgents({ config, environment })),
    processesOf(launcher, environment),
    trayOf(environment),
  ]);
  return {
    ...{
      system,
      update: gatherUpdate(version, config),
      config: read.facts,
      native,
      recogniser,
      folders,
      agents,
      terminal,
    },
    ...processes,
    ...tray,
    voice: partOf(sound, ({ voice }) => voice),
    microphone: partOf(sound, ({ microphone }) => microphone),
  };
}

function ourPlaces(environment: FactsWish['environment']): ReturnType<typeof places> {
  return places(environment, process.platform);
}

function ourFolders(environment: FactsWish['environment']): readonly Folder[] {
  const { stateDirectory, configFile, modelsDirectory } = ourPlaces(environment);
  return [
    { name: 'state', path: stateDirectory },
    { name: 'config', path: dirname(configFile) },
    { name: 'models', path: modelsDirectory },
    { name: 'cache', path: cacheDirectory(environment) },
  ];
}

/** Of what the launcher has compiled. */
function cacheDirectory(environment: FactsWish['environment']): string {
  const named =
    process.platform === 'win32' ? environment.LOCALAPPDATA : environment.XDG_CACHE_HOME;
  const base = named && isAbsolute(named) ? named : join(environment.HOME ?? '', '.cache');
  return join(base, 'codex-voice');
}

interface SoundWish {
  readonly read: ConfigRead;
  readonly launcher: string;
  readonly environment: FactsWish['environment'];
  readonly signal: AbortSignal;
}

async function soundOf({ read, launcher, environment, signal }: SoundWish): Promise<SoundTold> {
  const { config, spoken } = read;
  return await gatherSound({
    ...{ environment, signal },
    command: voiceCommand(launcher),
    start: microphoneStart(config, spoken),
    manner: mannerOf(config),
    ...(config.audio.device === undefined ? {} : { configured: config.audio.device }),
  });
}

/** Nothing large is loaded, and nothing is kept. */
function microphoneStart(config: Config, spoken: ConfigRead['spoken']) {
  const { device, denoise } = config.audio;
  return voiceStart({
    ...{ config, spoken },
    source: { kind: 'microphone', denoise, ...(device === undefined ? {} : { device }) },
    journalDirectory: undefined,
    recognizers: {},
    commands: 'written-down',
  });
}

/** The runtime folder, and who answers in it. */
async function processesOf(
  launcher: string,
  environment: FactsWish['environment'],
): Promise<Pick<Facts, 'runtime' | 'host' | 'keepers'>> {
  if (process.platform === 'win32') {
    const none = { kind: 'failed', why: 'there are no sessions on Windows yet' } as const;
    return { runtime: none, host: none, keepers: none };
  }
  const runtime = await askedWithin(LIMITS_MS.folders, async () => gatherRuntime(environment));
  const found = runtimeDirectory(environment);
  if (found.kind === 'refused') {
    const none = { kind: 'failed', why: 'their folder is refused' } as const;
    return { runtime, host: none, keepers: none };
  }
  const place = { runtimeDirectory: found.path, launcher, env: environment };
  const [host, keepers] = await Promise.all([
    askedWithin(LIMITS_MS.processes, () => gatherHost(place)),
    askedWithin(LIMITS_MS.processes, () => gatherKeepers(found.path)),
  ]);
  return { runtime, host, keepers };
}

/** Icons are offered on Linux alone. */
async function trayOf(environment: FactsWish['environment']): Promise<Pick<Facts, 'tray'>> {
  if (process.platform !== 'linux') return {};
  return { tray: await askedWithin(LIMITS_MS.tray, () => gatherTray(environment)) };
}

function partOf<Part>(sound: Asked<SoundTold>, part: (told: SoundTold) => Part): Asked<Part> {
  return sound.kind === 'told' ? { kind: 'told', value: part(sound.value) } : sound;
}

// Looks at the machine for what may keep a microphone from us: its environment, its device files and the
// sockets of sound servers. Reads and tests names only; opens no device and asks no server. What follows
// from it is said elsewhere.
import { accessSync, constants, existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { MicrophoneFacts } from './microphone-surroundings.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/** What is asked of a machine; `root` stands before every path, for tests. */
export interface MachineAsked {
  readonly platform: NodeJS.Platform;
  readonly environment: Environment;
  readonly root: string;
}

/** Where distributions put ALSA's plug-ins. */
const PLUGIN_FOLDERS = ['/usr/lib', '/usr/lib64', '/usr/local/lib'] as const;
const SERVER_PLUGINS = ['libasound_module_pcm_pulse.so', 'libasound_module_pcm_pipewire.so'];

/** Never throws: what can't be looked at is not there. */
export function gatherMicrophoneFacts({
  platform,
  environment,
  root,
}: MachineAsked): MicrophoneFacts {
  const at = (path: string): string => join(root, path);
  const { PULSE_SERVER: named } = environment;
  return {
    platform,
    isContainer: isContainer(environment, at),
    isSsh: Boolean(environment.SSH_CONNECTION ?? environment.SSH_TTY),
    isWsl:
      environment.WSL_DISTRO_NAME !== undefined || /microsoft/iu.test(text(at('/proc/version'))),
    soundServer: named ? 'named' : isServerThere(environment, at) ? 'running' : 'absent',
    ...(named ? { soundServerName: named } : {}),
    hasServerPlugin: PLUGIN_FOLDERS.some((folder) => hasPlugin(at(folder))),
    captureDevices: captureDevices(at('/dev/snd')),
  };
}

type At = (path: string) => string;

/** The marks that Docker and Podman leave, systemd's variable, and the control groups of others. */
function isContainer(environment: Environment, at: At): boolean {
  if (['/.dockerenv', '/run/.containerenv'].some((path) => existsSync(at(path)))) return true;
  if (environment.container !== undefined || environment.KUBERNETES_SERVICE_HOST !== undefined) {
    return true;
  }
  return /docker|kubepods|containerd|\blxc\b/u.test(text(at('/proc/1/cgroup')));
}

function isServerThere({ XDG_RUNTIME_DIR: runtime, HOME: home }: Environment, at: At): boolean {
  const sockets = [
    ...(runtime === undefined ? [] : [join(runtime, 'pulse/native'), join(runtime, 'pipewire-0')]),
    ...(home === undefined ? [] : [join(home, '.pulse/native')]),
    '/var/run/pulse/native',
    // Where Windows puts the one of its own.
    '/mnt/wslg/PulseServer',
  ];
  return sockets.some((path) => existsSync(at(path)));
}

/** In the folder itself, or in one of an architecture's below it. */
function hasPlugin(folder: string): boolean {
  const folders = [
    folder,
    ...names(folder)
      .filter((name) => name.includes('-linux-'))
      .map((name) => join(folder, name)),
  ];
  return folders.some((each) =>
    SERVER_PLUGINS.some((plugin) => existsSync(join(each, 'alsa-lib', plugin))),
  );
}

function captureDevices(folder: string): MicrophoneFacts['captureDevices'] {
  const devices = names(folder).filter((name) => /^pcmC\d+D\d+c$/u.test(name));
  if (devices.length === 0) return 'none';
  return devices.some((name) => isOpenable(join(folder, name))) ? 'usable' : 'forbidden';
}

function isOpenable(path: string): boolean {
  try {
    accessSync(path, constants.R_OK);
    return true;
  } catch {
    return false;
  }
}

function names(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

function text(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}

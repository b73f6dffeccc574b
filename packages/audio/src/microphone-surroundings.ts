// Why a machine has no microphone for us, from what is known of the machine: a container, a session over
// SSH, Windows' Linux without sound, a sound server that does not run, a device that may not be used. Each
// has a way out of its own. Looks at nothing itself, so that whoever examines a machine can ask it.
import type { DeviceFailure } from './device-failure.ts';

/** What is known of the machine. */
export interface MicrophoneFacts {
  readonly platform: NodeJS.Platform;
  /** Docker, Podman, Kubernetes, LXC and their like. */
  readonly isContainer: boolean;
  /** This terminal is on another machine. */
  readonly isSsh: boolean;
  /** Windows' Linux. */
  readonly isWsl: boolean;
  /** A socket of PulseAudio or PipeWire is there, or one is named. */
  readonly soundServer: 'named' | 'running' | 'absent';
  /** The named one (PULSE_SERVER); absent where none is. */
  readonly soundServerName?: string;
  /** ALSA, through which we listen, can ask a sound server: a plug-in of its own. */
  readonly hasServerPlugin: boolean;
  /** The kernel's capture devices (`/dev/snd/pcm*c`): none, only ones that we may not open, or one that we may. */
  readonly captureDevices: 'none' | 'forbidden' | 'usable';
}

/** What stands in the way. */
export type MicrophoneObstacle =
  | 'no-sound-system'
  | 'no-device'
  | 'no-permission'
  | 'no-server-plugin'
  | 'server-unreachable'
  | 'container'
  | 'ssh'
  | 'wsl';

export interface MissingMicrophone {
  readonly obstacle: MicrophoneObstacle;
  /** The nearest of the reasons that a failure to open has. */
  readonly reason: DeviceFailure['reason'];
  /** One line: what is wrong: how to mend it. */
  readonly detail: string;
}

/** Said of a machine that lists no microphone, or whose sound system does not answer. */
export function explainMissingMicrophone(facts: MicrophoneFacts): MissingMicrophone {
  const obstacle = obstacleOf(facts);
  return { obstacle, reason: REASONS[obstacle], detail: DETAILS[obstacle](facts) };
}

/** The nearest cause first: what is mended in one place does not help where another is in the way. */
function obstacleOf(facts: MicrophoneFacts): MicrophoneObstacle {
  if (facts.platform !== 'linux') return 'no-device';
  if (facts.captureDevices === 'usable') return 'no-device';
  if (facts.captureDevices === 'forbidden' && facts.soundServer === 'absent') {
    return 'no-permission';
  }
  if (facts.soundServer !== 'absent') {
    if (!facts.hasServerPlugin) return 'no-server-plugin';
    return facts.soundServer === 'named' ? 'server-unreachable' : 'no-device';
  }
  if (facts.isWsl) return 'wsl';
  if (facts.isContainer) return 'container';
  return facts.isSsh ? 'ssh' : 'no-sound-system';
}

const REASONS: Readonly<Record<MicrophoneObstacle, DeviceFailure['reason']>> = {
  'no-sound-system': 'no-audio-system',
  'no-device': 'no-device',
  'no-permission': 'no-permission',
  'no-server-plugin': 'no-audio-system',
  'server-unreachable': 'no-audio-system',
  container: 'no-audio-system',
  ssh: 'no-audio-system',
  wsl: 'no-audio-system',
};

const DETAILS: Readonly<Record<MicrophoneObstacle, (facts: MicrophoneFacts) => string>> = {
  'no-sound-system': () =>
    'no sound system: the kernel knows no sound card (/dev/snd is empty) and neither PulseAudio nor PipeWire runs: start one of them (systemctl --user start pipewire pipewire-pulse), or check the card and its driver',
  'no-device': ({ platform }) =>
    platform === 'darwin' || platform === 'win32'
      ? "no microphone: plug one in, or allow your terminal to use it in the system's privacy settings"
      : 'no microphone: the sound system runs and has none: plug one in, or switch its input on (pavucontrol, or alsamixer and its capture page)',
  'no-permission': () =>
    'the microphone may not be used: /dev/snd belongs to the group "audio": sudo usermod -aG audio "$USER", then log in again',
  'no-server-plugin': () =>
    "a sound server runs, and ALSA can't ask it: install its plug-in (Debian and Ubuntu: libasound2-plugins or pipewire-alsa, Fedora: alsa-plugins-pulseaudio or pipewire-alsa, Arch: alsa-plugins or pipewire-alsa)",
  'server-unreachable': ({ soundServerName }) =>
    `the sound server that PULSE_SERVER names (${soundServerName ?? ''}) does not answer or has no microphone: check the address, and that it lets you in (pactl info)`,
  container: () =>
    "a container without sound: start it with --device /dev/snd, or mount the host's $XDG_RUNTIME_DIR/pulse/native and name it with PULSE_SERVER=unix:PATH",
  ssh: () =>
    'this is a session over SSH, and the machine it leads to has no microphone: run codex-voice where the microphone is, or bring its sound server along (docs/microphone.md, "Over SSH")',
  wsl: () =>
    'Windows\' Linux without sound: in PowerShell run "wsl --update", then "wsl --shutdown", and allow desktop apps the microphone in Windows\' privacy settings',
};

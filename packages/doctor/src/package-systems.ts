// The command that installs something the system lacks, by the distribution's package system.

/** What is missing, whatever a distribution calls it. */
export type SystemPart = 'alsa-library' | 'alsa-plugins' | 'sound-server';

interface PackageSystem {
  readonly distributions: readonly string[];
  readonly install: string;
  readonly names: Readonly<Record<SystemPart, string>>;
}

const SYSTEMS: readonly PackageSystem[] = [
  {
    distributions: ['debian', 'ubuntu'],
    install: 'sudo apt-get install',
    // Releases differ in the library's own name (libasound2, libasound2t64); its plug-ins need whichever it is.
    names: {
      'alsa-library': 'libasound2-plugins',
      'alsa-plugins': 'libasound2-plugins',
      'sound-server': 'pipewire-pulse pipewire-alsa',
    },
  },
  {
    distributions: ['fedora', 'rhel', 'centos'],
    install: 'sudo dnf install',
    names: {
      'alsa-library': 'alsa-lib',
      'alsa-plugins': 'alsa-plugins-pulseaudio',
      'sound-server': 'pipewire-pulseaudio pipewire-alsa',
    },
  },
  {
    distributions: ['arch'],
    install: 'sudo pacman -S',
    names: {
      'alsa-library': 'alsa-lib',
      'alsa-plugins': 'alsa-plugins',
      'sound-server': 'pipewire-pulse pipewire-alsa',
    },
  },
  {
    distributions: ['opensuse', 'suse'],
    install: 'sudo zypper install',
    names: {
      'alsa-library': 'libasound2',
      'alsa-plugins': 'alsa-plugins-pulse',
      'sound-server': 'pipewire-pulseaudio pipewire-alsa',
    },
  },
  {
    distributions: ['alpine'],
    install: 'sudo apk add',
    names: {
      'alsa-library': 'alsa-lib',
      'alsa-plugins': 'alsa-plugins-pulse',
      'sound-server': 'pipewire-pulse pipewire-alsa',
    },
  },
];

/** Undefined: a distribution that is not known here. */
export function installCommand(
  distributions: readonly string[],
  part: SystemPart,
): string | undefined {
  for (const distribution of distributions) {
    const system = SYSTEMS.find((each) => each.distributions.includes(distribution));
    if (system !== undefined) return `${system.install} ${system.names[part]}`;
  }
  return undefined;
}

// What is said of the microphone: whether one opens, how loud it is, and what stands in the way where
// none does. Each way to fail has words and a mend of its own.
import type { Asked, MicrophoneFacts, MicrophoneFault, SystemFacts } from './facts.ts';
import { type Finding, type Mend, partsOf, unanswered } from './finding.ts';
import { installCommand, type SystemPart } from './package-systems.ts';

const ABOUT = { id: 'microphone', area: 'sound', subject: 'microphone' } as const;

/**
 * A room without a voice is at -70 to -40 dBFS; below this, in dBFS, no sound arrives at all: 16 bits
 * have their last one at -90.
 */
const SILENCE_DB = -85;

/** A peak above this, in dBFS, is soon a clipped one. */
const LOUD_PEAK_DB = -3;

export function microphoneFinding(asked: Asked<MicrophoneFacts>, system: SystemFacts): Finding {
  if (asked.kind !== 'told') return unanswered(ABOUT, asked);
  const { value: facts } = asked;
  const { opening } = facts;
  if (opening.kind === 'unavailable') return unavailable(opening, { facts, system });
  const { name, openMs, rmsDb, peakDb, listenedMs } = opening;
  const seconds = (listenedMs / 1_000).toFixed(1);
  const measured = `${name}: open in ${Math.round(openMs)} ms, ${decibels(rmsDb)} dBFS at most in ${seconds} s, peak ${decibels(peakDb)}`;
  if (rmsDb < SILENCE_DB) {
    return {
      ...ABOUT,
      state: 'weak',
      fact: `${measured}: it gives digital silence, as one that is muted does`,
      mend: unmute(system),
    };
  }
  if (peakDb > LOUD_PEAK_DB) {
    return {
      ...ABOUT,
      state: 'weak',
      fact: `${measured}: it is turned up too far`,
      mend: { words: 'turn the input down, and look again', command: 'codex-voice mic --level' },
    };
  }
  return { ...ABOUT, state: 'good', fact: measured };
}

function decibels(value: number): string {
  return Number.isFinite(value) ? value.toFixed(1) : '-∞';
}

function unmute({ platform }: SystemFacts): Mend {
  if (platform !== 'linux') {
    return {
      words: "switch it on in the system's sound settings, and allow your terminal to use it",
    };
  }
  return {
    words: 'switch it on (pactl, wpctl or alsamixer), and look at it with codex-voice mic --level',
    command: 'pactl set-source-mute @DEFAULT_SOURCE@ 0',
  };
}

function unavailable(
  fault: MicrophoneFault,
  around: { readonly facts: MicrophoneFacts; readonly system: SystemFacts },
): Finding {
  const { facts } = around;
  const { fact, words } = partsOf(fault.detail);
  const cause = causeOf(fault, facts);
  if (cause === 'unknown-device') {
    return {
      ...ABOUT,
      state: 'broken',
      fact: `no microphone is called ${facts.configured ?? ''}; there is ${listed(facts.names)}`,
      mend: { words: 'name one of these in [audio] device', command: 'codex-voice mic' },
    };
  }
  const mend = MENDS[cause]?.(around);
  const told = mend?.words ?? words;
  return {
    ...ABOUT,
    state: 'broken',
    fact: mend?.fact ?? fact,
    mend: {
      ...(told === undefined ? {} : { words: told }),
      ...(mend?.command === undefined ? {} : { command: mend.command }),
    },
  };
}

function listed(names: readonly string[]): string {
  return names.length === 0 ? 'none' : names.join(', ');
}

type Cause =
  | 'no-library'
  | 'no-tool'
  | 'no-sound-system'
  | 'no-device'
  | 'no-permission'
  | 'no-server-plugin'
  | 'server-unreachable'
  | 'container'
  | 'ssh'
  | 'wsl'
  | 'device-busy'
  | 'unknown-device'
  | 'other';

function causeOf({ reason, obstacle, detail }: MicrophoneFault, facts: MicrophoneFacts): Cause {
  if (detail.includes('libasound')) return 'no-library';
  switch (obstacle) {
    case 'no-sound-system':
      return facts.soundServers.length === 0 ? 'no-tool' : 'no-sound-system';
    case 'no-device':
    case 'no-permission':
    case 'no-server-plugin':
    case 'server-unreachable':
    case 'container':
    case 'ssh':
    case 'wsl':
      return obstacle;
    default:
  }
  if (reason === 'no-device' && facts.configured !== undefined && facts.names.length > 0) {
    return 'unknown-device';
  }
  if (reason === 'no-device' || reason === 'no-permission' || reason === 'device-busy') {
    return reason;
  }
  return 'other';
}

interface CauseMend extends Mend {
  /** Instead of what was said. */
  readonly fact?: string;
}

type MendOf = (around: {
  readonly facts: MicrophoneFacts;
  readonly system: SystemFacts;
}) => CauseMend;

const MENDS: Readonly<Partial<Record<Cause, MendOf>>> = {
  'no-library': ({ system }) => ({
    fact: 'the sound library libasound.so.2 is missing',
    ...installing(system, 'alsa-library', 'install the library of ALSA'),
  }),
  'no-tool': ({ system }) => ({
    fact: 'no sound system: the kernel knows no sound card, and neither PipeWire nor PulseAudio is installed',
    ...installing(
      system,
      'sound-server',
      'install one of them, log in again, and check the card and its driver',
    ),
  }),
  'no-sound-system': ({ facts }) => ({
    command: facts.soundServers.includes('pipewire')
      ? 'systemctl --user start pipewire pipewire-pulse wireplumber'
      : 'pulseaudio --start',
    words: 'start the sound server; where there is no card, check its driver',
  }),
  'no-device': ({ system }) =>
    system.platform === 'linux' ? { command: 'pactl list short sources' } : {},
  'no-permission': ({ system }) =>
    system.platform === 'linux'
      ? {
          words: 'join the group "audio", then log in again',
          command: 'sudo usermod -aG audio "$USER"',
        }
      : {},
  'no-server-plugin': ({ system }) =>
    installing(system, 'alsa-plugins', "install ALSA's plug-in for it"),
  'server-unreachable': () => ({ command: 'pactl info' }),
  container: () => ({
    words:
      "start the container with the card; or mount its host's $XDG_RUNTIME_DIR/pulse/native and name that with PULSE_SERVER=unix:PATH",
    command: 'docker run --device /dev/snd -it IMAGE',
  }),
  ssh: () => ({
    words:
      'run codex-voice where the microphone is, or bring its sound server along (docs/microphone.md, "Over SSH")',
    command:
      'ssh -R 4713:127.0.0.1:4713 HOST, then there: PULSE_SERVER=tcp:127.0.0.1:4713 codex-voice mic',
  }),
  wsl: () => ({
    words: "in PowerShell, then allow desktop apps the microphone in Windows' privacy settings",
    command: 'wsl --update; wsl --shutdown',
  }),
  'device-busy': ({ system }) => ({
    words: 'close what holds it, or let PipeWire or PulseAudio share it',
    ...(system.platform === 'linux' ? { command: 'fuser -v /dev/snd/*' } : {}),
  }),
};

function installing({ distributions }: SystemFacts, part: SystemPart, words: string): CauseMend {
  const command = installCommand(distributions, part);
  return { words, ...(command === undefined ? {} : { command }) };
}

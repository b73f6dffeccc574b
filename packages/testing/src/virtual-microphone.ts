// A private PulseAudio server whose default microphone hears what is played into it, for suites
// and demonstrations on machines without sound. Who listens, and what for, is not its business.
import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { openWait } from './open-waits.ts';
import { makeScratchDirectory, removeDirectory } from './program-cache.ts';

const run = promisify(execFile);

const SINK = 'codex_voice_test_speaker';
const SOURCE = `${SINK}.monitor`;
/** The server answers within 100 ms here; a loaded machine gets far more. */
const START_TIMEOUT_MS = 10_000;
const START_POLL_MS = 25;
/** Buffer asked of the server: its own choice of 2 s makes the microphone hear everything late. */
const LATENCY_MS = '30';
/** PulseAudio ends within milliseconds of SIGTERM; after this it is killed. */
const STOP_GRACE_MS = 2_000;

/** What the device is; absent: 48 kHz, one channel. */
export interface VirtualDevice {
  readonly rateHz?: number;
  readonly channels?: number;
}

/** A running virtual microphone. */
export interface VirtualMicrophone extends AsyncDisposable {
  /**
   * The variables that make a program hear it: `PULSE_SERVER` and the folders for PulseAudio
   * clients, `ALSA_CONFIG_PATH` for programs that ask ALSA for its default device.
   */
  readonly env: Readonly<Record<string, string>>;
  /** The process id of the sound server. */
  readonly pid: number;
  /** The source's name, for programs that want it by name; it is the default source too. */
  readonly sourceName: string;
  /** Plays a WAV file into the microphone in real time; resolves when its last sample was heard. */
  play: (wavPath: string) => Promise<void>;
  /** Takes the device away, as if its plug were pulled; the sound server stays. */
  unplug: () => Promise<void>;
  /** Brings it back. */
  plug: () => Promise<void>;
  /** Cuts short whatever is playing. */
  hush: () => void;
  stop: () => Promise<void>;
}

/** Starts a private sound server; nothing of the person's own sound set-up is read or changed. */
export async function startVirtualMicrophone(
  device: VirtualDevice = {},
): Promise<VirtualMicrophone> {
  const home = await makeScratchDirectory('microphone');
  const env = await writeClientSettings(home);
  const server = spawn('pulseaudio', serverArguments(join(home, 'native'), sinkModule(device)), {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let complaints = '';
  server.stderr.setEncoding('utf8').on('data', (text: string) => {
    complaints = (complaints + text).slice(-4_000);
  });
  const players = new Set<ChildProcess>();
  const hush = () => {
    for (const player of players) player.kill('SIGKILL');
  };
  const stop = async () => {
    hush();
    await endProcess(server);
    await removeDirectory(home);
  };
  try {
    await waitUntilReady(server, env);
  } catch (error) {
    await stop();
    throw new Error(`pulseaudio did not start: ${String(error)}\n${complaints}`);
  }
  const play = async (wavPath: string) => {
    const player = spawn('paplay', [`--device=${SINK}`, wavPath], {
      // Not for those who listen: with it ALSA's plug-in polls without rest.
      env: { ...process.env, ...env, PULSE_LATENCY_MSEC: LATENCY_MS },
      stdio: ['ignore', 'ignore', 'inherit'],
    });
    players.add(player);
    using _wait = openWait(`the end of ${wavPath}`);
    const [code, signal] = await once(player, 'exit');
    players.delete(player);
    if (code !== 0 && signal !== 'SIGKILL') throw new Error(`paplay ${wavPath} ended with ${code}`);
  };
  const pactl = async (...args: string[]) => {
    await run('pactl', args, { env: { ...process.env, ...env } });
  };
  return {
    env,
    pid: server.pid ?? 0,
    sourceName: SOURCE,
    play,
    hush,
    unplug: () => pactl('unload-module', 'module-null-sink'),
    plug: async () => {
      await pactl('load-module', ...sinkModule(device).split(' '));
      await pactl('set-default-source', SOURCE);
      await pactl('set-default-sink', SINK);
    },
    stop,
    [Symbol.asyncDispose]: stop,
  };
}

function sinkModule({ rateHz = 48_000, channels = 1 }: VirtualDevice): string {
  // With rewinds the sink renders up to 2 s ahead, and the microphone hears late and in bursts.
  return `module-null-sink sink_name=${SINK} rate=${rateHz} channels=${channels} norewinds=1`;
}

function serverArguments(socket: string, sink: string): string[] {
  const modules = [`module-native-protocol-unix socket=${socket} auth-anonymous=1`, sink];
  return [
    '-n',
    '--daemonize=no',
    '--use-pid-file=no',
    '--exit-idle-time=-1',
    '--disable-shm=yes',
    ...modules.map((module) => `--load=${module}`),
  ];
}

async function writeClientSettings(home: string): Promise<Record<string, string>> {
  const server = `unix:${join(home, 'native')}`;
  const alsa = join(home, 'asound.conf');
  const device = `{ type pulse server "${server}" device "${SOURCE}" }`;
  const lines = [
    '</usr/share/alsa/alsa.conf>',
    `pcm.!default ${device}`,
    `ctl.!default { type pulse server "${server}" }`,
    '',
  ];
  await writeFile(alsa, lines.join('\n'));
  return {
    PULSE_SERVER: server,
    PULSE_RUNTIME_PATH: home,
    PULSE_STATE_PATH: home,
    PULSE_COOKIE: join(home, 'cookie'),
    PULSE_SOURCE: SOURCE,
    PULSE_SINK: SINK,
    ALSA_CONFIG_PATH: alsa,
  };
}

async function waitUntilReady(server: ChildProcess, env: Record<string, string>): Promise<void> {
  const deadlineMs = performance.now() + START_TIMEOUT_MS;
  const clientEnv = { ...process.env, ...env };
  for (;;) {
    if (server.exitCode !== null) throw new Error(`exit status ${server.exitCode}`);
    try {
      await run('pactl', ['set-default-source', SOURCE], { env: clientEnv });
      await run('pactl', ['set-default-sink', SINK], { env: clientEnv });
      return;
    } catch (error) {
      if (performance.now() > deadlineMs) throw error;
    }
    await sleep(START_POLL_MS);
  }
}

async function endProcess(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exit = once(child, 'exit');
  child.kill('SIGTERM');
  const killer = setTimeout(() => child.kill('SIGKILL'), STOP_GRACE_MS);
  await exit;
  clearTimeout(killer);
}

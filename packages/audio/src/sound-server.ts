// Microphones of a PulseAudio or PipeWire server, by the server's own tools: through ALSA's plug-in for it
// the capturing thread polls without rest. Whatever it does not have, or can't do, the library does.
import { type ChildProcessByStdio, execFile, spawn } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import type { Readable } from 'node:stream';
import { promisify } from 'node:util';
import { SAMPLE_RATE_HZ } from '@codex-voice/speech';
import type { AudioBackend, AudioDevice, Capture } from './audio-backend.ts';
import { gatherMicrophoneFacts } from './gather-microphone-facts.ts';
import { matchingSource, parseSources } from './sound-server-sources.ts';

/** Both come with the server on every distribution, or in its package of tools. */
const CAPTURE_PROGRAM = 'parec';
const CONTROL_PROGRAM = 'pactl';
/** Asked of the server, in ms: 0.5 % of a core here, where 10 ms take 0.8 %. */
const LATENCY_MS = 20;
/** The server answers within 20 ms; one that does not is no help. */
const CONTROL_TIMEOUT_MS = 2_000;
/** A source that gives no sample for this long after it was asked for one never will, in ms. */
const FIRST_SAMPLE_MS = 5_000;
/** Samples that are handed on at once: 5 ms. */
const PIECE_SAMPLES = 80;
/** Of what the program says this much is kept, its end, in UTF-16 units. */
const COMPLAINT_UNITS = 500;
const DEFAULT_SOURCE = '@DEFAULT_SOURCE@';
const ID_PREFIX = 'pulse:';
/** Of the library's, through ALSA's plug-ins: what the server does not have, they do not either. */
const WAYS_TO_SERVER = ['alsa:default', 'alsa:pulse', 'alsa:pipewire'];

const run = promisify(execFile);

type Environment = Readonly<Record<string, string | undefined>>;

/** Whether there is a server to be asked, and the tools to ask it with. Opens nothing. */
export function hasSoundServer(environment: Environment, platform: NodeJS.Platform): boolean {
  if (platform !== 'linux') return false;
  const { soundServer } = gatherMicrophoneFacts({ platform, environment, root: '/' });
  if (soundServer === 'absent') return false;
  return [CAPTURE_PROGRAM, CONTROL_PROGRAM].every((name) => isOnPath(name, environment.PATH ?? ''));
}

/** `native` with the server's microphones before its own. Times in ms. */
export function withSoundServer(
  native: AudioBackend,
  { firstSampleMs = FIRST_SAMPLE_MS }: { readonly firstSampleMs?: number } = {},
): AudioBackend {
  return {
    openPlayback: () => native.openPlayback(),
    inputDevices: async () => {
      const sources = await serverDevices();
      if (sources !== undefined && sources.length > 0) return sources;
      const devices = await native.inputDevices();
      if (sources === undefined) return devices;
      return devices.filter(({ id }) => !WAYS_TO_SERVER.includes(id));
    },
    openCapture: async (device, denoise) => {
      const source = denoise === 'on' ? undefined : await sourceMeant(device);
      const capture = source === undefined ? undefined : await openSource(source, firstSampleMs);
      return capture ?? (await native.openCapture(device, denoise));
    },
  };
}

/** Undefined: none of the server's is meant. */
async function sourceMeant(device: string | undefined): Promise<string | undefined> {
  if (device === undefined) return DEFAULT_SOURCE;
  if (device.startsWith(ID_PREFIX)) return device.slice(ID_PREFIX.length);
  return matchingSource((await serverDevices()) ?? [], device)?.id.slice(ID_PREFIX.length);
}

/** Undefined: it can't be asked. */
async function serverDevices(): Promise<readonly AudioDevice[] | undefined> {
  try {
    const ask = (...words: string[]) =>
      run(CONTROL_PROGRAM, words, { env: toolEnvironment(), timeout: CONTROL_TIMEOUT_MS });
    const [sources, standard] = await Promise.all([
      ask('list', 'sources'),
      ask('get-default-source'),
    ]);
    return parseSources(sources.stdout, standard.stdout.trim()).map(({ source, ...device }) => ({
      ...device,
      id: `${ID_PREFIX}${source}`,
    }));
  } catch {
    return undefined;
  }
}

/** Its words are read by us. */
function toolEnvironment(): NodeJS.ProcessEnv {
  return { ...process.env, LC_ALL: 'C' };
}

/** Resolves with the first sample; with undefined where the server gives none: the library then says why. */
async function openSource(source: string, firstSampleMs: number): Promise<Capture | undefined> {
  const child = spawn(
    CAPTURE_PROGRAM,
    [
      `--device=${source}`,
      '--raw',
      '--format=float32le',
      `--rate=${SAMPLE_RATE_HZ}`,
      '--channels=1',
      `--latency-msec=${LATENCY_MS}`,
      '--client-name=codex-voice',
      '--stream-name=microphone',
    ],
    { env: toolEnvironment(), stdio: ['ignore', 'pipe', 'pipe'] },
  );
  const capture = new ServerCapture(child);
  if (await capture.hasBegun(firstSampleMs)) return capture;
  capture.stop();
  return undefined;
}

class ServerCapture implements Capture {
  /** The server keeps what we are too slow for, for more than a minute. */
  readonly overruns = 0;
  readonly #child: ChildProcessByStdio<null, Readable, Readable>;
  readonly #floats = new Float32Array(PIECE_SAMPLES);
  readonly #bytes = new Uint8Array(this.#floats.buffer);
  #filled = 0;
  #complaint = '';
  #ended: Error | undefined;
  #onSamples: ((samples: Float32Array) => void) | undefined;
  #onError: ((error: Error) => void) | undefined;

  constructor(child: ChildProcessByStdio<null, Readable, Readable>) {
    this.#child = child;
    child.once('error', (error) => this.#fail(error));
    child.once('close', () => this.#fail(new Error(this.#lastWords)));
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      this.#complaint = (this.#complaint + text).slice(-COMPLAINT_UNITS);
    });
  }

  /** Whether there is something to hear, within so many ms. */
  async hasBegun(patienceMs: number): Promise<boolean> {
    const { stdout } = this.#child;
    return await new Promise((resolve) => {
      const timer = setTimeout(() => resolve(false), patienceMs);
      stdout.once('readable', () => clearTimeout(timer));
      stdout.once('readable', () => resolve(stdout.readableLength > 0));
      this.#child.once('error', () => resolve(false));
      this.#child.once('close', () => resolve(false));
    });
  }

  onSamples(listener: (samples: Float32Array) => void): void {
    this.#onSamples = listener;
    this.#child.stdout.on('data', (chunk: Buffer) => this.#accept(chunk));
  }

  onError(listener: (error: Error) => void): void {
    this.#onError = listener;
    if (this.#ended !== undefined) listener(this.#ended);
  }

  stop(): void {
    this.#onSamples = undefined;
    this.#onError = undefined;
    this.#child.kill('SIGKILL');
    this.#child.stdout.destroy();
  }

  /** Samples may be cut anywhere between two reads. */
  #accept(chunk: Buffer): void {
    let from = 0;
    while (from < chunk.length) {
      const count = Math.min(this.#bytes.length - this.#filled, chunk.length - from);
      chunk.copy(this.#bytes, this.#filled, from, from + count);
      this.#filled += count;
      from += count;
      if (this.#filled < this.#bytes.length) return;
      this.#filled = 0;
      this.#onSamples?.(this.#floats);
    }
  }

  get #lastWords(): string {
    const line = this.#complaint.trim().split('\n').at(-1) ?? '';
    return line === '' ? 'the sound server gives nothing more' : line;
  }

  #fail(error: Error): void {
    if (this.#ended !== undefined) return;
    this.#ended = error;
    this.#onError?.(error);
  }
}

function isOnPath(name: string, path: string): boolean {
  return path.split(delimiter).some((folder) => {
    try {
      accessSync(join(folder, name), constants.X_OK);
      return folder !== '';
    } catch {
      return false;
    }
  });
}

// What a frame costs in memory from the device's pieces to the recogniser's hand-over: an hour of audio, faster
// than real time, through the real engine with a device of ours. Bytes that our own code allocates for each
// frame, and whether anything stays.
import { spawnSync } from 'node:child_process';
import { Session } from 'node:inspector';
import { join } from 'node:path';
import { type AudioBackend, openMicrophone, readRecording } from '@codex-voice/audio';
import { VoiceEngine } from '@codex-voice/engine';
import { FRAME_SAMPLES, SAMPLE_RATE_HZ } from '@codex-voice/speech';
import { countOption, digits, publish } from './statistics.ts';

/** New objects are counted between two collections: the young generation must hold all of a slice, in MiB. */
const YOUNG_MIB = 128;
const FLAGS = [
  '--expose-gc',
  `--min-semi-space-size=${YOUNG_MIB}`,
  `--max-semi-space-size=${YOUNG_MIB}`,
];
/** As the audio library gives them. */
const PIECE_SAMPLES = 256;
const MINUTE_FRAMES = Math.round((60 * SAMPLE_RATE_HZ) / FRAME_SAMPLES);
/** The engine's own compilation is over by then, in frames. */
const WARM_UP_FRAMES = MINUTE_FRAMES;
/** Slices between which what is asynchronous gets its turn, in frames. */
const SLICE_FRAMES = 32;
const SAMPLING_BYTES = 512;
/** Recognising phrases is what takes time: of them a tenth will do. */
const PHRASES_SHARE = 0.1;
const RECORDING = join(import.meta.dirname, '../examples/recordings/first-light.wav');
const MIB = 2 ** 20;

const minutes = countOption('minutes', 60);

if (globalThis.gc === undefined) {
  const args = [...FLAGS, import.meta.filename, ...process.argv.slice(2)];
  process.exit(spawnSync(process.execPath, args, { stdio: 'inherit' }).status ?? 1);
}
const collect: () => void = globalThis.gc;

type Feed = (samples: Float32Array) => void;

/** An engine that listens to a device whose sound we give. */
async function listening(): Promise<{ readonly feed: Feed; readonly engine: VoiceEngine }> {
  let feed: Feed = () => {};
  const backend: AudioBackend = {
    inputDevices: async () => [],
    openCapture: async () => ({
      onSamples: (listener) => {
        feed = listener;
      },
      onError: () => {},
      overruns: 0,
      stop: () => {},
    }),
    openPlayback: () => Promise.reject(new Error('no loudspeaker')),
  };
  const engine = new VoiceEngine({
    emit: () => {},
    onFailed: () => process.exit(1),
    recognizerCommand: { file: process.execPath, args: [] },
  });
  await engine.start({
    source: {
      kind: 'pushed',
      make: (handlers) => ({
        open: async () => {
          const opening = openMicrophone({
            loadBackend: async () => backend,
            onFrame: (frame) => handlers.onFrame(frame, performance.now()),
            onLost: () => {},
          });
          setTimeout(() => feed(new Float32Array(FRAME_SAMPLES)), 100);
          await opening;
          return { kind: 'open', name: 'ours', openMs: 0 };
        },
        close: async () => {},
      }),
      loudspeaker: backend,
    },
    phrases: [{ spoken: 'run the tests' }],
    segmenter: { silenceMs: 250, minimumSpeechMs: 120, maximumSegmentMs: 20_000, preRollMs: 400 },
    language: 'en',
    warmMicrophone: false,
    keepAudioDays: 7,
    cues: false,
  });
  await engine.open({});
  return { feed: (samples) => feed(samples), engine };
}

/** Gives the sound again and again; every piece lies in the same memory. */
async function play(feed: Feed, sound: Float32Array, frames: number): Promise<void> {
  const piece = new Float32Array(PIECE_SAMPLES);
  let at = 0;
  for (let n = 0; n < frames * (FRAME_SAMPLES / PIECE_SAMPLES); n += 1) {
    if (at + PIECE_SAMPLES > sound.length) at = 0;
    for (let k = 0; k < PIECE_SAMPLES; k += 1) piece[k] = sound[at + k] ?? 0;
    at += PIECE_SAMPLES;
    feed(piece);
    if (n % SLICE_FRAMES === 0) await new Promise((resolve) => setImmediate(resolve));
  }
}

interface Node {
  readonly callFrame: { readonly functionName: string; readonly url: string };
  readonly selfSize: number;
  readonly children: readonly Node[];
}

/** Bytes by function of our packages, all that was allocated, collected or not. */
async function ownAllocations(work: () => Promise<void>): Promise<Map<string, number>> {
  const session = new Session();
  session.connect();
  const post = (method: string, parameters: object = {}): Promise<{ profile?: { head: Node } }> =>
    new Promise((resolve, reject) =>
      session.post(method, parameters, (error, result) =>
        // `as`: of what is called here only the profile is looked at.
        error === null ? resolve(result as { profile?: { head: Node } }) : reject(error),
      ),
    );
  await post('HeapProfiler.startSampling', {
    samplingInterval: SAMPLING_BYTES,
    includeObjectsCollectedByMajorGC: true,
    includeObjectsCollectedByMinorGC: true,
  });
  await work();
  const { profile } = await post('HeapProfiler.stopSampling');
  session.disconnect();
  const bytes = new Map<string, number>();
  const visit = ({ callFrame: { functionName, url }, selfSize, children }: Node): void => {
    const name = /packages\/([a-z]+)\/src\/(.+)$/u.exec(url);
    if (name !== null && selfSize > 0) {
      const place = `${name[1]}/${name[2]} ${functionName}`;
      bytes.set(place, (bytes.get(place) ?? 0) + selfSize);
    }
    for (const child of children) visit(child);
  };
  if (profile !== undefined) visit(profile.head);
  return bytes;
}

const { feed, engine } = await listening();
const speech = await readRecording(RECORDING);
const silence = new Float32Array(60 * SAMPLE_RATE_HZ);
const rows: (string | number)[][] = [];
const largest: string[] = [];
for (const [name, sound, share] of [
  ['silence', silence, 1],
  ['phrases', speech, PHRASES_SHARE],
] as const) {
  await play(feed, sound, WARM_UP_FRAMES);
  const frames = Math.floor(MINUTE_FRAMES / 2);
  const allocated = await ownAllocations(() => play(feed, sound, frames));
  const own = [...allocated.values()].reduce((sum, bytes) => sum + bytes, 0);
  const top = [...allocated].sort((a, b) => b[1] - a[1]).slice(0, 3);
  largest.push(...top.map(([place, bytes]) => `${name}: ${place} ${digits(bytes / frames, 1)} B`));
  const half = Math.floor((minutes * share * MINUTE_FRAMES) / 2);
  const look = (): readonly [number, number] => {
    collect();
    const { heapUsed, arrayBuffers, rss } = process.memoryUsage();
    return [(heapUsed + arrayBuffers) / MIB, rss / MIB];
  };
  const before = look();
  await play(feed, sound, half);
  const middle = look();
  await play(feed, sound, half);
  const after = look();
  rows.push([
    name,
    2 * half,
    digits(own / frames, 1),
    ...[before, middle, after].map(([heap]) => digits(heap, 2)),
    ...[before, middle, after].map(([, rss]) => digits(rss, 0)),
  ]);
}
await engine.shutdown();
publish({
  name: 'capture-memory',
  about: `${minutes} minutes of audio in pieces of 16 ms, as fast as they are heard, from the device through voice activity (Silero), pre-roll, segmenter and level to the built-in recogniser, without a journal. Bytes a frame: what functions of our packages allocate while half a minute is heard, by V8's sampling, the recogniser's own included; the largest: ${largest.join(', ')}. Memory: live objects and buffers after a collection, and resident, at the start, after half and at the end.`,
  columns: [
    'sound',
    'frames',
    'own bytes a frame',
    'live MiB start',
    'half',
    'end',
    'resident MiB start',
    'half',
    'end',
  ],
  rows,
});

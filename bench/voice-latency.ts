// From the end of speech to text in the agent, through the whole program: a recording in real time,
// the example agent in a terminal, and stamps of the agent's reads. Ended by silence in a quiet room and
// in noise, and by key.
//
//   node bench/voice-latency.ts [--texts N] [--rounds N] [--only silence|noise|key]…
import { parseArgs } from 'node:util';
import { createPhraseRecognizer } from '@codex-voice/recognizers';
import { DEFAULT_SEGMENTER_SETTINGS, defaultPhrasebook } from '@codex-voice/speech';
import { CORPUS_RATE_HZ, readWave } from './recognition/wave-file.ts';
import { countOption, digits, publish, quantile } from './statistics.ts';
import { type KeyedArrival, measureByKey } from './voice-latency/by-key.ts';
import { measureBySilence } from './voice-latency/by-silence.ts';
import { Lateness, schedulingNote } from './voice-latency/lateness.ts';
import { type SpokenRecording, spokenRecording } from './voice-latency/spoken-recording.ts';
import type { Arrival } from './voice-latency/stages.ts';

/** A waking later than this, in ms, is a stall of the machine. */
const TOLERATED_MS = 10;

const { values } = parseArgs({
  options: { only: { type: 'string', multiple: true, default: ['silence', 'noise', 'key'] } },
  strict: false,
});
const parts = new Set(Array.isArray(values.only) ? values.only : []);
const texts = countOption('texts', 100, 33);
const rounds = countOption('rounds', 1);
const recording = spokenRecording(texts);
const lateness = new Lateness(TOLERATED_MS);

const isText = ({ utterance }: Arrival): boolean => utterance.text !== undefined;
const calm = ({ endedMs, readMs }: Arrival): boolean =>
  !lateness.disturbed(endedMs, endedMs + readMs);

if (parts.has('silence')) await inSilence();
if (parts.has('noise')) await inNoise();
if (parts.has('key')) await byKey();
lateness.stop();
process.exit(0);

async function inSilence(): Promise<void> {
  const { arrivals, notes } = await endedBySilence(recording);
  const heard = arrivals.filter(isText);
  const wholes = await wholeDecoding(recording);
  report('voice-latency', 'in a quiet room’s hiss', notes, [
    ...whole('ended by silence', heard),
    ...stages(heard),
    row(
      'spoken “send it”: end of speech → Enter read',
      arrivals.filter((one) => !isText(one)).map(({ readMs }) => readMs),
    ),
    row(
      'peer: the same recogniser, begun when the silence is over',
      wholes.map((ms) => ms + DEFAULT_SEGMENTER_SETTINGS.silenceMs),
    ),
  ]);
}

async function inNoise(): Promise<void> {
  const { arrivals, notes } = await endedBySilence(spokenRecording(texts, 'noisy'));
  const heard = arrivals.filter(isText);
  const where = 'in pink noise 15 dB below the speech; what was not recognised is not among them';
  report('voice-latency-noise', where, notes, [
    ...whole('ended by silence, in noise', heard),
    ...stages(heard),
  ]);
}

async function byKey(): Promise<void> {
  const arrivals: KeyedArrival[] = [];
  const notes: string[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const keyed = await measureByKey(recording);
    arrivals.push(...keyed.arrivals);
    notes.push(`${keyed.lost.length} of ${recording.utterances.length} not arrived`);
  }
  // A key struck before the words were over cuts them short: another case.
  const keyed = arrivals.filter((arrival) => isText(arrival) && arrival.keyMs >= 0);
  report('voice-latency-key', 'in a quiet room’s hiss, the talk key struck after each', notes, [
    row(
      '**ended by key: key → agent**',
      keyed.map(({ readMs, keyMs }) => readMs - keyMs),
    ),
    row(
      'calm',
      keyed.filter(calm).map(({ readMs, keyMs }) => readMs - keyMs),
    ),
    row(
      '· end of speech → key',
      keyed.map(({ keyMs }) => keyMs),
    ),
    row(
      '· key → segment closed',
      keyed.map((one) => one.closedMs - one.keyMs),
    ),
    row(
      '· → decoded',
      keyed.map((one) => one.decodedMs - one.closedMs),
    ),
    row(
      '· → journaled, queued, typed, read',
      keyed.map((one) => one.readMs - one.decodedMs),
    ),
  ]);
}

/** All rounds. One in which the machine stood still counts for nothing, and is told. */
async function endedBySilence(
  spoken: SpokenRecording,
): Promise<{ readonly arrivals: readonly Arrival[]; readonly notes: readonly string[] }> {
  const arrivals: Arrival[] = [];
  const notes: string[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const run = await measureBySilence(spoken);
    if (run === undefined) {
      notes.push('a round during which the machine stood still was left out');
      continue;
    }
    arrivals.push(...run.arrivals);
    notes.push(`${run.lost.length} of ${spoken.utterances.length} not arrived`);
    notes.push(`“listening” shown ${digits(run.shownAfterZeroMs, 0)} ms after time zero`);
  }
  return { arrivals, notes };
}

function row(name: string, samples: readonly number[]): (string | number)[] {
  const quantiles = [0.5, 0.95, 1].map((share) => digits(quantile(samples, share), 0));
  return [name, samples.length, ...quantiles];
}

function whole(name: string, heard: readonly Arrival[]): (string | number)[][] {
  return [
    row(
      `**${name}: end of speech → agent**`,
      heard.map(({ readMs }) => readMs),
    ),
    row(
      'calm',
      heard.filter(calm).map(({ readMs }) => readMs),
    ),
  ];
}

/** Where the time goes. */
function stages(heard: readonly Arrival[]): (string | number)[][] {
  const stage = (name: string, ms: (one: Arrival) => number) => row(name, heard.map(ms));
  return [
    stage('· end of speech → end by voice activity', (one) => one.activityEndMs),
    stage('· → segment closed', (one) => one.closedMs - one.activityEndMs),
    stage('· → decoded', (one) => one.decodedMs - one.closedMs),
    stage('· → journaled, queued, typed, read', (one) => one.readMs - one.decodedMs),
    stage('· → seen in the composer', (one) => (one.seenMs ?? Number.NaN) - one.readMs),
  ];
}

function report(
  name: string,
  where: string,
  notes: readonly string[],
  rows: readonly (readonly (string | number)[])[],
): void {
  publish({
    name,
    about: `End of speech → text read by the agent's process, whole program, ${texts} phrases of four Flite voices ${where}, ${rounds} rounds. End of speech is known from the clean recording (last 5 ms above -40 dB), not from voice activity; all stamps are of the machine's monotonic clock; end-pointing waits ${DEFAULT_SEGMENTER_SETTINGS.silenceMs} ms of silence. “Calm”: without the utterances during which the machine woke the sleeping benchmark more than ${TOLERATED_MS} ms late. Notes: ${notes.join('; ')}.${schedulingNote()}`,
    columns: ['ms', 'utterances', 'p50', 'p95', 'max'],
    rows,
  });
}

/** The time each whole utterance takes the recogniser alone, given at once, in ms. */
async function wholeDecoding({ path, utterances }: SpokenRecording): Promise<number[]> {
  const samples = readWave(path);
  const { phrases } = defaultPhrasebook('en');
  const recognizer = await createPhraseRecognizer({ phrases, language: 'en' });
  const { preRollMs } = DEFAULT_SEGMENTER_SETTINGS;
  const at = (ms: number): number => Math.round((ms * CORPUS_RATE_HZ) / 1000);
  return utterances.map(({ startMs, endMs }) => {
    const utterance = recognizer.begin();
    const begunMs = performance.now();
    utterance.accept(samples.subarray(at(startMs - preRollMs), at(endMs)));
    utterance.finish();
    return performance.now() - begunMs;
  });
}

// Whether voice activity and segmenter lose anything of what is said, in a quiet room and in noise: utterances
// that no segment holds, beginnings and ends that are cut off, utterances that are torn. No recogniser is asked.
//
//   node bench/voice-activity.ts [--texts N]
//
// CODEX_VOICE_EXTRA_SPEECH names a folder of further recordings (16 kHz mono WAV) whose words nobody told us: of
// them it is measured how much of the sound lies in no segment.
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { createVoiceActivity } from '@codex-voice/recognizers';
import { DEFAULT_SEGMENTER_SETTINGS, FRAME_SAMPLES, Segmenter } from '@codex-voice/speech';
import { seededRandom } from './recognition/random.ts';
import { pinkNoise } from './recognition/sounds.ts';
import { CORPUS_RATE_HZ, readWave } from './recognition/wave-file.ts';
import { countOption, digits, publish } from './statistics.ts';
import { type SpokenUtterance, spokenRecording } from './voice-latency/spoken-recording.ts';

/** What a session has, as its config file does by itself. */
const SETTINGS = { ...DEFAULT_SEGMENTER_SETTINGS, minimumSpeechMs: 120 };
/** Below the mean power of the speech, in dB; the recording itself has a quiet room's hiss. */
const NOISE_BELOW_DB = [20, 15, 10, 5, 0];
const SEED = 17;
/** Sound is what lies less than this below the loudest of it, in dB: as the truth of the recordings has it. */
const SOUND_BELOW_DB = 40;
const BLOCK_SAMPLES = CORPUS_RATE_HZ / 200;

/** Where the audio of a segment lay, pre-roll and the silence that ends it included, in ms. */
interface Heard {
  readonly fromMs: number;
  readonly toMs: number;
}

const { voiceActivity } = await createVoiceActivity();

function segmentsOf(samples: Float32Array): readonly Heard[] {
  voiceActivity.reset();
  const segmenter = new Segmenter(SETTINGS);
  const heard: Heard[] = [];
  let fromMs = 0;
  const take = (events: ReturnType<Segmenter['accept']>): void => {
    for (const event of events) {
      if (event.type === 'speech-started') fromMs = event.audioStartMs;
      if (event.type === 'segment-ended') heard.push({ fromMs, toMs: event.closedMs });
    }
  };
  for (let at = 0; at + FRAME_SAMPLES <= samples.length; at += FRAME_SAMPLES) {
    const frame = samples.subarray(at, at + FRAME_SAMPLES);
    take(segmenter.accept(frame, voiceActivity.accept(frame)));
  }
  take(segmenter.stop('end-of-source'));
  return heard;
}

function row(
  name: string,
  samples: Float32Array,
  utterances: readonly SpokenUtterance[],
): (string | number)[] {
  const segments = segmentsOf(samples);
  const found = utterances.map(({ startMs, endMs }) => ({
    startMs,
    endMs,
    parts: segments.filter(({ fromMs, toMs }) => fromMs < endMs && toMs > startMs),
  }));
  const heard = found.filter(({ parts }) => parts.length > 0);
  const cutAtStart = heard.map(({ startMs, parts }) => (parts[0]?.fromMs ?? 0) - startMs);
  const cutAtEnd = heard.map(({ endMs, parts }) => endMs - (parts.at(-1)?.toMs ?? 0));
  const beside = segments.filter(
    ({ fromMs, toMs }) =>
      !utterances.some(({ startMs, endMs }) => fromMs < endMs && toMs > startMs),
  );
  const most = (cuts: readonly number[]): string => digits(Math.max(0, ...cuts), 0);
  return [
    name,
    utterances.length,
    utterances.length - heard.length,
    cutAtStart.filter((cut) => cut > 0).length,
    most(cutAtStart),
    cutAtEnd.filter((cut) => cut > 0).length,
    most(cutAtEnd),
    heard.filter(({ parts }) => parts.length > 1).length,
    beside.length,
  ];
}

function power(samples: Float32Array): number {
  return samples.reduce((sum, sample) => sum + sample * sample, 0) / samples.length;
}

/** How much of the sound of a recording lies in no segment, in ms, and all of it. */
function unheardMs(samples: Float32Array): { readonly missed: number; readonly all: number } {
  const segments = segmentsOf(samples);
  const powers = Array.from({ length: Math.floor(samples.length / BLOCK_SAMPLES) }, (_, block) =>
    power(samples.subarray(block * BLOCK_SAMPLES, (block + 1) * BLOCK_SAMPLES)),
  );
  const least = Math.max(...powers) * 10 ** (-SOUND_BELOW_DB / 10);
  const blockMs = (BLOCK_SAMPLES * 1000) / CORPUS_RATE_HZ;
  const sounding = powers.flatMap((each, block) => (each > least ? [block * blockMs] : []));
  const missed = sounding.filter(
    (atMs) => !segments.some(({ fromMs, toMs }) => atMs >= fromMs && atMs < toMs),
  );
  return { missed: missed.length * blockMs, all: sounding.length * blockMs };
}

function extraRecordings(): string {
  const folder = process.env.CODEX_VOICE_EXTRA_SPEECH;
  if (folder === undefined) return '';
  const told = readdirSync(folder)
    .filter((name) => name.endsWith('.wav'))
    .map((name) => {
      const { missed, all } = unheardMs(readWave(join(folder, name)));
      return `${name}: ${digits(missed, 0)} of ${digits(all, 0)} ms`;
    });
  return ` Sound of recordings of people (within ${SOUND_BELOW_DB} dB of the loudest, so the room in their pauses too) that lies in no segment: ${told.join('; ')}.`;
}

const recording = spokenRecording(countOption('texts', 100, 33));
const quiet = readWave(recording.path);
const speechPower = power(
  Float32Array.from(
    recording.utterances.flatMap(({ startMs, endMs }) => [
      ...quiet.subarray(
        Math.round((startMs * CORPUS_RATE_HZ) / 1000),
        Math.round((endMs * CORPUS_RATE_HZ) / 1000),
      ),
    ]),
  ),
);
const noise = pinkNoise(seededRandom(SEED), quiet.length / CORPUS_RATE_HZ, 1);
const noisePower = power(noise);
const rows = [row('a quiet room', quiet, recording.utterances)];
for (const belowDb of NOISE_BELOW_DB) {
  const gain = Math.sqrt(speechPower / noisePower) * 10 ** (-belowDb / 20);
  const noisy = quiet.map((sample, at) => sample + gain * (noise[at] ?? 0));
  rows.push(row(`pink noise ${belowDb} dB below`, noisy, recording.utterances));
}
publish({
  name: 'voice-activity',
  about: `${recording.utterances.length} utterances of four Flite voices through ${voiceActivity.name} and the segmenter as a session has them. Beginning and end are those of the clean sound (5 ms within 40 dB of the loudest); cut is what lies before the audio of the first segment, its pre-roll included, or after that of the last. Torn: in more than one segment. Beside: segments without an utterance.${extraRecordings()}`,
  columns: [
    'room',
    'utterances',
    'lost',
    'beginning cut',
    'by ms at most',
    'end cut',
    'by ms at most',
    'torn',
    'beside',
  ],
  rows,
});
voiceActivity.dispose();

// `codex-voice bench latency`: from the end of speech to its final text, with recordings in real time. The
// end of speech is told from the sound itself, not from voice activity.
import type { FinalEvent, VoiceEvent } from '@codex-voice/protocol';
import { type CommandGiven, note, printJson } from '../commands/session-access.ts';
import { monotonicMs } from '../monotonic.ts';
import { checkStreams } from '../recordings.ts';
import { hear, interruption } from '../transcripts/hearing.ts';
import { hearingStart } from '../transcripts/hearing-start.ts';
import { RecordingsProgress } from '../transcripts/recordings-progress.ts';
import { EXIT_FAILURE, EXIT_INTERRUPTED, UserError } from '../user-error.ts';
import { mannerOf, voiceCommand } from '../voice-start.ts';
import { quantile } from './quantile.ts';

interface Latency {
  readonly text: string;
  /** End of speech → the segment is closed, → its final text is here, in ms. */
  readonly closedMs: number;
  readonly finalMs: number;
  /** Start of speech → the first words are here, in ms; undefined where none came before the final text. */
  readonly firstPartialMs: number | undefined;
}

export async function measureLatency(given: CommandGiven): Promise<number> {
  const { rest, options } = given.request;
  const paths = rest.slice(1);
  checkStreams(paths);
  const measurement = new LatencyMeasurement();
  const progress = new RecordingsProgress(paths, process.stderr);
  let hasFailed = false;
  const fail = (message: string): void => {
    hasFailed = true;
    progress.aside(() => note(message));
  };
  const how = await hear({
    start: await hearingStart(given, {
      source: { kind: 'files', paths, pace: 'realtime' },
      journal: 'none',
    }),
    manner: mannerOf(given.config()),
    command: voiceCommand(given.launcher),
    interrupted: interruption(),
    onBroken: fail,
    onEvent: (event, recording) => {
      measurement.accept(event, monotonicMs());
      if (event.type === 'ready') progress.show(0);
      else if (event.type === 'source-ended') progress.show(recording + 1);
      else if (event.type === 'problem') {
        if (event.severity === 'fatal' || event.code === 'bad-audio') fail(event.message);
        else progress.aside(() => note(event.message));
      } else if (event.type === 'final' && event.failure !== undefined) fail(event.failure.message);
    },
  });
  progress.end();
  if (how === 'interrupted') return EXIT_INTERRUPTED;
  const { latencies } = measurement;
  if (latencies.length === 0 && !hasFailed) {
    throw new UserError('nothing was understood: name recordings of speech, or another --model');
  }
  if (options.json === true) printJson(document(measurement));
  else if (latencies.length > 0) process.stdout.write(latencyText(measurement));
  return hasFailed ? EXIT_FAILURE : 0;
}

/** Collects what each utterance took. Times are of the machine's monotonic clock. */
export class LatencyMeasurement {
  readonly latencies: Latency[] = [];
  recognizer = '';
  readonly #firstPartials = new Map<string, number>();

  accept(event: VoiceEvent, nowMs: number): void {
    if (event.type === 'ready') this.recognizer = event.recognizer;
    else if (event.type === 'partial' && event.text !== '') {
      if (!this.#firstPartials.has(event.segmentId)) {
        this.#firstPartials.set(event.segmentId, nowMs);
      }
    } else if (event.type === 'final') this.#final(event, nowMs);
    else if (event.type === 'speech-dropped') this.#firstPartials.delete(event.segmentId);
  }

  #final(event: FinalEvent, nowMs: number): void {
    const partialMs = this.#firstPartials.get(event.segmentId);
    this.#firstPartials.delete(event.segmentId);
    const { stamps, startMs, endMs, loudEndMs } = event;
    if (event.verdict === 'rejected' || loudEndMs === undefined) return;
    // Where the source began, on the clock.
    const zeroMs = stamps.speechEndedMs - endMs;
    this.latencies.push({
      text: event.text,
      closedMs: stamps.segmentClosedMs - zeroMs - loudEndMs,
      finalMs: nowMs - zeroMs - loudEndMs,
      firstPartialMs: partialMs === undefined ? undefined : partialMs - zeroMs - startMs,
    });
  }
}

interface Row {
  readonly name: string;
  readonly samples: readonly number[];
}

function rowsOf({ latencies }: LatencyMeasurement): readonly Row[] {
  return [
    { name: 'end of speech → final text', samples: latencies.map(({ finalMs }) => finalMs) },
    { name: 'end of speech → end found', samples: latencies.map(({ closedMs }) => closedMs) },
    {
      name: 'start of speech → first words',
      samples: latencies.flatMap(({ firstPartialMs: each }) => (each === undefined ? [] : [each])),
    },
  ];
}

function latencyText(measurement: LatencyMeasurement): string {
  const { latencies, recognizer } = measurement;
  const count = latencies.length === 1 ? '1 utterance' : `${latencies.length} utterances`;
  const lines = rowsOf(measurement).map(({ name, samples }) => {
    const at = (share: number): string =>
      samples.length === 0 ? '-' : quantile(samples, share).toFixed(0);
    return `  ${name.padEnd(30)} p50 ${at(0.5).padStart(5)}  p95 ${at(0.95).padStart(5)} ms`;
  });
  return [`${count}, by ${recognizer}`, ...lines, ''].join('\n');
}

function document(measurement: LatencyMeasurement): object {
  const [final, closed, partial] = rowsOf(measurement).map(({ samples }) => ({
    count: samples.length,
    p50: samples.length === 0 ? null : quantile(samples, 0.5),
    p95: samples.length === 0 ? null : quantile(samples, 0.95),
  }));
  return {
    recognizer: measurement.recognizer,
    unit: 'ms',
    endOfSpeechToFinal: final,
    endOfSpeechToClosed: closed,
    startOfSpeechToFirstPartial: partial,
    utterances: measurement.latencies,
  };
}

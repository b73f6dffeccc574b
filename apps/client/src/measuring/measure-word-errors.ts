// `codex-voice bench wer`: what the recognisers of a session make of recordings whose words are known, as
// they are and with noise in them.

import { type CommandGiven, note, printJson } from '../commands/session-access.ts';
import { monotonicMs } from '../monotonic.ts';
import { hear, interruption } from '../transcripts/hearing.ts';
import { hearingStart } from '../transcripts/hearing-start.ts';
import { RecordingsProgress } from '../transcripts/recordings-progress.ts';
import { EXIT_FAILURE, EXIT_INTERRUPTED, visible } from '../user-error.ts';
import { mannerOf, voiceCommand } from '../voice-start.ts';
import { readCorpus, type SaidRecording } from './speech-corpus.ts';
import {
  errorCount,
  errorRate,
  normalizedWords,
  summed,
  type WordErrors,
  wordErrors,
} from './word-errors.ts';

/** As many recordings as one message to a voice process holds with ease. */
const RECORDINGS_A_RUN = 500;

/** Any number will do, as long as it stays. */
const NOISE_SEED = 1;

export type NoiseKind = 'white' | 'babble';

interface HeardRecording extends WordErrors {
  readonly id: string;
  readonly said: string;
  readonly heard: string;
}

/** In what the recordings are heard. */
export interface Condition {
  /** Undefined: as they are. */
  readonly snrDb: number | undefined;
  readonly denoise?: Denoise;
}

export type Denoise = 'off' | 'tap' | 'path';

export interface Measured {
  /** Undefined: as they are. */
  readonly snrDb: number | undefined;
  readonly recordings: HeardRecording[];
  audioMs: number;
  /** Without the time to load. */
  wallMs: number;
  recognizer: string;
}

export async function measureWordErrors(given: CommandGiven): Promise<number> {
  const { options } = given.request;
  const { run, kind, faults, interrupted } = startWordErrors(given);
  const levels = [undefined, ...noiseLevels(options.noise)];
  const all: Measured[] = [];
  for (const snrDb of levels) {
    const measured = await run.measure({ snrDb }, interrupted);
    if (measured === 'interrupted') return EXIT_INTERRUPTED;
    all.push(measured);
    if (options.json !== true) process.stdout.write(measuredText(measured, kind));
  }
  if (options.json === true) printJson({ conditions: all.map((each) => document(each, kind)) });
  return run.hasFailed || faults.length > 0 ? EXIT_FAILURE : 0;
}

/** The recordings of the folder that was named, what is wrong with it told, and a run over them. */
export function startWordErrors(given: CommandGiven) {
  const { rest, options } = given.request;
  const { recordings, faults } = readCorpus(rest[1] ?? '.');
  for (const fault of faults) note(fault);
  const kind = options['noise-kind'] === 'white' ? 'white' : 'babble';
  const run = new WordErrorRun(given, recordings, kind);
  const interrupted = interruption().then(() => 'interrupted' as const);
  return { run, kind, faults, interrupted } as const;
}

/** The command line has seen to it that these are numbers. */
export function noiseLevels(noise: unknown): readonly number[] {
  return typeof noise === 'string' ? noise.split(',').map(Number) : [];
}

export class WordErrorRun {
  hasFailed = false;
  readonly #told = new Set<string>();
  readonly #given: CommandGiven;
  readonly #recordings: readonly SaidRecording[];
  readonly #kind: NoiseKind;

  constructor(given: CommandGiven, recordings: readonly SaidRecording[], kind: NoiseKind) {
    this.#given = given;
    this.#recordings = recordings;
    this.#kind = kind;
  }

  async measure(
    { snrDb, denoise = 'off' }: Condition,
    interrupted: Promise<'interrupted'>,
  ): Promise<Measured | 'interrupted'> {
    const measured: Measured = { snrDb, recordings: [], audioMs: 0, wallMs: 0, recognizer: '' };
    const names = this.#recordings.map(({ id }) => id);
    const progress = new RecordingsProgress(names, process.stderr);
    try {
      for (let from = 0; from < this.#recordings.length; from += RECORDINGS_A_RUN) {
        const part = this.#recordings.slice(from, from + RECORDINGS_A_RUN);
        const how = await this.#hear({ part, measured, denoise, progress, interrupted });
        if (how !== 'ended') {
          if (how === 'interrupted') return how;
          break;
        }
      }
    } finally {
      progress.end();
    }
    return measured;
  }

  async #hear(run: {
    readonly part: readonly SaidRecording[];
    readonly measured: Measured;
    readonly denoise: Denoise;
    readonly progress: RecordingsProgress;
    readonly interrupted: Promise<'interrupted'>;
  }): ReturnType<typeof hear> {
    const { part, measured, denoise, progress } = run;
    const { snrDb } = measured;
    const noise =
      snrDb === undefined ? {} : { noise: { kind: this.#kind, snrDb, seed: NOISE_SEED } };
    const before = measured.recordings.length;
    let texts: string[] = [];
    let begunMs = monotonicMs();
    const fail = (message: string): void => {
      this.hasFailed = true;
      // The same recordings are heard in every condition: what is wrong with one is told once.
      if (this.#told.has(message)) return;
      this.#told.add(message);
      progress.aside(() => note(message));
    };
    const how = await hear({
      start: await hearingStart(this.#given, {
        source: {
          kind: 'files',
          paths: part.map(({ path }) => path),
          pace: 'fast',
          denoise,
          ...noise,
        },
        journal: 'none',
      }),
      manner: mannerOf(this.#given.config()),
      command: voiceCommand(this.#given.launcher),
      interrupted: run.interrupted.then(() => undefined),
      onBroken: fail,
      onEvent: (event, recording) => {
        if (event.type === 'ready') {
          measured.recognizer = event.recognizer;
          begunMs = monotonicMs();
        } else if (event.type === 'final') {
          texts.push(event.text);
          if (event.failure !== undefined) fail(event.failure.message);
        } else if (event.type === 'problem') {
          if (event.severity === 'fatal' || event.code === 'bad-audio') fail(event.message);
          else progress.aside(() => note(event.message));
        } else if (event.type === 'source-ended') {
          const said = part[recording];
          if (said !== undefined) measured.recordings.push(compared(said, texts.join(' ')));
          measured.audioMs += event.durationMs;
          texts = [];
          progress.show(before + recording + 1);
        }
      },
    });
    measured.wallMs += monotonicMs() - begunMs;
    return how;
  }
}

function compared({ id, said }: SaidRecording, heard: string): HeardRecording {
  return { id, said, heard, ...wordErrors(normalizedWords(said), normalizedWords(heard)) };
}

function measuredText(measured: Measured, kind: NoiseKind): string {
  const { snrDb, recordings, audioMs, wallMs, recognizer } = measured;
  const total = summed(recordings);
  const condition = snrDb === undefined ? 'as they are' : `${kind} at ${snrDb} dB`;
  const lines = recordings.map((each) => `  ${percent(each)}  ${visible(each.id)}`);
  const errors = `${errorCount(total)} of ${total.words} words: ${total.substitutions} others, ${total.deletions} missing, ${total.insertions} too many`;
  const factor = audioMs === 0 ? '' : `, ${(wallMs / audioMs).toFixed(3)} s for a second of audio`;
  return [
    `${condition}, by ${visible(recognizer)}`,
    ...lines,
    `  ${percent(total)}  all (${errors})${factor}`,
    '',
  ].join('\n');
}

function percent(errors: WordErrors): string {
  return `${(errorRate(errors) * 100).toFixed(2).padStart(6)} %`;
}

function document(measured: Measured, kind: NoiseKind): object {
  const { snrDb, recordings, audioMs, wallMs, recognizer } = measured;
  const total = summed(recordings);
  return {
    noise: snrDb === undefined ? null : { kind, snrDb, seed: NOISE_SEED },
    recognizer,
    ...total,
    wordErrorRate: errorRate(total),
    audioMs,
    realTimeFactor: audioMs === 0 ? null : wallMs / audioMs,
    recordings: recordings.map((each) => ({ ...each, wordErrorRate: errorRate(each) })),
  };
}

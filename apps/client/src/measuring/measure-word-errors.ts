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
  const conditions = [undefined, ...noiseLevels(options.noise)].map((snrDb) => ({ snrDb }));
  const all: Measured[] = [];
  const how = await run.measure({ conditions, interrupted }, (measured) => {
    all.push(measured);
    if (options.json !== true) process.stdout.write(measuredText(measured, kind));
  });
  if (how === 'interrupted') return EXIT_INTERRUPTED;
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

  /** Hears all recordings in each condition, one condition after the other; each is told once it is measured. */
  async measure(
    { conditions, interrupted }: MeasuredConditions,
    onMeasured: (measured: Measured) => void,
  ): Promise<'ended' | 'interrupted'> {
    const all = conditions.map(unmeasured);
    const parts = partsOf(this.#recordings);
    const names = parts.flatMap((part) => conditions.flatMap(() => part.map(({ id }) => id)));
    const progress = new RecordingsProgress(names, process.stderr);
    const waiting = [...all];
    const tell = (measured: Measured): void => {
      if (waiting[0] !== measured) return;
      waiting.shift();
      progress.aside(() => onMeasured(measured));
    };
    try {
      for (const [index, part] of parts.entries()) {
        const onRound = index === parts.length - 1 ? tell : () => undefined;
        const done = index * RECORDINGS_A_RUN * conditions.length;
        const how = await this.#hear({
          part,
          conditions,
          all,
          done,
          progress,
          interrupted,
          onRound,
        });
        if (how === 'interrupted') return how;
        if (how !== 'ended') break;
      }
      // What could not be heard to its end has what there is of it.
      for (const measured of [...waiting]) tell(measured);
    } finally {
      progress.end();
    }
    return 'ended';
  }

  async #hear({ part, conditions, all, ...run }: Part): ReturnType<typeof hear> {
    const { progress } = run;
    let texts: string[] = [];
    let begunMs = monotonicMs();
    return await hear({
      start: await hearingStart(this.#given, {
        source: {
          kind: 'files',
          paths: part.map(({ path }) => path),
          pace: 'fast',
          rounds: conditions.map((condition) => this.#round(condition)),
        },
        journal: 'none',
      }),
      manner: mannerOf(this.#given.config()),
      command: voiceCommand(this.#given.launcher),
      interrupted: run.interrupted.then(() => undefined),
      onBroken: (message) => this.#fail(message, progress),
      onEvent: (event, recording) => {
        if (event.type === 'ready') {
          for (const measured of all) measured.recognizer = event.recognizer;
          begunMs = monotonicMs();
        } else if (event.type === 'final') {
          texts.push(event.text);
          if (event.failure !== undefined) this.#fail(event.failure.message, progress);
        } else if (event.type === 'problem') {
          if (event.severity === 'fatal' || event.code === 'bad-audio') {
            this.#fail(event.message, progress);
          } else progress.aside(() => note(event.message));
        } else if (event.type === 'source-ended') {
          const measured = all[Math.floor(recording / part.length)];
          const said = part[recording % part.length];
          if (measured === undefined || said === undefined) return;
          measured.recordings.push(compared(said, texts.join(' ')));
          measured.audioMs += event.durationMs;
          texts = [];
          progress.show(run.done + recording + 1);
          if ((recording + 1) % part.length > 0) return;
          const nowMs = monotonicMs();
          measured.wallMs += nowMs - begunMs;
          begunMs = nowMs;
          run.onRound(measured);
        }
      },
    });
  }

  #round({ snrDb, denoise = 'off' }: Condition) {
    if (snrDb === undefined) return { denoise };
    return { denoise, noise: { kind: this.#kind, snrDb, seed: NOISE_SEED } };
  }

  #fail(message: string, progress: RecordingsProgress): void {
    this.hasFailed = true;
    // The same recordings are heard in every condition: what is wrong with one is told once.
    if (this.#told.has(message)) return;
    this.#told.add(message);
    progress.aside(() => note(message));
  }
}

interface MeasuredConditions {
  readonly conditions: readonly Condition[];
  readonly interrupted: Promise<'interrupted'>;
}

/** Some of the recordings, in all conditions. */
interface Part extends MeasuredConditions {
  readonly part: readonly SaidRecording[];
  /** One for each condition. */
  readonly all: readonly Measured[];
  /** How many were heard before. */
  readonly done: number;
  readonly progress: RecordingsProgress;
  readonly onRound: (measured: Measured) => void;
}

function unmeasured({ snrDb }: Condition): Measured {
  return { snrDb, recordings: [], audioMs: 0, wallMs: 0, recognizer: '' };
}

function partsOf(recordings: readonly SaidRecording[]): readonly (readonly SaidRecording[])[] {
  return Array.from({ length: Math.ceil(recordings.length / RECORDINGS_A_RUN) }, (_, index) =>
    recordings.slice(index * RECORDINGS_A_RUN, (index + 1) * RECORDINGS_A_RUN),
  );
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

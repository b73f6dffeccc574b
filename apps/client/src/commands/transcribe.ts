// `codex-voice transcribe` and `codex-voice listen`: which recordings or which microphone, in which form,
// to which place.

import { checkStreams } from '../recordings.ts';
import { interruption } from '../transcripts/hearing.ts';
import { type HearingWish, hearingStart, microphoneOf } from '../transcripts/hearing-start.ts';
import { type KeptInput, keepInput } from '../transcripts/kept-input.ts';
import { RecordingsProgress } from '../transcripts/recordings-progress.ts';
import { TRANSCRIPT_FORMATS, type TranscriptFormat } from '../transcripts/transcript-format.ts';
import { planOutput, TranscriptOutput } from '../transcripts/transcript-output.ts';
import { transcribe } from '../transcripts/transcription.ts';
import { EXIT_INTERRUPTED } from '../user-error.ts';
import { mannerOf, voiceCommand } from '../voice-start.ts';
import { type CommandGiven, note } from './session-access.ts';

/** As shells have it for a program that was asked to end (SIGTERM) or whose terminal has gone (SIGHUP). */
const EXIT_BY_SIGNAL = { SIGTERM: 143, SIGHUP: 129 } as const;

export async function transcribeRecordings(given: CommandGiven): Promise<number> {
  const { options, rest } = given.request;
  const format = formatOf(options.json, options.format);
  const output = typeof options.output === 'string' ? options.output : undefined;
  // A place that can't be written is told before anything is heard.
  const plan = planOutput({ output, format, recordings: rest });
  // What is kept of standard input is removed at every `exit`; a signal is made one.
  for (const signal of ['SIGTERM', 'SIGHUP'] as const) {
    process.once(signal, () => process.exit(EXIT_BY_SIGNAL[signal]));
  }
  using input = await inputOf(rest);
  const paths = rest.map((name) => (name === '-' && input !== undefined ? input.path : name));
  return await transcribe({
    start: await hearingStart(given, {
      source: { kind: 'files', paths, pace: 'fast' },
      journal: 'none',
      ...speakersOf(options.speakers),
    }),
    manner: mannerOf(given.config()),
    command: voiceCommand(given.launcher),
    interrupted: interruption(),
    interruptedIs: 'too-early',
    format,
    textSpeakers: 'told',
    names: rest,
    output: new TranscriptOutput(plan, (text) => process.stdout.write(text)),
    transcripts: plan.kind === 'folder' ? 'each' : 'one',
    progress: new RecordingsProgress(rest, process.stderr),
    writeNote: note,
  });
}

export async function listen(given: CommandGiven): Promise<number> {
  const { again, audio, json, speakers } = given.request.options;
  if (again === true) return await (await import('./listen-again.ts')).listenAgain(given);
  const paths = Array.isArray(audio) ? [...audio] : [];
  checkStreams(paths);
  const start = await hearingStart(given, {
    source: paths.length > 0 ? { kind: 'files', paths, pace: 'realtime' } : microphoneOf(given),
    journal: 'kept',
    speakers: { tell: 'labels' },
  });
  if (speakers === true && start.speakers === undefined) {
    note('nobody is enrolled, so nobody is named: codex-voice speaker enrol NAME');
  }
  return await transcribe({
    start,
    manner: mannerOf(given.config()),
    command: voiceCommand(given.launcher),
    interrupted: interruption(),
    interruptedIs: 'the-end',
    format: json === true ? 'json' : 'text',
    textSpeakers: speakers === true ? 'told' : 'left-out',
    names: paths,
    output: new TranscriptOutput({ kind: 'standard' }, (text) => process.stdout.write(text)),
    transcripts: 'one',
    progress: new RecordingsProgress([], process.stderr),
    writeNote: note,
  });
}

/** `--speakers`, and how many there are where it says. */
function speakersOf(speakers: unknown): Pick<HearingWish, 'speakers'> {
  if (speakers === undefined) return {};
  const count = typeof speakers === 'string' ? { count: Number(speakers) } : {};
  return { speakers: { tell: 'turns', ...count } };
}

function formatOf(json: unknown, format: unknown): TranscriptFormat {
  if (json === true) return 'json';
  return TRANSCRIPT_FORMATS.find((each) => each === format) ?? 'text';
}

/** Ctrl-C before the end of standard input ends everything. */
async function inputOf(names: readonly string[]): Promise<KeptInput | undefined> {
  if (!names.includes('-')) return undefined;
  const end = (): never => process.exit(EXIT_INTERRUPTED);
  process.once('SIGINT', end);
  try {
    return await keepInput(process.stdin);
  } finally {
    process.off('SIGINT', end);
  }
}

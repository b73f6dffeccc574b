// `codex-voice speaker enrol|list|remove`: the person's hand on whose voices are known. Vectors are made by
// the voice process; here they are gathered, written, shown and removed.
import type { VoiceEvent } from '@codex-voice/protocol';
import { meterLine } from '../microphone/meter-line.ts';
import { ourPlaces } from '../places.ts';
import { doubt, ENOUGH_SPEECH_MS, Enrolment, LEAST_SPEECH_MS } from '../speakers/enrolment.ts';
import {
  type EnrolledSpeaker,
  nameFault,
  readEnrolled,
  withSpeaker,
  writeEnrolled,
} from '../speakers/enrolment-file.ts';
import { hear, interruption } from '../transcripts/hearing.ts';
import { hearingStart, microphoneOf } from '../transcripts/hearing-start.ts';
import { EXIT_FAILURE, EXIT_INTERRUPTED, EXIT_USAGE, UserError, visible } from '../user-error.ts';
import { mannerOf, THRESHOLDS, voiceCommand } from '../voice-start.ts';
import { type CommandGiven, note, printJson } from './session-access.ts';

export async function speaker(given: CommandGiven): Promise<number> {
  const [action, ...names] = given.request.rest;
  switch (action) {
    case 'enrol':
      return await enrol(given, names[0] ?? '');
    case 'remove':
      return remove(given, names);
    default:
      return list(given);
  }
}

function list(given: CommandGiven): number {
  const { speakersFile } = ourPlaces();
  const speakers = readEnrolled(speakersFile);
  if (given.request.options.json === true) {
    printJson(speakers.map(({ vector, ...told }) => ({ ...told, numbers: vector.length })));
    return 0;
  }
  if (speakers.length === 0) {
    process.stdout.write('nobody is enrolled: codex-voice speaker enrol NAME\n');
    return 0;
  }
  const width = Math.max(...speakers.map(({ name }) => visible(name).length));
  for (const { name, model, speechMs, enrolledAt } of speakers) {
    const day = visible(enrolledAt.slice(0, 10));
    process.stdout.write(
      `${visible(name).padEnd(width)}  ${seconds(speechMs)} s of speech, ${day}, for ${visible(model)}\n`,
    );
  }
  return 0;
}

function remove(given: CommandGiven, names: readonly string[]): number {
  const { speakersFile } = ourPlaces();
  const speakers = readEnrolled(speakersFile);
  const strangers = names.filter((name) => !speakers.some((each) => each.name === name));
  const left = speakers.filter(({ name }) => !names.includes(name));
  if (left.length < speakers.length) writeEnrolled(speakersFile, left);
  for (const name of strangers) {
    note(`${visible(name)} is not enrolled: codex-voice speaker list shows who is`);
  }
  const removed = names.filter((name) => !strangers.includes(name));
  if (given.request.options.json === true) printJson({ removed, unknown: strangers });
  else for (const name of removed) process.stdout.write(`${visible(name)} is removed\n`);
  return strangers.length === 0 ? 0 : EXIT_FAILURE;
}

async function enrol(given: CommandGiven, name: string): Promise<number> {
  const fault = nameFault(name);
  if (fault !== undefined)
    throw new UserError(`${visible(name)} can't be enrolled: ${fault}`, EXIT_USAGE);
  const { speakersFile } = ourPlaces();
  // A damaged file is told before anybody speaks.
  readEnrolled(speakersFile);
  const { audio, json } = given.request.options;
  const paths = Array.isArray(audio) ? [...audio] : [];
  const enrolment = new Enrolment();
  const how = await listen(given, { paths, enrolment });
  const voice = enrolment.gathered();
  if (voice === undefined) {
    if (how === 'interrupted') {
      note(`nobody is enrolled: ${seconds(enrolment.speechMs)} s of speech are too little`);
      return EXIT_INTERRUPTED;
    }
    throw new UserError(
      `there are ${seconds(enrolment.speechMs)} s of clear speech in it, and ${LEAST_SPEECH_MS / 1000} are needed: speak longer, or louder`,
    );
  }
  const { leastAgreement: _, ...made } = voice;
  const added: EnrolledSpeaker = {
    name,
    ...made,
    vector: [...voice.vector],
    enrolledAt: new Date().toISOString(),
  };
  // Read again: another command may have written meanwhile.
  writeEnrolled(speakersFile, withSpeaker(readEnrolled(speakersFile), added));
  const warning = doubt(voice);
  if (warning !== undefined) note(warning);
  const { vector, ...told } = added;
  if (json === true) printJson({ ...told, numbers: vector.length });
  else
    process.stdout.write(`${visible(name)} is enrolled (${seconds(voice.speechMs)} s of speech)\n`);
  return 0;
}

interface Listening {
  /** None: the microphone. */
  readonly paths: readonly string[];
  readonly enrolment: Enrolment;
}

/** Throws `UserError` where the source can't be heard. */
async function listen(
  given: CommandGiven,
  { paths, enrolment }: Listening,
): Promise<'enough' | 'ended' | 'interrupted'> {
  let enough: () => void = () => undefined;
  const satisfied = new Promise<void>((resolve) => {
    enough = resolve;
  });
  const progress = new EnrolmentProgress(given, paths.length === 0 ? 'microphone' : 'recordings');
  let fault: string | undefined;
  const how = await hear({
    start: await hearingStart(given, {
      source:
        paths.length > 0 ? { kind: 'files', paths: [...paths], pace: 'fast' } : microphoneOf(given),
      journal: 'none',
      recognizers: 'nothing',
      speakers: { tell: 'vectors' },
    }),
    manner: mannerOf(given.config()),
    command: voiceCommand(given.launcher),
    interrupted: Promise.race([interruption(), satisfied]),
    onEvent: (event) => {
      if (event.type === 'voiceprint') {
        enrolment.accept(event);
        if (paths.length === 0 && enrolment.speechMs >= ENOUGH_SPEECH_MS) enough();
      }
      fault ??= faultOf(event, (line) => progress.note(line));
      progress.accept(event, enrolment.speechMs);
    },
    onBroken: (message) => {
      fault ??= message;
    },
  }).finally(() => progress.end());
  if (fault !== undefined) throw new UserError(fault);
  if (how !== 'interrupted') return 'ended';
  return enrolment.speechMs >= ENOUGH_SPEECH_MS ? 'enough' : 'interrupted';
}

/** What keeps anybody from being enrolled. */
function faultOf(event: VoiceEvent, tell: (line: string) => void): string | undefined {
  if (event.type === 'device' && event.state === 'unavailable') {
    return event.detail ?? 'the microphone is not available: try again';
  }
  if (event.type !== 'problem') return undefined;
  const isInTheWay =
    event.severity === 'fatal' || event.code === 'bad-audio' || event.code === 'speakers-failed';
  if (isInTheWay) return event.message;
  tell(event.message);
  return undefined;
}

/** What the person sees meanwhile: what to do, how loud it is, and how much is still missing. */
class EnrolmentProgress {
  readonly #threshold: number;
  readonly #source: 'microphone' | 'recordings';
  #isLineOpen = false;

  constructor(given: CommandGiven, source: 'microphone' | 'recordings') {
    this.#threshold = THRESHOLDS[given.config().speech.sensitivity].startThreshold;
    this.#source = source;
  }

  accept(event: VoiceEvent, speechMs: number): void {
    if (this.#source === 'recordings') return;
    if (event.type === 'device' && event.state === 'open') {
      const name = event.name ?? 'the microphone';
      note(
        `listening on ${name}: read something aloud in your usual voice, with a breath after each sentence; Ctrl-C ends`,
      );
    } else if (event.type === 'device' && event.state === 'opening') {
      if (event.detail !== undefined) this.note(event.detail);
    } else if (event.type === 'level' && process.stderr.isTTY) {
      const { rmsDb, peakDb = rmsDb, speechProbability } = event;
      const isSpeech = speechProbability >= this.#threshold;
      const done = `${seconds(speechMs)} of ${ENOUGH_SPEECH_MS / 1000} s`;
      this.#isLineOpen = true;
      process.stderr.write(`\r${done}  ${meterLine({ rmsDb, peakDb, isSpeech })}\x1b[K`);
    } else if (event.type === 'voiceprint' && !process.stderr.isTTY) {
      note(`${seconds(speechMs)} of ${ENOUGH_SPEECH_MS / 1000} s of speech`);
    }
  }

  /** On a line of its own. */
  note(line: string): void {
    this.end();
    note(line);
  }

  end(): void {
    if (this.#isLineOpen) process.stderr.write('\n');
    this.#isLineOpen = false;
  }
}

function seconds(ms: number): string {
  return (ms / 1000).toFixed(1);
}

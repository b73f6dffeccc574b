// What the arguments of the commands that hear, measure and label sound must be; reading them is
// `command-line.ts`'s task.
import { MEASUREMENTS, SPEAKER_ACTIONS } from './options.table.ts';
import { EXIT_USAGE, UserError } from './user-error.ts';

type Values = Readonly<Record<string, string | boolean | readonly string[]>>;

export function checkListen(
  rest: readonly string[],
  { again, audio, device, speakers }: Values,
): void {
  if (again !== true && rest.length > 0) {
    throw usage(`listen takes no argument (${rest[0]}): for recordings use codex-voice transcribe`);
  }
  if (again === true && [audio, device, speakers].some((each) => each !== undefined)) {
    throw usage(
      '--again hears what the journal has kept: leave --audio and --device away, and --speakers',
    );
  }
}

/** More voices than this nobody tells apart. */
const MOST_COUNTED_SPEAKERS = 20;

export function checkTranscribe(rest: readonly string[], { json, format, speakers }: Values): void {
  if (typeof speakers === 'string' && !isCount(speakers)) {
    throw usage(
      `--speakers=${speakers} is no number of speakers: write 1 to ${MOST_COUNTED_SPEAKERS}, or --speakers alone`,
    );
  }
  if (rest.length === 0) {
    throw usage('transcribe needs a recording: codex-voice transcribe FILE…');
  }
  if (rest.indexOf('-') !== rest.lastIndexOf('-')) {
    throw usage('- is standard input and can be read once: name it once');
  }
  if (json === true && format !== undefined && format !== 'json') {
    throw usage(`--json and --format ${format} contradict each other: keep one`);
  }
}

/** Longer than a day nobody looks at a level. */
const MAXIMUM_SECONDS = 86_400;

export function checkMic(rest: readonly string[], values: Values): void {
  const { level, calibrate, write, seconds, audio, device } = values;
  if (rest.length > 0) {
    throw usage(`mic takes no argument (${rest[0]}): name a microphone with --device`);
  }
  if (seconds !== undefined && level !== true) throw usage('--seconds goes with --level');
  if (write === true && calibrate !== true) throw usage('--write goes with --calibrate');
  if (seconds !== undefined && !(Number(seconds) > 0 && Number(seconds) <= MAXIMUM_SECONDS)) {
    throw usage(`--seconds ${seconds} is no time: write a number from 1 to ${MAXIMUM_SECONDS}`);
  }
  if (audio !== undefined && level !== true && calibrate !== true) {
    throw usage('--audio goes with --level or --calibrate: no recording is a microphone');
  }
  if (audio !== undefined && device !== undefined) {
    throw usage('--audio and --device are two sources: keep one');
  }
}

/** Beyond these there is nothing to hear of one of the two, in dB. */
const NOISE_RANGE_DB = 60;

export function checkBench(rest: readonly string[], values: Values): void {
  const [measurement, ...named] = rest;
  if (!isOneOf(MEASUREMENTS, measurement)) {
    throw usage(`bench needs a word: codex-voice bench ${MEASUREMENTS.join('|')}`);
  }
  if (measurement === 'wer' && named.length !== 1) {
    throw usage('bench wer needs one folder: codex-voice bench wer DIR');
  }
  if (measurement === 'denoise' && named.length > 1) {
    throw usage('bench denoise needs one folder: codex-voice bench denoise DIR');
  }
  if (measurement === 'latency' && named.length === 0) {
    throw usage('bench latency needs a recording: codex-voice bench latency FILE…');
  }
  const { noise } = values;
  if (measurement === 'latency' && noise !== undefined)
    throw usage('--noise goes with wer and denoise');
  if (values['noise-kind'] !== undefined && noise === undefined && measurement !== 'denoise') {
    throw usage('--noise-kind needs --noise: bench wer DIR --noise 20,10');
  }
  const levels = typeof noise === 'string' ? noise.split(',') : [];
  const odd = levels.find(
    (each) => each.trim() === '' || !(Math.abs(Number(each)) <= NOISE_RANGE_DB),
  );
  if (odd !== undefined) {
    throw usage(`--noise ${odd} is no level: write dB from -60 to 60, as 20,10,5,0`);
  }
}

function isCount(text: string): boolean {
  return /^\d+$/.test(text) && Number(text) >= 1 && Number(text) <= MOST_COUNTED_SPEAKERS;
}

export function checkSpeaker(rest: readonly string[], { audio, device }: Values): void {
  const [action, ...names] = rest;
  if (!isOneOf(SPEAKER_ACTIONS, action)) {
    throw usage(`speaker needs a word: codex-voice speaker ${SPEAKER_ACTIONS.join('|')}`);
  }
  if (action === 'enrol' && names.length !== 1) {
    throw usage('speaker enrol needs one name: codex-voice speaker enrol NAME');
  }
  if (action === 'list' && names.length > 0) {
    throw usage(`speaker list takes no name (${names[0]}): leave it away`);
  }
  if (action === 'remove' && names.length === 0) {
    throw usage('speaker remove needs a name: codex-voice speaker remove NAME');
  }
  if (action !== 'enrol' && (audio !== undefined || device !== undefined)) {
    throw usage('--audio and --device go with enrol: codex-voice speaker enrol NAME');
  }
  if (audio !== undefined && device !== undefined) {
    throw usage('--audio and --device are two sources: keep one');
  }
}

function isOneOf(words: readonly string[], word: string | undefined): boolean {
  return word !== undefined && words.includes(word);
}

function usage(message: string): UserError {
  return new UserError(message, EXIT_USAGE);
}

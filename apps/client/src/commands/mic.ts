// `codex-voice mic`: which microphones there are, how loud one is, and what sensitivity suits room and
// voice. All of it by the voice process, so that no complaint of a sound library reaches the terminal.
import { VOICE_STDIO, VoiceLink } from '@codex-voice/control';
import type { VoiceEvent, VoiceStart } from '@codex-voice/protocol';
import { configLocation } from '../configuration/config-location.ts';
import { type Calibration, calibrate, type MeterReading } from '../microphone/calibration.ts';
import { keepSensitivity } from '../microphone/keep-sensitivity.ts';
import { type MeterLevel, meterFigures, meterLine } from '../microphone/meter-line.ts';
import {
  chosenMicrophone,
  type MicrophonesView,
  microphonesDocument,
  microphonesTable,
} from '../microphone/microphone-list.ts';
import { hear, interruption } from '../transcripts/hearing.ts';
import { hearingStart, microphoneOf } from '../transcripts/hearing-start.ts';
import { EXIT_INTERRUPTED, UserError, visible } from '../user-error.ts';
import { mannerOf, THRESHOLDS, voiceCommand } from '../voice-start.ts';
import { type CommandGiven, note, printJson } from './session-access.ts';

/** Between two reports of the meter, in ms, whatever the source: two frames. */
const REPORT_MS = 64;

/** So long is the room measured, then the speech, in ms. */
const ROOM_MS = 3_000;
const SPEECH_MS = 5_000;

/** Nobody speaks at once when asked to, in ms; a recording needs no time. */
const REACTION_MS = 700;

/** Where nothing redraws a line, one a second is enough to read. */
const REPORTS_A_LINE = Math.round(1_000 / REPORT_MS);

export async function mic(given: CommandGiven): Promise<number> {
  const { level, calibrate: isCalibration } = given.request.options;
  if (level === true) return await showLevel(given);
  return isCalibration === true ? await measure(given) : await list(given);
}

type Listing = Extract<VoiceEvent, { type: 'microphones' }>;

async function list(given: CommandGiven): Promise<number> {
  const { devices, unavailable } = await microphones(given);
  if (unavailable !== undefined) throw new UserError(unavailable.detail);
  const view: MicrophonesView = { devices, configured: given.config().audio.device };
  if (given.request.options.json === true) printJson(microphonesDocument(view));
  else if (devices.length > 0) process.stdout.write(microphonesTable(view));
  if (devices.length === 0) throw new UserError('no microphone: plug one in, or check its driver');
  if (view.configured !== undefined && chosenMicrophone(view) === undefined) {
    throw new UserError(
      `no microphone is called ${visible(view.configured)}: name one of these with --device`,
    );
  }
  return 0;
}

async function microphones(given: CommandGiven): Promise<Listing> {
  return await new Promise((resolve, reject) => {
    const link = new VoiceLink({
      command: voiceCommand(given.launcher),
      stdio: VOICE_STDIO,
      onEvent: (event) => {
        if (event.type === 'microphones') void link.close().then(() => resolve(event));
      },
      onEnd: ({ how }) => reject(new UserError(`the voice process ended (${how}): try again`)),
    });
    link.send({ type: 'list-microphones' });
  });
}

interface Metering {
  readonly pace: 'realtime' | 'fast';
  /** `enough` ends it. */
  readonly onReading: (event: Extract<VoiceEvent, { type: 'level' }>) => 'more' | 'enough';
  /** Before a line for the person: what is drawn anew all the time must not stand before it. */
  readonly beforeNote?: () => void;
}

/** Throws `UserError` where the source can't be heard. */
async function meter(
  given: CommandGiven,
  { pace, onReading, beforeNote = () => undefined }: Metering,
): Promise<'enough' | 'interrupted' | 'ended'> {
  let enough: () => void = () => undefined;
  let isEnough = false;
  let fault: string | undefined;
  const tell = (line: string): void => {
    beforeNote();
    note(line);
  };
  const satisfied = new Promise<void>((resolve) => {
    enough = resolve;
  });
  const how = await hear({
    start: await meteredStart(given, pace),
    manner: mannerOf(given.config()),
    command: voiceCommand(given.launcher),
    interrupted: Promise.race([interruption(), satisfied]),
    onEvent: (event) => {
      if (event.type === 'level' && !isEnough) isEnough = onReading(event) === 'enough';
      else if (event.type === 'device' && event.state === 'unavailable') {
        fault ??= event.detail ?? 'the microphone is not available: try again';
      } else if (event.type === 'device' && event.state === 'opening') {
        if (event.detail !== undefined) tell(event.detail);
      } else if (event.type === 'device' && event.state === 'open' && pace === 'realtime') {
        tell(`measuring ${event.name ?? 'the microphone'}; Ctrl-C ends`);
      } else if (event.type === 'problem') {
        if (event.severity === 'fatal' || event.code === 'bad-audio') fault ??= event.message;
        else tell(event.message);
      }
      if (isEnough) enough();
    },
    onBroken: (message) => {
      fault ??= message;
    },
  });
  if (isEnough) return 'enough';
  if (fault !== undefined) throw new UserError(fault);
  return how === 'interrupted' ? 'interrupted' : 'ended';
}

async function meteredStart(given: CommandGiven, pace: Metering['pace']): Promise<VoiceStart> {
  const { audio } = given.request.options;
  const source: VoiceStart['source'] = Array.isArray(audio)
    ? { kind: 'files', paths: [...audio], pace }
    : microphoneOf(given);
  return await hearingStart(given, { source, journal: 'none', recognizers: 'nothing' });
}

async function showLevel(given: CommandGiven): Promise<number> {
  const { seconds, json } = given.request.options;
  const reports = seconds === undefined ? Infinity : (Number(seconds) * 1_000) / REPORT_MS;
  const { startThreshold } = THRESHOLDS[given.config().speech.sensitivity];
  const show = levelWriter(json === true ? 'json' : process.stdout.isTTY ? 'terminal' : 'lines');
  let count = 0;
  await meter(given, {
    pace: 'realtime',
    beforeNote: () => show.end(),
    onReading: ({ rmsDb, peakDb = rmsDb, speechProbability }) => {
      count += 1;
      show.level({ rmsDb, peakDb, isSpeech: speechProbability >= startThreshold });
      return count >= reports ? 'enough' : 'more';
    },
  }).finally(() => show.end());
  return 0;
}

interface LevelWriter {
  level(level: MeterLevel): void;
  end(): void;
}

function levelWriter(manner: 'json' | 'terminal' | 'lines'): LevelWriter {
  const lines: MeterLevel[] = [];
  const flush = (): void => {
    if (lines.length > 0) process.stdout.write(`${meterFigures(loudest(lines)).trimStart()}\n`);
    lines.length = 0;
  };
  switch (manner) {
    case 'json':
      return {
        level: (level) => process.stdout.write(`${JSON.stringify(level)}\n`),
        end: () => undefined,
      };
    case 'terminal': {
      let isShown = false;
      return {
        level: (level) => {
          isShown = true;
          process.stdout.write(`\r${meterLine(level)}\x1b[K`);
        },
        end: () => {
          if (isShown) process.stdout.write('\n');
          isShown = false;
        },
      };
    }
    case 'lines':
      return {
        level: (level) => {
          lines.push(level);
          if (lines.length >= REPORTS_A_LINE) flush();
        },
        end: flush,
      };
  }
}

function loudest(levels: readonly MeterLevel[]): MeterLevel {
  return {
    rmsDb: Math.max(...levels.map(({ rmsDb }) => rmsDb)),
    peakDb: Math.max(...levels.map(({ peakDb }) => peakDb)),
    isSpeech: levels.some(({ isSpeech }) => isSpeech),
  };
}

async function measure(given: CommandGiven): Promise<number> {
  const isRecording = Array.isArray(given.request.options.audio);
  const readings = (ms: number): number => Math.floor(ms / REPORT_MS);
  const skipped = isRecording ? 0 : readings(REACTION_MS);
  const room: MeterReading[] = [];
  const speech: MeterReading[] = [];
  let waited = 0;
  if (!isRecording) note('be quiet for 3 s');
  const how = await meter(given, {
    pace: 'fast',
    onReading: (event) => {
      if (room.length < readings(ROOM_MS)) {
        room.push(event);
        if (room.length === readings(ROOM_MS) && !isRecording) note('now speak for 5 s');
      } else if (waited < skipped) waited += 1;
      else speech.push(event);
      return speech.length >= readings(SPEECH_MS) ? 'enough' : 'more';
    },
  });
  if (how === 'interrupted') return EXIT_INTERRUPTED;
  if (how === 'ended') {
    throw new UserError('the recording is too short: it needs 3 s of the room and 5 s of speech');
  }
  const calibration = calibrate(room, speech);
  if (calibration === undefined) {
    throw new UserError('no speech was heard: speak after the first 3 s, or name a microphone');
  }
  const { json, write } = given.request.options;
  const config = given.config();
  if (json === true) printJson(calibration);
  else process.stdout.write(calibrationText(calibration, config.speech.sensitivity));
  // A program that reads the document writes only what it was told to.
  if (json !== true || write === true) {
    const writing = write === true ? 'asked-for' : 'offered';
    const { target } = configLocation(given.request.options);
    const found = calibration.sensitivity;
    await keepSensitivity({ config, target, found, writing, tell: note });
  }
  return 0;
}

function calibrationText(
  { floorDb, speechDb, snrDb, sensitivity, reason }: Calibration,
  configured: Calibration['sensitivity'],
): string {
  const same = configured === sensitivity ? ' (as it is)' : ` (it is "${configured}")`;
  return [
    `room    ${floorDb.toFixed(1)} dBFS`,
    `speech  ${speechDb.toFixed(1)} dBFS, ${snrDb.toFixed(1)} dB above it`,
    `[speech] sensitivity = "${sensitivity}"${same}: ${reason}`,
    '',
  ].join('\n');
}

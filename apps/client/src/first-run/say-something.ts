// "Say something": asks for it, shows how loud it is, tells what was heard, and what to do where nothing
// was.

import type { CommandGiven } from '../commands/session-access.ts';
import { parseConfig } from '../config.ts';
import type { Config } from '../config-schema.ts';
import { meterLine } from '../microphone/meter-line.ts';
import { interruption } from '../transcripts/hearing.ts';
import { hearingStart, microphoneOf } from '../transcripts/hearing-start.ts';
import { UserError, visible } from '../user-error.ts';
import { mannerOf, THRESHOLDS, voiceCommand } from '../voice-start.ts';
import type { Chosen } from './first-config.ts';
import type { Questions } from './questions.ts';
import { type Heard, SPEAKING_MS, spokenCheck } from './spoken-check.ts';

export interface SayingSomething {
  readonly given: CommandGiven;
  readonly ask: Questions;
  readonly settings: Chosen;
  readonly hasMicrophone: boolean;
}

/** Undefined: it was not wanted, or there is nothing to listen with. */
export async function saySomething(saying: SayingSomething): Promise<Heard | undefined> {
  const { given, ask, hasMicrophone } = saying;
  const { audio, yes } = given.request.options;
  const isRecording = Array.isArray(audio);
  if (!isRecording && !hasMicrophone) {
    ask.tell(
      'there is no microphone yet, so nothing can be said: mend that first (codex-voice doctor), then run this again',
    );
    return undefined;
  }
  // Where everything is agreed to beforehand nobody sits there and speaks.
  if (!isRecording && yes === true) return undefined;
  const seconds = SPEAKING_MS / 1_000;
  const question = `Say something for ${seconds} seconds, for example "run the tests"?`;
  if (!isRecording && (await ask.agree(question, 'yes')) === 'no') return undefined;
  const heard = await listen(saying);
  ask.tell(heardText(heard, saying.settings));
  return heard;
}

async function listen({ given, ask, settings }: SayingSomething): Promise<Heard> {
  const { audio } = given.request.options;
  const trial = trialOf(given, settings);
  const meter = meterFor(given, ask);
  try {
    const config = trial.config();
    return await spokenCheck({
      start: await hearingStart(trial, {
        source: Array.isArray(audio)
          ? { kind: 'files', paths: [...audio], pace: process.stdout.isTTY ? 'realtime' : 'fast' }
          : microphoneOf(trial),
        journal: 'none',
      }),
      manner: mannerOf(config),
      command: voiceCommand(given.launcher),
      startThreshold: THRESHOLDS[config.speech.sensitivity].startThreshold,
      interrupted: interruption(),
      onOpen: (name) => ask.tell(`listening to ${visible(name)}: speak now; Ctrl-C ends it early`),
      onLevel: meter.show,
    });
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return { texts: [], hadSpeech: false, isCutShort: false, fault: error.message };
  } finally {
    meter.end();
  }
}

/** As if what was chosen stood in the config file already. */
function trialOf(given: CommandGiven, { language, model, server }: Chosen): CommandGiven {
  const config = given.config();
  const speech: Config['speech'] = { ...config.speech, language, languages: undefined, model };
  const whisper =
    server === undefined
      ? config.whisper_server
      : parseConfig(`[whisper_server]\nurl = ${JSON.stringify(server)}\n`, 'init').whisper_server;
  const options = { ...given.request.options };
  delete options.model;
  const trial: Config = {
    ...config,
    speech,
    ...(whisper === undefined ? {} : { whisper_server: whisper }),
  };
  return { ...given, config: () => trial, request: { ...given.request, options } };
}

interface Meter {
  readonly show: (level: Parameters<typeof meterLine>[0]) => void;
  readonly end: () => void;
}

/** On standard error, one line drawn anew; nothing where no line can be. */
function meterFor({ request }: CommandGiven, { margin }: Pick<Questions, 'margin'>): Meter {
  const { stderr } = process;
  if (!stderr.isTTY || process.env.TERM === 'dumb' || request.options.json === true) {
    return { show: () => undefined, end: () => undefined };
  }
  let isShown = false;
  return {
    show: (level) => {
      isShown = true;
      stderr.write(`\r${margin} ${meterLine(level)}\x1b[K`);
    },
    end: () => {
      if (isShown) stderr.write('\r\x1b[K');
      isShown = false;
    },
  };
}

/** Below this nothing arrives, in dBFS; a quiet room is well above it. */
const SILENCE_DB = -85;

export function heardText(
  { texts, loudestDb, hadSpeech, isCutShort, fault }: Heard,
  { model, server }: Pick<Chosen, 'model' | 'server'>,
): string {
  if (texts.length > 0) {
    return `heard: ${texts.map((text) => `"${visible(text)}"`).join(', ')}${loudestText(loudestDb)}`;
  }
  if (fault !== undefined) return visible(fault);
  if (isCutShort) return `ended by you before anything was understood${loudestText(loudestDb)}`;
  if (loudestDb === undefined || loudestDb < SILENCE_DB) {
    return 'nothing arrives from the microphone: it is muted, or it is another one (codex-voice mic lists them)';
  }
  if (!hadSpeech) {
    return `no speech was heard${loudestText(loudestDb)}: speak louder or nearer; codex-voice mic --calibrate finds the sensitivity for room and voice`;
  }
  const hasPhrasesAlone = server === undefined && (model === 'auto' || model === 'phrases');
  return hasPhrasesAlone
    ? `speech was heard and not understood${loudestText(loudestDb)}: the built-in phrases are few (docs/reference/spoken.md lists them), a model hears everything`
    : `speech was heard and not understood${loudestText(loudestDb)}: try again nearer to the microphone`;
}

function loudestText(loudestDb: number | undefined): string {
  return loudestDb === undefined ? '' : ` (at most ${loudestDb.toFixed(1)} dBFS)`;
}

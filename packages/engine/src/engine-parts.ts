// Builds what an engine listens with from its settings: journal, recogniser, voice activity, pipeline.
// What can't be had is said in one line, and costs only itself where listening is possible without it.
import {
  type ChosenVoiceActivity,
  createEnergyVoiceActivity,
  createRecognizer,
  createVoiceActivity,
  createWakeListener,
  type ProcessCommand,
} from '@codex-voice/recognizers';
import { ClippingWatch, type WakeListener } from '@codex-voice/speech';
import type { EngineProblem, EngineSettings } from './engine-settings.ts';
import { Journal } from './journal.ts';
import { LeftSound } from './left-sound.ts';
import { type LoadedSpeakers, loadSpeakers } from './load-speakers.ts';
import { monotonicMs } from './monotonic.ts';
import { Pipeline, type PipelineParts } from './pipeline.ts';
import { spokenContext } from './spoken-languages.ts';

export interface EngineParts {
  readonly pipeline: Pipeline;
  readonly journal: Journal | undefined;
  /** Absent: no session is known by its name, or nothing is kept. */
  readonly leftSound: LeftSound | undefined;
  /** Absent: speakers are not told apart. */
  readonly speakers: LoadedSpeakers | undefined;
  /** Of the recogniser and of the voice activity, as they are told. */
  readonly names: { readonly recognizer: string; readonly voiceActivity: string };
  dispose(): void;
}

export interface LoadRequest extends Pick<PipelineParts, 'beside' | 'emit'> {
  readonly settings: EngineSettings;
  /** Starts a process for one recogniser. */
  readonly recognizerCommand: ProcessCommand;
  readonly warn: (code: EngineProblem, message: string) => void;
}

/** @throws RecognizerError where nothing can be listened with. */
export async function loadParts(request: LoadRequest): Promise<EngineParts> {
  const { settings, recognizerCommand, warn, beside, emit } = request;
  const [recognizer, { voiceActivity, fallbackReason }, speakers] = await Promise.all([
    createRecognizer({
      start: heardWith(settings),
      command: recognizerCommand,
      environment: process.env,
      onNotice: (message) => warn('recognizer-failed', message),
    }),
    settings.voiceActivity === 'energy' ? loudness() : createVoiceActivity(),
    loadSpeakers(settings, recognizerCommand, warn),
  ]);
  const journal = await openJournal(request);
  if (fallbackReason !== undefined) {
    warn('voice-activity-failed', `${fallbackReason.message}: listening by loudness instead`);
  }
  const pipeline = new Pipeline({
    voiceActivity,
    recognizer,
    context: spokenContext(settings),
    ...(journal === undefined ? {} : { journal }),
    ...(settings.source.kind === 'files' ? {} : { clipping: new ClippingWatch() }),
    ...(beside === undefined ? {} : { beside }),
    ...(speakers === undefined ? {} : { speakers }),
    settings: settings.segmenter,
    emit,
    nowMs: monotonicMs,
  });
  return {
    pipeline,
    journal,
    leftSound: leftSoundOf(request, { journal, recognizer, speakers }),
    speakers,
    names: { recognizer: recognizer.name, voiceActivity: voiceActivity.name },
    dispose: () => {
      recognizer.dispose();
      voiceActivity.dispose();
      speakers?.dispose();
    },
  };
}

/** An embedder's session has the same name every time: it would get the words of another. */
function leftSoundOf(
  { settings, emit }: LoadRequest,
  {
    journal,
    recognizer,
    speakers,
  }: Pick<EngineParts, 'journal' | 'speakers'> & Pick<PipelineParts, 'recognizer'>,
): LeftSound | undefined {
  if (journal === undefined || settings.source.kind === 'pushed') return undefined;
  return new LeftSound({
    journal,
    recognizer,
    context: spokenContext(settings),
    ...(speakers === undefined ? {} : { speakers }),
    settings: settings.segmenter,
    emit,
    nowMs: monotonicMs,
    wallMs: Date.now,
  });
}

/** Loaded when it is first asked for; one that can't be costs only itself. */
export async function loadWakeListener({
  settings,
  recognizerCommand: command,
  warn,
}: Pick<LoadRequest, 'settings' | 'recognizerCommand' | 'warn'>): Promise<
  WakeListener | undefined
> {
  const { wakePhrases: phrases = [], wakeModel, wakeConfirmed: confirmed, language } = settings;
  if (phrases.length === 0) return undefined;
  try {
    return await createWakeListener({
      phrases,
      language,
      // What is read faster than it was said is not waited for by another process.
      model: isLive(settings) ? wakeModel : undefined,
      confirmed,
      command,
      onNotice: (message) => warn('recognizer-failed', message),
    });
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    warn('recognizer-failed', `the wake phrase can't be listened for (${reason})`);
    return undefined;
  }
}

function loudness(): ChosenVoiceActivity {
  return { voiceActivity: createEnergyVoiceActivity(), fallbackReason: undefined };
}

/** A journal that can't be opened is said; speech goes on without one. */
async function openJournal({ settings, warn }: LoadRequest): Promise<Journal | undefined> {
  const { journalDirectory, keepAudioDays } = settings;
  if (journalDirectory === undefined) return undefined;
  try {
    return await Journal.open({
      directory: journalDirectory,
      keepAudioDays,
      now: () => new Date(),
    });
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    warn('journal-failed', `the journal can't be opened (${reason}): nothing is kept on disk`);
    return undefined;
  }
}

/** Nobody waits for the words of a recording that is read as fast as can be: the better ones are worth their time. */
function heardWith({ preview, ...settings }: EngineSettings): EngineSettings {
  return isLive(settings) && preview !== undefined ? { ...settings, preview } : settings;
}

function isLive({ source }: Pick<EngineSettings, 'source'>): boolean {
  return source.kind !== 'files' || source.pace === 'realtime';
}

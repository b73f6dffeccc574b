// From configuration and options to the voice process's `start` command, and how that process is run.
import { join, resolve } from 'node:path';
import {
  LISTEN_MODES,
  type ListenManner,
  type SessionSettings,
  VOICE_PROTOCOL_VERSION,
  type VoiceStart,
} from '@codex-voice/protocol';
import {
  DICTATION_SETTINGS,
  isPhraseLanguage,
  normalizeSpoken,
  type Phrasebook,
  phrasesToHear,
  type SpokenPhrase,
} from '@codex-voice/speech';
import { type Config, CUE_NAMES } from './config-schema.ts';
import { places } from './places.ts';
import type { RecognizerChoice } from './recognizer-choice.ts';
import type { SpeakerChoice } from './speakers/speaker-choice.ts';
import type { SpokenSetup } from './spoken-setup.ts';
import { UserError } from './user-error.ts';
import type { WakeChoice } from './wake-choice.ts';

export interface VoiceStartOptions {
  readonly config: Config;
  readonly spoken: Pick<SpokenSetup, 'languages' | 'phrasebook'>;
  readonly source: VoiceStart['source'];
  readonly journalDirectory: string | undefined;
  readonly recognizers: RecognizerChoice;
  /** What is only written down is obeyed by nobody: the recogniser's own words count, command or not. */
  readonly commands: 'obeyed' | 'written-down';
  /** Absent: speakers are not told apart. */
  readonly speakers?: SpeakerChoice['speakers'] | undefined;
  /** Absent: the built-in phrases hear the wake phrase. */
  readonly wake?: WakeChoice['wake'] | undefined;
}

export function voiceStart(options: VoiceStartOptions): VoiceStart {
  const { config, spoken, source, journalDirectory, recognizers } = options;
  const journal = config.journal.enabled ? journalDirectory : undefined;
  const language = phraseLanguage(spoken.languages);
  return {
    type: 'start',
    version: VOICE_PROTOCOL_VERSION,
    source,
    phrases: phrasesToHear(spoken.phrasebook, language).map(wirePhrase),
    ...recognizers,
    ...commandChannel(options, language),
    segmenter: {
      silenceMs: config.speech.silence_ms,
      minimumSpeechMs: config.speech.minimum_speech_ms,
      maximumSegmentMs: config.speech.maximum_segment_ms,
      preRollMs: PRE_ROLL_MS,
    },
    language,
    languages: [...spoken.languages],
    wakePhrases: wakePhrases(config),
    ...options.wake,
    warmMicrophone: config.audio.warm_mic,
    ...(journal === undefined ? {} : { journalDirectory: journal }),
    keepAudioDays: config.journal.keep_audio_days,
    ...(options.speakers === undefined ? {} : { speakers: options.speakers }),
    ...cueChoice(config),
    ...speaking(config),
  };
}

/** Commands of the phrasebook, where free speech is heard in a language that they are known in. */
function commandChannel(
  { config, spoken, recognizers, commands: use }: VoiceStartOptions,
  language: 'en' | 'fr',
): Pick<VoiceStart, 'commands'> {
  const { languages, phrasebook } = spoken;
  const isSpoken = languages.length === 0 || languages.includes(language);
  const isWanted = config.speech.command_channel && use === 'obeyed';
  if (!isWanted || recognizers.recognizers === undefined || !isSpoken) return {};
  const commands = phrasesToHear(phrasebook, language).filter(
    ({ action }) => action.kind === 'command',
  );
  return { commands: commands.map(wirePhrase) };
}

function wirePhrase({ spoken, pronunciations }: SpokenPhrase): VoiceStart['phrases'][number] {
  if (pronunciations === undefined) return { spoken };
  return { spoken, pronunciations: mutablePronunciations(pronunciations) };
}

function speaking({ voice, file }: Config): Pick<VoiceStart, 'speaking'> {
  // Off is not for ever: it can be switched on, and costs nothing until something is to be said.
  const choice = voice.speak === 'off' ? 'auto' : voice.speak;
  const modelFolder = choice === 'model' ? voiceFolder(voice.model, file) : undefined;
  const model = modelFolder === undefined ? {} : { modelFolder };
  const bargeIn = voice.barge_in === true || voice.barge_in === 'speech' ? 'on' : 'off';
  return { speaking: { ...model, voice: choice, bargeIn } };
}

/** A voice that was installed by its name, or a folder that holds one. */
function voiceFolder(model: string | undefined, file: Config['file']): string {
  if (model === undefined) {
    throw new UserError(
      `${file.place(['voice', 'speak'])}: speak = "model" does not say which voice: add model = "NAME", an installed voice or a folder with one`,
    );
  }
  if (/[/\\]/u.test(model)) return resolve(model);
  return join(places(process.env, process.platform).modelsDirectory, model);
}

function cueChoice({ audio }: Config): Pick<VoiceStart, 'cues' | 'cueChoice'> {
  const names = audio.cues === true ? CUE_NAMES : audio.cues === false ? [] : audio.cues;
  return { cues: names.length > 0, cueChoice: { names: [...names], volume: audio.cue_volume } };
}

/** What opens the microphone, as the person types it in the config file. */
function wakePhrases({ wake }: Config): NonNullable<VoiceStart['wakePhrases']> {
  return wake.phrases.map((phrase) => ({
    spoken: normalizeSpoken(phrase),
    ...(wake.pronunciations === undefined ? {} : { pronunciations: wake.pronunciations }),
  }));
}

/** Silero's own recommendation is to open at 0.5 and to stay open down to 0.15 less. */
export const THRESHOLDS = {
  low: { startThreshold: 0.7, stopThreshold: 0.5 },
  normal: { startThreshold: 0.5, stopThreshold: 0.35 },
  high: { startThreshold: 0.3, stopThreshold: 0.2 },
} as const;

/** How it is listened where there are no modes. */
export function mannerOf({ speech }: Config): ListenManner {
  return THRESHOLDS[speech.sensitivity];
}

/** How each mode listens: its own table, then `[speech]`. */
export function listenManners(config: Config): Partial<Record<Config['mode'], ListenManner>> {
  return Object.fromEntries(
    LISTEN_MODES.map((mode) => {
      const own = config.modes[mode] ?? {};
      return [
        mode,
        {
          // With every setting, so that another config can be told by the manners alone.
          silenceMs: config.speech.silence_ms,
          maximumSegmentMs: config.speech.maximum_segment_ms,
          ...THRESHOLDS[own.sensitivity ?? config.speech.sensitivity],
          ...(mode === 'continuous' ? DICTATION_SETTINGS : {}),
          ...(own.silence_ms === undefined ? {} : { silenceMs: own.silence_ms }),
          ...(own.maximum_segment_ms === undefined
            ? {}
            : { maximumSegmentMs: own.maximum_segment_ms }),
          ...(own.close_after_ms === undefined ? {} : { closeAfterMs: own.close_after_ms }),
        },
      ];
    }),
  );
}

/** The language that the phrase recogniser listens in: it has one model loaded. */
export function phraseLanguage(languages: SpokenSetup['languages']): 'en' | 'fr' {
  return languages.find(isPhraseLanguage) ?? 'en';
}

/** Less than 300 ms loses the first consonant; more than 500 ms reaches into what was said before. */
const PRE_ROLL_MS = 400;

/** The phrasebook as the wire carries it. */
export function wirePhrasebook(
  phrasebook: Phrasebook,
): NonNullable<SessionSettings['voice']>['phrasebook'] {
  return {
    language: phraseLanguage(phrasebook.languages),
    languages: [...phrasebook.languages],
    commandWords: [...phrasebook.commandWords],
    phrases: phrasebook.phrases.map(({ spoken, action, pronunciations }) => ({
      spoken,
      action,
      ...(pronunciations === undefined
        ? {}
        : { pronunciations: mutablePronunciations(pronunciations) }),
    })),
  };
}

function mutablePronunciations(
  pronunciations: Readonly<Record<string, readonly string[]>>,
): Record<string, string[]> {
  return Object.fromEntries(
    Object.entries(pronunciations).map(([word, ways]) => [word, [...ways]]),
  );
}

/** The same program in the voice role, on the same Node. */
export function voiceCommand(launcher: string): { file: string; args: string[] } {
  return { file: process.execPath, args: [join(launcher), '__voice'] };
}

/** The same program in the role that gathers names. */
export function namesCommand(launcher: string): { file: string; args: string[] } {
  return { file: process.execPath, args: [launcher, '__names'] };
}

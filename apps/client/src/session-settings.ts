// What the host is told of a session: how it listens and delivers, from the person's configuration.
import { resolve } from 'node:path';
import type { SessionSettings } from '@codex-voice/protocol';
import { withSpokenActions } from './actions/spoken-actions.ts';
import type { Config } from './config-schema.ts';
import { places } from './places.ts';
import type { ProjectConfig } from './project-config.ts';
import type { RecognizerChoice } from './recognizer-choice.ts';
import type { SessionOptions } from './session-options.ts';
import type { SpeakerChoice } from './speakers/speaker-choice.ts';
import { type SpokenSetup, spokenSetup } from './spoken-setup.ts';
import { listenManners, voiceStart, wirePhrasebook } from './voice-start.ts';
import type { WakeChoice } from './wake-choice.ts';

/** How the session listens and delivers; without `spoken`, without voice. */
export function sessionSettings(
  config: Config,
  options: SessionOptions,
  spoken: SpokenSetup | undefined,
  heardBy: {
    readonly recognizers?: RecognizerChoice;
    readonly speakers?: SpeakerChoice;
    readonly wake?: WakeChoice;
    /** Where the agent works; absent: here. */
    readonly folder?: string;
  } = {},
): SessionSettings {
  const { intent, mode } = options;
  const whileBusy = config.while_busy;
  const common = {
    intent,
    mode,
    ...(whileBusy === 'queue' ? {} : { whileBusy }),
    ...(options.record === undefined ? {} : { record: options.record }),
    ...(config.metrics.enabled ? {} : { measured: 'off' as const }),
    ...(config.metrics.otlp === undefined ? {} : { measuredTo: config.metrics.otlp }),
  };
  if (spoken === undefined) return common;
  const { device, denoise } = config.audio;
  const start = voiceStart({
    config,
    spoken,
    source:
      options.recordings.length > 0
        ? {
            kind: 'files',
            // The host runs in a folder of its own.
            paths: options.recordings.map((path) => resolve(path)),
            pace: 'realtime',
            denoise,
          }
        : { kind: 'microphone', denoise, ...(device === undefined ? {} : { device }) },
    journalDirectory: places(process.env, process.platform).journalDirectory,
    recognizers: heardBy.recognizers ?? {},
    commands: 'obeyed',
    speakers: heardBy.speakers?.speakers,
    wake: heardBy.wake?.wake,
  });
  const manners = listenManners(config);
  const phrasebook = wirePhrasebook(spoken.phrasebook);
  const dictation = dictationOf(config);
  const { folder = process.cwd() } = heardBy;
  const say = [...config.voice.say];
  const aloud = config.voice.speak === 'off' ? 'off' : 'on';
  const interrupts = config.voice.barge_in === 'speech' ? ({ interrupts: 'speech' } as const) : {};
  const voice = { start, manners, phrasebook, folder, dictation, say };
  return { ...common, voice: { ...voice, aloud, ...interrupts } };
}

/** How free speech is written. */
function dictationOf({
  dictation,
}: Config): NonNullable<NonNullable<SessionSettings['voice']>['dictation']> {
  const { format, repair, formatters, numbers, replacements, off } = dictation;
  return {
    format: format ? 'on' : 'off',
    repair: repair ? 'on' : 'off',
    formatters,
    formatterPrefix: dictation.formatter_prefix,
    numbers,
    replacements,
    off: [...off],
  };
}

/** What may be said in it; undefined: it has no voice. Throws `UserError` for a wrong phrase. */
export function sessionSpeech(
  config: Config,
  options: SessionOptions,
  of?: { readonly project: ProjectConfig; readonly folder: string },
): SpokenSetup | undefined {
  if (options.voice === 'off') return undefined;
  const setup = spokenSetup(config, of?.project);
  return of === undefined || !config.speech.default_phrases ? setup : withSpokenActions(setup, of);
}

// What the host is told of a session, from one reading of the config: what may be said there, who listens,
// and whose voices are known.
import type { SessionSettings } from '@codex-voice/protocol';
import type { Request } from './command-line.ts';
import type { Config } from './config-schema.ts';
import { places } from './places.ts';
import { readProjectConfig } from './project-config.ts';
import { chooseRecognizers, type RecognizerChoice } from './recognizer-choice.ts';
import type { SessionOptions } from './session-options.ts';
import { sessionSettings, sessionSpeech } from './session-settings.ts';
import { chooseSpeakers, type SpeakerChoice } from './speakers/speaker-choice.ts';
import type { SpokenSetup } from './spoken-setup.ts';
import { chooseWakeModel, NO_WAKE_MODEL, type WakeChoice } from './wake-choice.ts';

export interface SettingsAsked {
  readonly request: Request;
  readonly config: Config;
  readonly options: SessionOptions;
  /** Where the agent works: the project there has a say. */
  readonly folder: string;
}

export interface PreparedSettings {
  readonly settings: SessionSettings;
  /** Lines for the person. */
  readonly notes: readonly string[];
}

/** Throws `UserError` for a configuration that can't be used. */
export async function preparedSettings(asked: SettingsAsked): Promise<PreparedSettings> {
  const { config, options, folder } = asked;
  const spoken = sessionSpeech(config, options, { project: readProjectConfig(folder), folder });
  const heardBy = spoken === undefined ? NOBODY : await hearing(asked, spoken);
  const settings = sessionSettings(config, options, spoken, { ...heardBy, folder });
  return {
    settings,
    notes: [...(spoken?.notes ?? []), ...heardBy.speakers.notes, ...heardBy.wake.notes],
  };
}

interface Hearing {
  readonly recognizers: RecognizerChoice;
  readonly speakers: SpeakerChoice;
  readonly wake: WakeChoice;
}

const NOBODY: Hearing = { recognizers: {}, speakers: { notes: [] }, wake: NO_WAKE_MODEL };

/** What listens, and whose voices it knows. */
async function hearing(
  { request, config }: SettingsAsked,
  { languages }: SpokenSetup,
): Promise<Hearing> {
  const { model } = request.options;
  const { modelsDirectory: modelsFolder, speakersFile } = places(process.env, process.platform);
  const [recognizers, speakers, wake] = await Promise.all([
    chooseRecognizers({
      config,
      model: typeof model === 'string' ? model : undefined,
      languages,
      modelsFolder,
    }),
    chooseSpeakers({ config, tell: 'labels', modelsFolder, speakersFile }),
    chooseWakeModel({ config, languages, modelsFolder }),
  ]);
  return { recognizers, speakers, wake };
}

// What a voice process is told at its start where no session asks for it: the configuration, the options
// of the command line, the project's phrases, and the recognisers that follow from them.
import type { VoiceStart } from '@codex-voice/protocol';
import { type CommandGiven, note } from '../commands/session-access.ts';
import type { Config } from '../config-schema.ts';
import { ourPlaces } from '../places.ts';
import { readProjectConfig } from '../project-config.ts';
import { chooseRecognizers, type RecognizerChoice } from '../recognizer-choice.ts';
import { chooseSpeakers } from '../speakers/speaker-choice.ts';
import { type SpokenSetup, spokenSetup } from '../spoken-setup.ts';
import { UserError } from '../user-error.ts';
import { voiceStart } from '../voice-start.ts';
import { chooseWakeModel } from '../wake-choice.ts';

export interface HearingWish {
  readonly source: VoiceStart['source'];
  /** `kept`: what is heard goes to the journal, where the config file does not forbid it. */
  readonly journal: 'kept' | 'none';
  /** `phrases`: nothing large is loaded for the words; `nothing`: they are not what matters. */
  readonly recognizers?: 'chosen' | 'phrases' | 'nothing';
  /** What is told of speakers; absent: nothing. */
  readonly speakers?: {
    readonly tell: 'labels' | 'vectors' | 'turns';
    readonly count?: number;
  };
}

const RECOGNIZERS: Readonly<Record<'phrases' | 'nothing', RecognizerChoice>> = {
  phrases: {},
  nothing: { recognizers: [{ kind: 'nothing' }] },
};

/** Notes about the configuration go to standard error. Throws `UserError` for a model that can't be used. */
export async function hearingStart(given: CommandGiven, wish: HearingWish): Promise<VoiceStart> {
  const config = given.config();
  const spoken = spokenSetup(config, readProjectConfig(process.cwd()));
  for (const line of spoken.notes) note(line);
  const { model } = given.request.options;
  const { journalDirectory, modelsDirectory, speakersFile } = ourPlaces();
  const { recognizers: wanted = 'chosen' } = wish;
  const recognizers =
    wanted === 'chosen'
      ? await chooseRecognizers({
          config,
          model: typeof model === 'string' ? model : undefined,
          languages: spoken.languages,
          modelsFolder: modelsDirectory,
        })
      : RECOGNIZERS[wanted];
  const { speakers, notes } =
    wish.speakers === undefined
      ? { notes: [] }
      : await chooseSpeakers({
          config,
          modelsFolder: modelsDirectory,
          speakersFile,
          ...wish.speakers,
        });
  for (const line of notes) note(line);
  if (wanted === 'chosen') {
    for (const line of await unusedFaults(config, spoken.languages, wish.speakers)) note(line);
  }
  return voiceStart({
    config,
    spoken,
    speakers,
    source: wish.source,
    journalDirectory: wish.journal === 'kept' ? journalDirectory : undefined,
    recognizers,
    commands: 'written-down',
  });
}

/** Names in settings that this command does not use, and that nothing answers to: told, and no obstacle. */
async function unusedFaults(
  config: Config,
  languages: SpokenSetup['languages'],
  used: HearingWish['speakers'],
): Promise<readonly string[]> {
  const { modelsDirectory: modelsFolder, speakersFile } = ourPlaces();
  const { notes } = await chooseWakeModel({ config, languages, modelsFolder });
  if (used?.tell === 'labels') return notes;
  try {
    await chooseSpeakers({ config, tell: 'labels', modelsFolder, speakersFile });
    return notes;
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return [error.message, ...notes];
  }
}

/** The configured microphone. */
export function microphoneOf(given: CommandGiven): VoiceStart['source'] {
  const { device, denoise } = given.config().audio;
  return { kind: 'microphone', denoise, ...(device === undefined ? {} : { device }) };
}

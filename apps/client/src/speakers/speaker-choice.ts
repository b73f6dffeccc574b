// How speakers are told apart, from the configuration, who is enrolled, and which models are installed.
import { existsSync } from 'node:fs';
import type { SpeakerModelSpec, VoiceStart } from '@codex-voice/protocol';
import type { Config } from '../config-schema.ts';
import { hasModels } from '../recognizer-choice.ts';
import { UserError, visible } from '../user-error.ts';
import { readEnrolled } from './enrolment-file.ts';

/** The embedder that needs no download, as it is written in the config file and as its vectors are called. */
export const BUILT_IN = 'built-in';
export const BUILT_IN_MODEL = 'built-in-1';
const AUTOMATIC = 'auto';

type SpeakerSettings = NonNullable<VoiceStart['speakers']>;

export interface SpeakerWish {
  readonly config: Config;
  readonly tell: SpeakerSettings['tell'];
  /** With `turns`: how many speakers there are, where that is known. */
  readonly count?: number;
  readonly modelsFolder: string;
  readonly speakersFile: string;
}

export interface SpeakerChoice {
  readonly speakers?: SpeakerSettings;
  /** What a person should know, a line each. */
  readonly notes: readonly string[];
}

const NOBODY: SpeakerChoice = { notes: [] };

/** Throws `UserError` for a model or a name that can't be used. */
export async function chooseSpeakers(wish: SpeakerWish): Promise<SpeakerChoice> {
  const { config, tell, count } = wish;
  const { only, threshold, minimum_speech_ms: minimumSpeechMs } = config.speaker;
  const isLabelling = tell === 'labels';
  if (isLabelling && only === undefined && !existsSync(wish.speakersFile)) return NOBODY;
  const enrolled = readEnrolled(wish.speakersFile);
  if (isLabelling && only === undefined && enrolled.length === 0) return NOBODY;
  const model = await speakerModel(wish);
  const id = model?.id ?? BUILT_IN_MODEL;
  const known = enrolled.filter((each) => each.model === id);
  const notes = enrolled
    .filter(({ name }) => !known.some((each) => each.name === name))
    .map(
      ({ name, model: theirs }) =>
        `${visible(name)} is enrolled for ${visible(theirs)}, and ${visible(id)} listens now: enrol again`,
    );
  const names = isLabelling ? listenedTo(config, known) : undefined;
  return {
    // Whoever enrols is about to mend it.
    notes: tell === 'vectors' ? [] : notes,
    speakers: {
      ...(model === undefined ? {} : { model }),
      known: known.map(({ name, vector }) => ({ name, vector: [...vector] })),
      ...(threshold === undefined ? {} : { threshold }),
      minimumSpeechMs,
      ...(names === undefined ? {} : { only: [...names] }),
      tell,
      ...(count === undefined ? {} : { count }),
    },
  };
}

/** Somebody who is not enrolled would be listened to as everybody is: that is not what was asked for. */
function listenedTo(
  { speaker: { only }, file }: Config,
  known: readonly { readonly name: string }[],
): readonly string[] | undefined {
  if (only === undefined) return undefined;
  const names = typeof only === 'string' ? [only] : only;
  const stranger = names.find((name) => !known.some((each) => each.name === name));
  if (stranger === undefined) return names;
  throw new UserError(
    `${file.place(['speaker', 'only'])}: [speaker] only names ${visible(stranger)}, who is not enrolled: codex-voice speaker enrol ${visible(stranger)}`,
  );
}

/** Undefined: the built-in one. */
async function speakerModel(wish: SpeakerWish): Promise<SpeakerModelSpec | undefined> {
  const { config, modelsFolder, tell } = wish;
  const wanted = config.speaker.model;
  if (wanted === BUILT_IN || (wanted === AUTOMATIC && !hasModels(modelsFolder))) return undefined;
  const { resolveSpeakerModel } = await import('@codex-voice/models');
  const resolution = resolveSpeakerModel({ modelsFolder, wanted });
  if (resolution.kind === 'refused') {
    if (wanted === AUTOMATIC) return undefined;
    throw new UserError(`${config.file.place(['speaker', 'model'])}: ${resolution.message}`);
  }
  const { provider, threads } = config.speech;
  const { id, file, segmentation } = resolution;
  return {
    id,
    file,
    // A recording as a whole is heard only where somebody asks who speaks when.
    ...(segmentation === undefined || tell !== 'turns' ? {} : { segmentation }),
    provider,
    ...(threads === undefined ? {} : { threads }),
  };
}

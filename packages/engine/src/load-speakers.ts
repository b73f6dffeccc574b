// Builds what tells speakers apart, from the settings. What can't be had is said in one line; speech goes
// on without it, but for the filter, which then lets everybody be heard and says so.
import {
  createSpeakerModel,
  createStatisticsEmbedder,
  type ProcessCommand,
  type SpeakerModelEmbedder,
} from '@codex-voice/recognizers';
import type { SpeakerEmbedder } from '@codex-voice/speech';
import type { EngineProblem, EngineSettings } from './engine-settings.ts';
import { RecordingSpeakers } from './recording-speakers.ts';
import { SpeakerEar } from './speaker-ear.ts';

export interface LoadedSpeakers {
  readonly ear: SpeakerEar;
  /** Where it is asked who speaks when in recordings. */
  readonly recording: RecordingSpeakers | undefined;
  /** Each utterance's vector is told. */
  readonly tellsVectors: boolean;
  dispose(): void;
}

export async function loadSpeakers(
  { speakers, source }: EngineSettings,
  command: ProcessCommand,
  warn: (code: EngineProblem, message: string) => void,
): Promise<LoadedSpeakers | undefined> {
  if (speakers === undefined) return undefined;
  const onFault = (message: string): void => warn('speakers-failed', message);
  let model: SpeakerModelEmbedder | undefined;
  try {
    if (speakers.model !== undefined) {
      model = await createSpeakerModel({ model: speakers.model, command });
    }
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    onFault(
      speakers.only === undefined
        ? `${reason}: speakers are not told apart`
        : `${reason}: everybody is listened to`,
    );
    return undefined;
  }
  const embedder: SpeakerEmbedder = model ?? createStatisticsEmbedder();
  const { known, minimumSpeechMs, only, tell, count } = speakers;
  const rules = {
    known,
    minimumSpeechMs,
    threshold: speakers.threshold ?? embedder.threshold,
    ...(only === undefined ? {} : { only }),
  };
  const isLive = source.kind !== 'files' || source.pace === 'realtime';
  const answers =
    isLive && only === undefined && tell === 'labels' ? 'while-speaking' : 'at-the-end';
  return {
    ear: new SpeakerEar({ embedder, rules, answers, onFault }),
    recording:
      tell === 'turns'
        ? new RecordingSpeakers({
            embedder,
            rules,
            onFault,
            ...(model?.canDiarize ? { whole: model } : {}),
            ...(count === undefined ? {} : { count }),
          })
        : undefined,
    tellsVectors: tell === 'vectors',
    dispose: () => embedder.dispose(),
  };
}

// Which keyword model hears the wake phrase, from the configuration and what is installed. One that can't be
// used is told and costs only itself: the built-in phrases listen.
import { homedir } from 'node:os';
import { join } from 'node:path';
import type { VoiceStart } from '@codex-voice/protocol';
import type { Config } from './config-schema.ts';
import { hasModels } from './recognizer-choice.ts';
import type { SpokenSetup } from './spoken-setup.ts';

const AUTOMATIC = 'auto';
const PHRASES_ALONE = 'phrases';

export interface WakeWish {
  readonly config: Config;
  readonly languages: SpokenSetup['languages'];
  readonly modelsFolder: string;
}

export interface WakeChoice {
  readonly wake: Pick<VoiceStart, 'wakeModel' | 'wakeConfirmed'>;
  /** What a person should know, a line each. */
  readonly notes: readonly string[];
}

export const NO_WAKE_MODEL: WakeChoice = { wake: {}, notes: [] };

export async function chooseWakeModel(wish: WakeWish): Promise<WakeChoice> {
  const { config, languages, modelsFolder } = wish;
  const { model: wanted, threshold, confirm } = config.wake;
  if (wanted === PHRASES_ALONE) return NO_WAKE_MODEL;
  if (wanted === AUTOMATIC && !hasModels(modelsFolder)) return NO_WAKE_MODEL;
  const { resolveKeywordModel } = await import('@codex-voice/models');
  const resolution = resolveKeywordModel({ modelsFolder, wanted: fromHome(wanted), languages });
  if (resolution.kind === 'refused') {
    const place = config.file.place(['wake', 'model']);
    const note = `${place}: ${resolution.message}; the built-in phrases listen for the wake phrase`;
    return wanted === AUTOMATIC ? NO_WAKE_MODEL : { wake: {}, notes: [note] };
  }
  const { provider, threads } = config.speech;
  const { id, files } = resolution;
  return {
    wake: {
      wakeModel: {
        id,
        files: { ...files },
        provider,
        ...(threads === undefined ? {} : { threads }),
        ...(threshold === undefined ? {} : { threshold }),
      },
      wakeConfirmed: confirm ? 'on' : 'off',
    },
    notes: [],
  };
}

function fromHome(wanted: string): string {
  return wanted.startsWith('~/') ? join(homedir(), wanted.slice(2)) : wanted;
}

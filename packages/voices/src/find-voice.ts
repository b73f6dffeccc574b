// Which voice speaks: the one that is asked for, or the first of this system that is there.
import { accessSync, constants } from 'node:fs';
import { delimiter, isAbsolute, join } from 'node:path';
import type { SpeechSynthesizer } from '@codex-voice/speech';
import { FallbackVoice } from './fallback-voice.ts';
import { ModelVoice, type ModelVoiceOptions } from './model/model-voice.ts';
import { VoiceError } from './voice-error.ts';
import { ProgramVoice, type VoiceProgram } from './voice-program.ts';
import { ESPEAK, FLITE, MACOS_SAY, WINDOWS_SAPI } from './voice-programs.table.ts';

/** `auto`: the system's own where it has one, then eSpeak NG, then Flite. `model`: one that was installed. */
export const VOICE_CHOICES = ['auto', 'espeak', 'flite', 'system', 'model'] as const;
export type VoiceChoice = (typeof VOICE_CHOICES)[number];

export interface VoiceWish {
  readonly choice: VoiceChoice;
  readonly platform: NodeJS.Platform;
  /** The environment's PATH. */
  readonly path: string;
  /** With `model`: which, and what starts its process. */
  readonly model?: ModelVoiceOptions;
  /** A model has failed, and another voice reads instead; one line. */
  readonly onProblem?: (message: string) => void;
}

/** @throws VoiceError `no-voice`, with what to install. */
export function findVoice(wish: VoiceWish): SpeechSynthesizer {
  if (wish.choice === 'model') return modelVoice(wish);
  return programVoice(wish, wish.choice);
}

function modelVoice({ model, onProblem = () => undefined, ...wish }: VoiceWish): SpeechSynthesizer {
  if (model === undefined) throw new VoiceError('no-voice', 'no model was named to speak with');
  return new FallbackVoice({
    first: new ModelVoice(model),
    findOther: () => programVoice(wish, 'auto'),
    onProblem,
  });
}

type ProgramChoice = Exclude<VoiceChoice, 'model'>;
type System = Pick<VoiceWish, 'platform' | 'path'>;

function programVoice(system: System, choice: ProgramChoice): SpeechSynthesizer {
  const found = candidates(system, choice).find(({ file }) => isThere(file, system.path));
  if (found !== undefined) return new ProgramVoice(found);
  throw new VoiceError('no-voice', missing(system, choice));
}

function candidates({ platform }: System, choice: ProgramChoice): readonly VoiceProgram[] {
  const system =
    platform === 'darwin' ? [MACOS_SAY] : platform === 'win32' ? [WINDOWS_SAPI] : undefined;
  switch (choice) {
    case 'auto':
      return [...(system ?? []), ESPEAK, FLITE];
    case 'espeak':
      return [ESPEAK];
    case 'flite':
      return [FLITE];
    case 'system':
      // Where the system has none of its own, what it usually brings.
      return system ?? [ESPEAK];
  }
}

function isThere(file: string, path: string): boolean {
  const places = isAbsolute(file) ? [file] : path.split(delimiter).map((at) => join(at, file));
  return places.some((place) => {
    try {
      accessSync(place, constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}

function missing({ platform }: System, choice: ProgramChoice): string {
  if (choice === 'system' && platform !== 'linux') return "the system's own voice is not there";
  const program = choice === 'flite' ? 'flite' : 'espeak-ng';
  return `there is no voice to speak with: install ${program}, or set speak = "off"`;
}

// Which voice speaks: the one that is asked for, or the first of this system that is there.
import { accessSync, constants } from 'node:fs';
import { delimiter, isAbsolute, join } from 'node:path';
import type { SpeechSynthesizer } from '@codex-voice/speech';
import { ProgramVoice, VoiceError, type VoiceProgram } from './voice-program.ts';
import { ESPEAK, FLITE, MACOS_SAY, WINDOWS_SAPI } from './voice-programs.table.ts';

/** `auto`: the system's own where it has one, then eSpeak NG, then Flite. */
export const VOICE_CHOICES = ['auto', 'espeak', 'flite', 'system'] as const;
export type VoiceChoice = (typeof VOICE_CHOICES)[number];

export interface VoiceWish {
  readonly choice: VoiceChoice;
  readonly platform: NodeJS.Platform;
  /** The environment's PATH. */
  readonly path: string;
}

/** @throws VoiceError `no-voice`, with what to install. */
export function findVoice(wish: VoiceWish): SpeechSynthesizer {
  const found = candidates(wish).find(({ file }) => isThere(file, wish.path));
  if (found !== undefined) return new ProgramVoice(found);
  throw new VoiceError('no-voice', missing(wish));
}

function candidates({ choice, platform }: VoiceWish): readonly VoiceProgram[] {
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

function missing({ choice, platform }: VoiceWish): string {
  if (choice === 'system' && platform !== 'linux') return "the system's own voice is not there";
  const program = choice === 'flite' ? 'flite' : 'espeak-ng';
  return `there is no voice to speak with: install ${program}, or set speak = "off"`;
}

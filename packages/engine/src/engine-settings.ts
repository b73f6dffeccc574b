// What an engine is started with, and the kinds of problems it tells of.
import type { Loudspeaker } from '@codex-voice/audio';
import type { VoiceEvent, VoiceStart } from '@codex-voice/protocol';
import type { FrameSource, FrameSourceHandlers } from './frame-source.ts';

/** What to listen to, and for what. */
export interface EngineSettings extends Omit<VoiceStart, 'type' | 'version' | 'source'> {
  readonly source: EngineSource;
  /** `energy`: by loudness, without native code. Absent: `neural`, and `energy` where that can't be loaded. */
  readonly voiceActivity?: 'neural' | 'energy';
}

/** `pushed`: whoever embeds the engine hands the sound over, and takes ours. */
export type EngineSource =
  | VoiceStart['source']
  | {
      readonly kind: 'pushed';
      readonly make: (handlers: FrameSourceHandlers) => FrameSource;
      readonly loudspeaker: Loudspeaker;
    };

export type EngineProblem = Extract<VoiceEvent, { type: 'problem' }>['code'];

// What an engine is started with, and the kinds of problems it tells of.
import type { VoiceEvent, VoiceStart } from '@codex-voice/protocol';

/** What to listen to, and for what. */
export type EngineSettings = Omit<VoiceStart, 'type' | 'version'>;

export type EngineProblem = Extract<VoiceEvent, { type: 'problem' }>['code'];

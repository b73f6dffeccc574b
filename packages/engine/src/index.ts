export type { EngineSettings } from './engine-settings.ts';
export {
  type Expected,
  type Open,
  type UtteranceOutcome,
  VoiceEngine,
  type VoiceEngineOptions,
} from './voice-engine.ts';

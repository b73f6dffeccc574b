export type { Cue } from '@codex-voice/audio';
export type { ListenManner, ListenMode, ModelSpec, RecognizerSpec } from '@codex-voice/protocol';
export {
  defaultPhrasebook,
  type Phrase,
  type Phrasebook,
  type SpokenPhrase,
  type VocabularyTerm,
  waveHeader,
} from '@codex-voice/speech';
export type { EngineSettings, EngineSource } from './engine-settings.ts';
export { CHUNK_SAMPLES, PLAYBACK_RATE_HZ, PULL_TIMEOUT_MS } from './session/pulled-loudspeaker.ts';
export { MOST_WAITING_MS } from './session/pushed-source.ts';
export { VoiceSessionError, type VoiceSessionErrorCode } from './session/session-error.ts';
export type { SessionProblem, VoiceSessionEvent } from './session/session-events.ts';
export type { VoiceSessionOptions } from './session/session-options.ts';
export { type SaidOptions, startVoiceSession, type VoiceSession } from './session/voice-session.ts';
export {
  type Expected,
  type Open,
  type UtteranceOutcome,
  VoiceEngine,
  type VoiceEngineOptions,
} from './voice-engine.ts';

export { createRecognizer, type RecognizerOptions } from './create-recognizer.ts';
export { createWakeListener, type WakeListenerOptions } from './create-wake-listener.ts';
export { createEnergyVoiceActivity } from './energy-voice-activity.ts';
export { RecognizerError, type RecognizerErrorCode } from './failure.ts';
export { createPhraseListener } from './phrase-listener.ts';
export {
  createPhraseRecognizer,
  LONGEST_UTTERANCE_MS,
  type PhraseRecognizer,
} from './phrase-recognizer.ts';
export type { PhraseRecognizerOptions } from './phrase-search.ts';
export { createPhraseWakeListener } from './phrase-wake.ts';
export { createLocalRecognizer } from './process/local-recognizer.ts';
export { PIPE_DESCRIPTOR, type ProcessCommand, ProcessLink } from './process/process-link.ts';
export {
  createProcessRecognizer,
  type ProcessRecognizer,
  type ProcessRecognizerOptions,
} from './process/process-recognizer.ts';
export type { Patience } from './process/process-run.ts';
export type { LoadedRecognizer } from './process/recognizer-server.ts';
export { runRecognizerProcess } from './process/run-recognizer-process.ts';
export { type ServeRecognizerOptions, serveRecognizer } from './process/serve-recognizer.ts';
export { encodeStructured, StructuredReader } from './process/structured-pipe.ts';
export { createModelRecognizer } from './sherpa/model-recognizer.ts';
export { sherpaRequire } from './sherpa/sherpa-require.ts';
export { createSileroVoiceActivity } from './silero-voice-activity.ts';
export {
  createSpeakerModel,
  type SpeakerModelEmbedder,
  type SpeakerModelOptions,
} from './speakers/process-embedder.ts';
export { createSherpaEmbedder, type SpeakerTurn } from './speakers/sherpa-embedder.ts';
export { createStatisticsEmbedder } from './speakers/statistics-embedder.ts';
export { voiceStatistics } from './speakers/voice-statistics.ts';
export { type ChosenVoiceActivity, createVoiceActivity } from './voice-activity.ts';

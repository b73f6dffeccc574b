export { createEnergyVoiceActivity } from './energy-voice-activity.ts';
export { RecognizerError, type RecognizerErrorCode } from './failure.ts';
export {
  createPhraseRecognizer,
  LONGEST_UTTERANCE_MS,
  type PhraseRecognizer,
} from './phrase-recognizer.ts';
export type { PhraseRecognizerOptions } from './phrase-search.ts';
export { createSileroVoiceActivity } from './silero-voice-activity.ts';
export { type ChosenVoiceActivity, createVoiceActivity } from './voice-activity.ts';

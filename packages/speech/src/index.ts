export {
  Attention,
  type AttentionPurpose,
  type AttentionState,
} from './attention.ts';
export type { ChainNotice } from './chain/chain-notice.ts';
export type { ChainClock } from './chain/chain-utterance.ts';
export { createRecognizerChain, type RecognizerChainOptions } from './chain/recognizer-chain.ts';
export { defaultPhrasebook } from './default-phrases.ts';
export { joinText } from './join-text.ts';
export { LEVEL_FLOOR_DB, type Level, LevelMeter } from './level-meter.ts';
export {
  checkPhrases,
  MAXIMUM_PHRASE_WORDS,
  MAXIMUM_PHRASES,
  MAXIMUM_TEXT_LENGTH,
  type PhraseProblem,
} from './phrase-check.ts';
export {
  interpret,
  mergePhrases,
  normalizeSpoken,
  type Phrase,
  type PhraseAction,
  type Phrasebook,
  type PhraseLanguage,
  type SpokenCommand,
} from './phrasebook.ts';
export {
  FRAME_MS,
  FRAME_SAMPLES,
  NO_PARTIAL,
  type PartialText,
  type Recognition,
  type RecognitionFailure,
  type RecognizedWord,
  type Recognizer,
  type RecognizerAbilities,
  type Recognizing,
  SAMPLE_RATE_HZ,
  type SpokenPhrase,
  type UtteranceContext,
  type VocabularyTerm,
  type VoiceActivity,
  type Wake,
  type WakeListener,
} from './ports.ts';
export {
  DEFAULT_SEGMENTER_SETTINGS,
  type SegmentEndedBy,
  Segmenter,
  type SegmenterEvent,
  type SegmenterSettings,
  type SegmentSpan,
  SHORTEST_MAXIMUM_MS,
  type StopReason,
} from './segmenter.ts';
export { encodePcm16, WAVE_HEADER_BYTES, waveHeader } from './wave-file.ts';

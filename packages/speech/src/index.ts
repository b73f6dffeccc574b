export {
  Attention,
  type AttentionPurpose,
  type AttentionState,
} from './attention.ts';
export type { ChainNotice } from './chain/chain-notice.ts';
export type { ChainClock } from './chain/chain-utterance.ts';
export { createRecognizerChain, type RecognizerChainOptions } from './chain/recognizer-chain.ts';
export { CHOICE_WORDS } from './choice-words.table.ts';
export { ClippingWatch } from './clipping-watch.ts';
export { type CommandChannelOptions, createCommandChannel } from './command-channel.ts';
export { defaultPhrasebook, languagePhrases } from './default-phrases.ts';
export { type Interpretation, interpret, type TakenWords } from './interpret.ts';
export { joinText } from './join-text.ts';
export {
  isPhraseLanguage,
  isSpokenLanguage,
  PHRASE_LANGUAGES,
  type PhraseLanguage,
  SPOKEN_LANGUAGES,
  type SpokenLanguage,
} from './language.ts';
export { LEVEL_FLOOR_DB, type Level, LevelMeter } from './level-meter.ts';
export { LOUD_ABOVE_PEAK_DB, LoudEnd } from './loud-end.ts';
export { type MannerWord, type SaidManner, saidManner } from './manner-word.ts';
export { mergePhrases, type PhraseSources } from './merge-phrases.ts';
export {
  checkPhrases,
  MAXIMUM_PHRASE_WORDS,
  MAXIMUM_PHRASES,
  MAXIMUM_TEXT_LENGTH,
  type PhraseProblem,
} from './phrase-check.ts';
export {
  filledText,
  type Phrase,
  type PhraseAction,
  type Phrasebook,
  TRANSCRIPT,
  takesTranscript,
} from './phrasebook.ts';
export type { LanguagePhrases } from './phrases/language-phrases.ts';
export { phrasesToHear } from './phrases-to-hear.ts';
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
  type SpeakOptions,
  type SpeechSynthesizer,
  type SpokenPhrase,
  type SpokenPiece,
  type StopSignal,
  type UtteranceContext,
  type VocabularyTerm,
  type VoiceActivity,
  type Wake,
  type WakeListener,
} from './ports.ts';
export {
  DEFAULT_SEGMENTER_SETTINGS,
  DICTATION_SETTINGS,
  type SegmentEndedBy,
  Segmenter,
  type SegmenterEvent,
  type SegmenterSettings,
  type SegmentSpan,
  SHORTEST_MAXIMUM_MS,
  type StopReason,
} from './segmenter.ts';
export { type GroupingRule, groupVoices, MOST_GROUPED } from './speakers/group-voices.ts';
export { likeness, meanVector, unitVector } from './speakers/likeness.ts';
export {
  type KnownSpeaker,
  matchSpeaker,
  requiredLikeness,
  type SpeakerMatch,
  type SpeakerRules,
  UNDECIDED,
} from './speakers/match-speaker.ts';
export { leastAgreement, type VoiceStretch } from './speakers/one-voice.ts';
export type { SpeakerEmbedder, SpeakerEmbedding } from './speakers/speaker-embedder.ts';
export {
  type BargeIn,
  HANG_OVER_MS,
  type Heard,
  type OwnSound,
  OwnSoundGate,
} from './speaking/own-sound-gate.ts';
export { cutSentences } from './speaking/sentences.ts';
export { MOST_SPOKEN_UNITS, speakableText } from './speaking/speakable-text.ts';
export { type OfferedChoices, spokenChoice } from './spoken-choice.ts';
export { SPOKEN_COMMANDS, type SpokenCommand } from './spoken-command.ts';
export { normalizeSpoken } from './spoken-words.ts';
export { isStopWord } from './stop-word.ts';
export {
  decodePcm16,
  encodePcm16,
  Pcm16Block,
  WAVE_HEADER_BYTES,
  waveHeader,
} from './wave-file.ts';

export { findVoice, VOICE_CHOICES, type VoiceChoice, type VoiceWish } from './find-voice.ts';
export { runVoiceModelProcess } from './model/serve-voice-model.ts';
export { VoiceError, type VoiceErrorCode } from './voice-error.ts';

export { findVoice, VOICE_CHOICES, type VoiceChoice, type VoiceWish } from './find-voice.ts';
export { VoiceError, type VoiceErrorCode } from './voice-program.ts';

export {
  type DeviceEvent,
  type FinalEvent,
  type UnavailableReason,
  VOICE_PROTOCOL_VERSION,
  type VoiceCommand,
  type VoiceEvent,
  voiceCommandSchema,
  voiceEventSchema,
} from './voice.ts';

export { type DecodedLine, encodeLine, LineDecoder, MAXIMUM_LINE_BYTES } from './line-codec.ts';
export {
  type DeviceEvent,
  type FinalEvent,
  type Parsed,
  parseVoiceCommand,
  parseVoiceEvent,
  type UnavailableReason,
  VOICE_PROTOCOL_VERSION,
  type VoiceCommand,
  type VoiceEvent,
} from './voice.ts';

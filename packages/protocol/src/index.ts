export type { ApprovalEntry, ApprovalRiskWord, AskedRequest } from './approvals.ts';
export { MAXIMUM_REPLY_UNITS } from './approvals.ts';
export type { ProgramSigns, SessionCall } from './calls.ts';
export {
  FRAME_HEADER_BYTES,
  FRAME_KINDS,
  type FrameKind,
  INPUT_FLAGS,
  MAXIMUM_FRAME_BYTES,
} from './frame.ts';
export {
  FrameDecoder,
  type FrameDecoderOptions,
  type FrameFault,
  faultText,
} from './frame-decoder.ts';
export { FrameEncoder } from './frame-encoder.ts';
export {
  readAcknowledge,
  readDeliver,
  readInput,
  readMessage,
  readOutput,
} from './frame-payload.ts';
export {
  ClientHandshake,
  type HandshakeCrypto,
  type Refusal,
  type RefusalCode,
  ServerHandshake,
} from './handshake.ts';
export {
  type Capability,
  type Challenge,
  challengeSchema,
  type Hello,
  helloSchema,
  OLDEST_WIRE_VERSION,
  type Welcome,
  WIRE_VERSION,
  type WireVersions,
  welcomeSchema,
} from './hello.ts';
export {
  type HostAnswer,
  type HostEvent,
  type HostRequest,
  type HostStatus,
  parseHostEvent,
  parseHostRequest,
  type QueueEdit,
  type QueueEntry,
  SAID_KINDS,
  type SessionCommand,
  type SessionEvent,
  type SessionRow,
  type SessionRung,
  type SessionSettings,
  sessionSettingsSchema,
} from './host.ts';
export { type JournalRecord, parseJournalLine } from './journal.ts';
export {
  type CellSize,
  type DeliverHeader,
  type DriverPlace,
  deliverHeaderSchema,
  type KeeperEvent,
  type KeeperRequest,
  type KeeperStart,
  keeperStartSchema,
  MAXIMUM_CELLS,
  MAXIMUM_SIDE_CELLS,
  parseKeeperEvent,
  parseKeeperRequest,
  type SessionFacts,
  type SessionInfo,
} from './keeper.ts';
export type { InputState, KeeperConnection, KeeperPeer } from './keeper-port.ts';
export {
  type FoundKeyword,
  KEYWORD_FILE_ROLES,
  KEYWORD_PROTOCOL_VERSION,
  type KeywordAnswer,
  type KeywordLoad,
  type KeywordModelSpec,
  type KeywordRequest,
  parseKeywordAnswer,
  parseKeywordRequest,
} from './keyword-process.ts';
export { type DecodedLine, encodeLine, LineDecoder, MAXIMUM_LINE_BYTES } from './line-codec.ts';
export { type LineStream, type LineWire, type LineWireParts, openLineWire } from './line-wire.ts';
export {
  LINK_PREAMBLE,
  type LinkEvent,
  type LinkHello,
  type LinkRequest,
  parseLinkEvent,
  parseLinkRequest,
} from './link.ts';
export {
  LISTEN_MODES,
  type ListenFor,
  type ListenManner,
  type ListenMode,
  listenMannerSchema,
  listenModeSchema,
  listensByItself,
} from './listening.ts';
export type { TerminalMeasured } from './measured.ts';
export { MAXIMUM_LOST_UTTERANCES, type OwnMicrophone } from './microphone.ts';
export {
  type NamesAnswer,
  type NamesRequest,
  parseNamesAnswer,
  parseNamesRequest,
} from './names.ts';
export { hostRequestAs } from './older-requests.ts';
export { type Parsed, parseWith } from './parsed.ts';
export {
  parseRecognizerAnswer,
  parseRecognizerRequest,
  RECOGNIZER_PROTOCOL_VERSION,
  type RecognizerAnswer,
  type RecognizerLoad,
  type RecognizerRequest,
} from './recognizer-process.ts';
export {
  COMPUTE_PROVIDERS,
  MODEL_FILE_ROLES,
  type ModelLayout,
  type ModelSpec,
  type RecognizerSpec,
} from './recognizer-spec.ts';
export type { RecordingEvent, RecordingTarget, RecordRequest } from './recording.ts';
export {
  parseSpeakerAnswer,
  parseSpeakerRequest,
  SPEAKER_PROTOCOL_VERSION,
  type SpeakerAnswer,
  type SpeakerModelSpec,
  type SpeakerRequest,
} from './speaker-process.ts';
export type { SpeakerTurnMessage } from './speakers.ts';
export { type KeptEntry, type SpoolRequest, TOLD_KEPT_UNITS } from './spool.ts';
export {
  MAXIMUM_QUESTION_MS,
  MAXIMUM_QUESTION_UNITS,
  MAXIMUM_SPOKEN_UNITS,
  type QuestionRequest,
  type TalkbackRequest,
} from './talkback.ts';
export { isOfUnknownType } from './unknown-type.ts';
export {
  commonVersion,
  hostEventAs,
  hostRequestIsIn,
  keeperRequestIsIn,
  SPOKEN_VERSIONS,
  viewMayAsk,
} from './versions.ts';
export {
  type DeviceEvent,
  type FinalEvent,
  parseVoiceCommand,
  parseVoiceEvent,
  type UnavailableReason,
  VOICE_PROTOCOL_VERSION,
  type VoiceCommand,
  type VoiceEvent,
  type VoiceStart,
} from './voice.ts';
export {
  parseVoiceModelAnswer,
  parseVoiceModelRequest,
  type VoiceModelAnswer,
  type VoiceModelRequest,
} from './voice-model.ts';

export { ApprovalFile } from './approval-file.ts';
export type { ApprovalStore } from './approval-store.ts';
export { type CancelTimer, type Clock, systemClock } from './clock.ts';
export { folderHead } from './folder-head.ts';
export { readJournalTail } from './journal-tail.ts';
export type { FailedPrompt } from './left-behind.ts';
export { type LeftPrompt, leftPrompts, leftWords } from './left-words.ts';
export { NAMES_STDIO, NamesProcess, type NamesProcessParts } from './names-process.ts';
export type { OpenProjectNames, ProjectNames } from './project-names.ts';
export type { QueueDisk } from './queue-disk.ts';
export { QueueFile, type QueueFound, readQueue } from './queue-file.ts';
export {
  type ControlMemory,
  forgetfulStore,
  type Kept,
  type QueueStore,
} from './queue-store.ts';
export { RecordedControl } from './recorded-control.ts';
export { differenceWords, outputWords, type RedriveDifference } from './redrive-compare.ts';
export {
  type RecordedLine,
  type RecordedUtterance,
  RedriveError,
  type RedriveReport,
  redrive,
} from './redrive-report.ts';
export { SessionControl } from './session-control.ts';
export type { Hud, HudSeat, SessionControlParts } from './session-control-parts.ts';
export { SessionMeter, type SessionMeterParts } from './session-meter.ts';
export type { AskedQuestion } from './session-questions.ts';
export type { TapCode, TapEntry, TapSink } from './session-tap.ts';
export type { Refusal } from './told-words.ts';
export { lostUtterances } from './utterance-recovery.ts';
export { VoiceHub, type VoiceHubParts } from './voice-hub.ts';
export {
  type OpenVoiceLink,
  VOICE_STDIO,
  VoiceLink,
  type VoiceLinkHandlers,
  type VoiceLinkOptions,
  type VoiceLinkPort,
} from './voice-link.ts';

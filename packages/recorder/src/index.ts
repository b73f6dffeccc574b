// The front door.
export { RECORDING_SUFFIX, recordingPath } from './recording-path.ts';
export {
  type RecordingPlace,
  type RecordingState,
  SessionRecording,
  type SessionRecordingParts,
} from './session-recording.ts';
export type { TappedEntry } from './tapped-entry.ts';

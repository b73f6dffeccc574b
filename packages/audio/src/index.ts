export type { AudioBackend, AudioDevice, Capture, Loudspeaker, Playback } from './audio-backend.ts';
export { AudioError, type AudioErrorCode } from './audio-error.ts';
export type { RecordingFormat } from './audio-stream.ts';
export { type CaptureTrouble, OPEN_TIMEOUT_MS, STALL_TIMEOUT_MS } from './capture-session.ts';
export { CUE_PEAK, CUES, type Cue, cueSamples, LONGEST_CUE_MS } from './cue-sounds.ts';
export { type DenoisedFrame, type Denoiser, denoisedFrames } from './denoised-frames.ts';
export {
  classifyDeviceFailure,
  DeviceFailedError,
  type DeviceFailure,
  type DeviceFailureReason,
  type DeviceStage,
} from './device-failure.ts';
export { FrameCutter } from './frame-cutter.ts';
export { gatherMicrophoneFacts, type MachineAsked } from './gather-microphone-facts.ts';
export {
  type Denoise,
  listMicrophones,
  type MicrophoneOpening,
  type MicrophoneOptions,
  type OpenMicrophone,
  openMicrophone,
} from './microphone.ts';
export {
  explainMissingMicrophone,
  type MicrophoneFacts,
  type MicrophoneObstacle,
  type MissingMicrophone,
} from './microphone-surroundings.ts';
export { type PipedWave, readPipedWave } from './piped-wave.ts';
export { PLAYBACK_GRACE_MS, type Played, SoundPlayer } from './playback.ts';
export {
  MAXIMUM_LATENESS_MS,
  type PlayerClock,
  RealtimePlayer,
  type RealtimePlayerOptions,
  SYSTEM_CLOCK,
} from './realtime-player.ts';
export { openRecording, type Recording, readRecording } from './recording.ts';
export { Resampler } from './resampler.ts';
export type { SampleEncoding } from './sample-encoding.ts';
export { type SpeechPlay, type SpeechPlayed, SpeechPlayer } from './speech-player.ts';

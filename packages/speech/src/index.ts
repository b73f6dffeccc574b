export {
  FRAME_MS,
  FRAME_SAMPLES,
  type Recognition,
  type Recognizer,
  type Recognizing,
  SAMPLE_RATE_HZ,
  type SpokenPhrase,
  type VoiceActivity,
} from './ports.ts';

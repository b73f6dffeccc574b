// How audio is prepared for a streaming model, which decodes it in pieces of a fixed length: silence before
// and after it, and where the pieces end. They end where that shows the first words soonest.

import { FRAME_MS, SAMPLE_RATE_HZ, type UtteranceContext } from '@codex-voice/speech';
import type { ModelParts, StreamingLayout } from './model-config.ts';

/** How the audio of a layout is to be prepared. Lengths are in ms. */
export interface StreamedAudio {
  readonly sampleRateHz: number;
  /** The least silence before the utterance. */
  readonly leadMs: number;
  /** Silence after it, so that all of it is in a piece that the model decodes. */
  readonly tailMs: number;
  /** So much audio, silence included, is a first piece; and each further one needs so much more. */
  readonly firstPieceMs: number;
  readonly pieceMs: number;
  /** Whether the library says that a piece is whole when it is, or only when the next one is too. */
  readonly wholePieces: 'told' | 'told-late';
}

/**
 * T-one takes 8 kHz, which is made here: inside the library every utterance would be announced on
 * standard error. It wants one piece before the utterance; and one after it, in which its last words are
 * written. The library compares so that a piece is ready once another one has come: 300 ms later.
 */
const T_ONE_PIECE_MS = 300;
const T_ONE_AUDIO: StreamedAudio = {
  sampleRateHz: 8000,
  leadMs: T_ONE_PIECE_MS,
  tailMs: T_ONE_PIECE_MS,
  firstPieceMs: T_ONE_PIECE_MS,
  pieceMs: T_ONE_PIECE_MS,
  wholePieces: 'told-late',
};

/** Features come every 10 ms, each from 25 ms of audio; the middle of the first one lies at 5 ms. */
const FEATURE_STEP_MS = 10;
const FEATURE_MS = 25;
const FEATURE_END_MS = (FEATURE_STEP_MS + FEATURE_MS) / 2;

/** Features in a piece and from one to the next where the metadata don't tell: streaming Paraformer's are fixed in the library. */
const PARAFORMER_FEATURES = 61;
const PARAFORMER_STEP = 60;

/**
 * A piece ends with the seventh frame of speech, 192 to 224 ms after its beginning: half a syllable later
 * than there is anything to be heard, and soon enough for words to be shown within 300 ms.
 */
const FIRST_LOOK_MS = 7 * FRAME_MS;

/** A resampler holds back a little of what it was given: a piece ends so much before a frame, in ms. */
const HELD_BACK_MS = 2;

/** With a whole piece of silence after it, the last sample is inside a piece that is decoded. */
export function streamedAudio({
  layout,
  checked,
}: Pick<ModelParts, 'checked'> & { readonly layout: StreamingLayout }): StreamedAudio {
  if (layout === 'streaming-t-one') return T_ONE_AUDIO;
  const { metadata } = checked;
  const window = metadata.get('T') ?? metadata.get('window_size');
  const step = metadata.get('decode_chunk_len') ?? metadata.get('chunk_shift');
  const features = positive(window) ?? PARAFORMER_FEATURES;
  return {
    sampleRateHz: SAMPLE_RATE_HZ,
    leadMs: 0,
    tailMs: (features + 1) * FEATURE_STEP_MS + FEATURE_MS,
    // The library waits for one feature more than there are in a piece.
    firstPieceMs: features * FEATURE_STEP_MS + FEATURE_END_MS,
    pieceMs: (positive(step) ?? PARAFORMER_STEP) * FEATURE_STEP_MS,
    wholePieces: 'told',
  };
}

/** Silence before an utterance, in whole ms: where it is known where speech begins, a piece ends just after that. */
export function leadMs(audio: StreamedAudio, { speechAtMs }: UtteranceContext): number {
  if (speechAtMs === undefined) return audio.leadMs;
  const look = audio.leadMs + speechAtMs + FIRST_LOOK_MS - HELD_BACK_MS;
  const beyond = (audio.firstPieceMs - look) % audio.pieceMs;
  return audio.leadMs + Math.ceil(beyond < 0 ? beyond + audio.pieceMs : beyond);
}

function positive(told: string | undefined): number | undefined {
  const value = Number(told);
  return value > 0 ? value : undefined;
}

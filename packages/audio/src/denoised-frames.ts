// A recording's frames without their noise, beside the frames as they are. The library takes noise only out
// of sound that it has whole, so it gets pieces, each with what came before it.
import { FRAME_SAMPLES, SAMPLE_RATE_HZ } from '@codex-voice/speech';

/** Takes the noise out of a piece of 16 kHz mono sound; the result is as long and lies at the same time. */
export type Denoiser = (samples: Float32Array) => Promise<Float32Array>;

/** A piece, in frames: 15 s. Loading the model for each costs 50 ms, hearing it out about 3 % of its length. */
const PIECE_FRAMES = Math.floor((15 * SAMPLE_RATE_HZ) / FRAME_SAMPLES);

/** Sound heard before each piece, in frames, so that the model has settled: 1 s. */
const LEAD_IN_FRAMES = Math.floor(SAMPLE_RATE_HZ / FRAME_SAMPLES);

export interface DenoisedFrame {
  readonly frame: Float32Array;
  readonly quiet: Float32Array;
}

/** @throws what the denoiser throws. */
export async function* denoisedFrames(
  frames: AsyncIterable<Float32Array>,
  denoise: Denoiser = denoiseByLibrary,
): AsyncGenerator<DenoisedFrame, void, undefined> {
  let leadIn: Float32Array[] = [];
  let piece: Float32Array[] = [];
  for await (const frame of frames) {
    piece.push(frame);
    if (piece.length < PIECE_FRAMES) continue;
    yield* denoisedPiece({ leadIn, piece, denoise });
    leadIn = piece.slice(-LEAD_IN_FRAMES);
    piece = [];
  }
  if (piece.length > 0) yield* denoisedPiece({ leadIn, piece, denoise });
}

async function* denoisedPiece(part: {
  readonly leadIn: readonly Float32Array[];
  readonly piece: readonly Float32Array[];
  readonly denoise: Denoiser;
}): AsyncGenerator<DenoisedFrame, void, undefined> {
  const { leadIn, piece, denoise } = part;
  const whole = new Float32Array((leadIn.length + piece.length) * FRAME_SAMPLES);
  for (const [index, frame] of [...leadIn, ...piece].entries())
    whole.set(frame, index * FRAME_SAMPLES);
  const quiet = await denoise(whole);
  for (const [index, frame] of piece.entries()) {
    const at = (leadIn.length + index) * FRAME_SAMPLES;
    yield { frame, quiet: quiet.slice(at, at + FRAME_SAMPLES) };
  }
}

async function denoiseByLibrary(samples: Float32Array): Promise<Float32Array> {
  return await (await import('./decibri-denoiser.ts')).denoise(samples);
}

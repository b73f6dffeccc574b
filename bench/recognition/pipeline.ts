// The real path from samples to text, as the voice process runs it: voice activity → segmenter →
// recogniser, with the time each end of speech took.

import {
  FRAME_SAMPLES,
  type Recognition,
  type Recognizer,
  type Recognizing,
  Segmenter,
  type VoiceActivity,
} from '@codex-voice/speech';

/** What became of one segment. */
export interface HeardSegment {
  /** Position of its first speech in the source, in ms. */
  readonly startMs: number;
  readonly endMs: number;
  readonly recognition: Recognition;
  /** Time from the end of the segment to its text, in ms: what end-pointing doesn't hide. */
  readonly finishMs: number;
  /** Time of all decoding of the segment, in ms. */
  readonly decodeMs: number;
}

/** Everything heard in `samples`, a source of its own. */
export async function hear(
  samples: Float32Array,
  parts: { readonly voiceActivity: VoiceActivity; readonly recognizer: Recognizer },
): Promise<readonly HeardSegment[]> {
  const { voiceActivity, recognizer } = parts;
  const segmenter = new Segmenter();
  const heard: HeardSegment[] = [];
  let utterance: Recognizing | undefined;
  let decodeMs = 0;
  const timed = <Result>(work: () => Result): Result => {
    const start = performance.now();
    const result = work();
    decodeMs += performance.now() - start;
    return result;
  };
  const take = async (events: ReturnType<Segmenter['accept']>) => {
    for (const event of events) {
      switch (event.type) {
        case 'speech-started': {
          decodeMs = 0;
          const begun = recognizer.begin();
          timed(() => begun.accept(event.preRoll));
          utterance = begun;
          break;
        }
        case 'audio':
          timed(() => utterance?.accept(event.samples));
          break;
        case 'segment-ended': {
          const before = decodeMs;
          const startedMs = performance.now();
          const recognition = await utterance?.finish();
          decodeMs += performance.now() - startedMs;
          utterance = undefined;
          if (recognition === undefined) throw new Error('a segment ended that never started');
          const { startMs, endMs } = event;
          heard.push({ startMs, endMs, recognition, finishMs: decodeMs - before, decodeMs });
          break;
        }
        case 'segment-dropped':
          utterance?.abandon();
          utterance = undefined;
      }
    }
  };
  voiceActivity.reset();
  for (let at = 0; at + FRAME_SAMPLES <= samples.length; at += FRAME_SAMPLES) {
    const frame = samples.subarray(at, at + FRAME_SAMPLES);
    await take(segmenter.accept(frame, voiceActivity.accept(frame)));
  }
  await take(segmenter.stop('end-of-source'));
  return heard;
}

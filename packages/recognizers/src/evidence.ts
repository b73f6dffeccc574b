// Compares the best phrase with the best sequence of phones for the same audio: how much better or
// worse the phrase explains what was said. Whether that is enough is decided in acceptance.ts.

import type { Decoded, DecodedSegment } from './sphinx.ts';

/** What speaks for and against the best phrase. Ratios are log likelihood ratios, phrase over phones. */
export interface Evidence {
  /** Frames of 10 ms that the phrase's words take up. */
  readonly speechFrames: number;
  /** Ratio over the whole utterance, silences included, per frame of speech. */
  readonly ratioPerFrame: number;
  /** The least ratio of any one word, per frame of that word. */
  readonly worstWordRatio: number;
  /** Frames of the longest stretch that the phones take for speech and the phrase for silence. */
  readonly unexplainedFrames: number;
  /** Words of the phrase. */
  readonly words: number;
}

/** Undefined when one of the two searches found nothing. */
export function weigh(phrase: Decoded, phones: Decoded): Evidence | undefined {
  const spoken = phrase.segments.filter(isSpoken);
  if (spoken.length === 0 || phones.segments.length === 0) return undefined;
  const speechFrames = spoken.reduce((sum, segment) => sum + frameCount(segment), 0);
  const background = cumulativeScores(phones.segments);
  let worstWordRatio = Number.POSITIVE_INFINITY;
  for (const word of spoken) {
    const explained = scoreBetween(background, word.firstFrame, word.lastFrame);
    worstWordRatio = Math.min(worstWordRatio, (word.acousticScore - explained) / frameCount(word));
  }
  return {
    speechFrames,
    ratioPerFrame: (phrase.score - phones.score) / speechFrames,
    worstWordRatio,
    unexplainedFrames: longestUnexplained(phrase.segments, phones.segments),
    words: spoken.length,
  };
}

/** Words and phones are tokens of ours; silence and noise are written in brackets. */
function isSpoken(segment: DecodedSegment): boolean {
  return /^[wp]/.test(segment.token);
}

function frameCount(segment: DecodedSegment): number {
  return segment.lastFrame - segment.firstFrame + 1;
}

/** `result[f]` is the score of all frames before frame f; a segment's score is spread evenly over it. */
function cumulativeScores(segments: readonly DecodedSegment[]): Float64Array {
  const last = segments.at(-1)?.lastFrame ?? -1;
  const cumulative = new Float64Array(last + 2);
  for (const segment of segments) {
    const share = segment.acousticScore / frameCount(segment);
    for (let frame = segment.firstFrame; frame <= segment.lastFrame; frame += 1) {
      cumulative[frame + 1] = (cumulative[frame] ?? 0) + share;
    }
  }
  return cumulative;
}

function scoreBetween(cumulative: Float64Array, firstFrame: number, lastFrame: number): number {
  const end = Math.min(lastFrame + 1, cumulative.length - 1);
  return (cumulative[end] ?? 0) - (cumulative[Math.min(firstFrame, end)] ?? 0);
}

function longestUnexplained(
  phrase: readonly DecodedSegment[],
  phones: readonly DecodedSegment[],
): number {
  const last = Math.max(phrase.at(-1)?.lastFrame ?? -1, phones.at(-1)?.lastFrame ?? -1);
  const isWord = marked(phrase, last);
  const isPhone = marked(phones, last);
  let longest = 0;
  let run = 0;
  for (let frame = 0; frame <= last; frame += 1) {
    run = isPhone[frame] === 1 && isWord[frame] === 0 ? run + 1 : 0;
    longest = Math.max(longest, run);
  }
  return longest;
}

function marked(segments: readonly DecodedSegment[], lastFrame: number): Uint8Array {
  const marks = new Uint8Array(lastFrame + 1);
  for (const segment of segments) {
    if (isSpoken(segment)) marks.fill(1, segment.firstFrame, segment.lastFrame + 1);
  }
  return marks;
}

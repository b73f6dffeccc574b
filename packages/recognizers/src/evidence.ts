// Compares the best phrase with the best sequence of phones for the same audio: how well the phrase
// explains what was said. Whether that is enough is decided in acceptance.ts.

import { type PhoneCost, phoneDistance } from './phone-distance.ts';
import type { Decoded, DecodedSegment } from './sphinx.ts';

/** What speaks for and against the best phrase. */
export interface Evidence {
  /** Log likelihood of the phrase less that of the phones, per phone of the phrase; mostly below 0. */
  readonly ratioPerPhone: number;
  /** Edit distance between the phrase's phones and those heard, per phone of the phrase. */
  readonly distancePerPhone: number;
  /** Frames of 10 ms that the phrase's words take up. */
  readonly speechFrames: number;
  /** Frames of the longest stretch that the background takes for speech and the phrase for silence. */
  readonly unexplainedFrames: number;
}

/** The phones that tokens stand for; tokens that aren't speech are absent. */
export type PhonesByToken = ReadonlyMap<string, readonly string[]>;

/** Undefined when one of the two searches found nothing. */
export function weigh(options: {
  readonly phrase: Decoded;
  readonly background: Decoded;
  readonly phonesByToken: PhonesByToken;
  readonly cost: PhoneCost;
}): Evidence | undefined {
  const { phrase, background, phonesByToken, cost } = options;
  const said = phonesOf(phrase, phonesByToken);
  if (said.length === 0 || background.segments.length === 0) return undefined;
  const isWord = speechMarks(phrase, phonesByToken);
  const isPhone = speechMarks(background, phonesByToken);
  return {
    ratioPerPhone: (phrase.score - background.score) / said.length,
    distancePerPhone: phoneDistance(said, phonesOf(background, phonesByToken), cost) / said.length,
    speechFrames: isWord.reduce((sum, mark) => sum + mark, 0),
    unexplainedFrames: longestRun(isPhone.map((mark, frame) => mark & ~(isWord[frame] ?? 0))),
  };
}

function phonesOf(decoded: Decoded, phonesByToken: PhonesByToken): readonly string[] {
  return decoded.segments.flatMap((segment) => phonesByToken.get(segment.token) ?? []);
}

/** 1 for every frame of speech, 0 for the others. */
function speechMarks(decoded: Decoded, phonesByToken: PhonesByToken): Uint8Array {
  const marks = new Uint8Array(frameCount(decoded.segments));
  for (const { token, firstFrame, lastFrame } of decoded.segments) {
    if (phonesByToken.has(token)) marks.fill(1, firstFrame, lastFrame + 1);
  }
  return marks;
}

function frameCount(segments: readonly DecodedSegment[]): number {
  return (segments.at(-1)?.lastFrame ?? -1) + 1;
}

function longestRun(marks: Uint8Array): number {
  let longest = 0;
  let run = 0;
  for (const mark of marks) {
    run = mark === 1 ? run + 1 : 0;
    longest = Math.max(longest, run);
  }
  return longest;
}

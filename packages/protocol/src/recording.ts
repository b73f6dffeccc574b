// Recordings as they are asked for and told of: where one goes, whether there is one, and why it has ended.
import * as v from 'valibot';

/** `file`: to be made, and not there yet. `folder`: a file of its own is made in it. */
export const recordingTarget = v.object({
  path: v.pipe(v.string(), v.minLength(1), v.maxLength(4_096)),
  is: v.picklist(['file', 'folder']),
});
export type RecordingTarget = v.InferOutput<typeof recordingTarget>;

/** Answered by `done` with `recording`. `target` goes with `start`. */
export const recordRequest = v.object({
  type: v.literal('record'),
  requestId: v.string(),
  sessionId: v.string(),
  do: v.picklist(['start', 'stop', 'look']),
  target: v.exactOptional(recordingTarget),
});
export type RecordRequest = v.InferOutput<typeof recordRequest>;

/** What a request about a recording came to; `none`: there is none. */
export const recordingAnswer = v.object({
  state: v.picklist(['begun', 'running', 'stopped', 'none']),
  file: v.exactOptional(v.string()),
});

/** Told to all screens of a session at each change, and at their opening where there is one. */
export const recordingEvent = v.object({
  type: v.literal('recording'),
  state: v.picklist(['on', 'off']),
  file: v.exactOptional(v.string()),
  /** It has ended though nobody has asked for that. */
  why: v.exactOptional(v.string()),
});
export type RecordingEvent = v.InferOutput<typeof recordingEvent>;

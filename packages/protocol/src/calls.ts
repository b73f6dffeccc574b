// What a session's program says of itself beside its screen, and that it calls its person, as both are told
// between processes. Who hears a bell and what follows from it is left to others.
import * as v from 'valibot';

/** Longest words of a notification, in UTF-16 units. */
const words = v.pipe(v.string(), v.maxLength(200));
const count = v.pipe(v.number(), v.integer(), v.minValue(0));

/** Counted since its screen is followed: who is told compares with what was told before. */
export const programSigns = v.object({
  bells: count,
  notices: count,
  /** Words of the last notification: a line, empty where it had none. */
  notice: v.exactOptional(words),
  /** Commands whose end a shell has marked, and the status of the last one, where it was said. */
  commands: count,
  exitCode: v.exactOptional(v.number()),
});
export type ProgramSigns = v.InferOutput<typeof programSigns>;

/** The program wants its person: it rang, or notified. */
export const sessionCall = v.object({
  by: v.picklist(['bell', 'notification']),
  /** Words of the notification. */
  text: v.exactOptional(words),
  /** Wall clock, in ms since 1970. */
  atMs: v.number(),
});
export type SessionCall = v.InferOutput<typeof sessionCall>;

/** Absent: somebody has come, or nobody is wanted any more. */
export const callEvent = v.object({
  type: v.literal('call'),
  call: v.exactOptional(sessionCall),
});

/** A shell has marked the end of a command; its status where it said it. */
export const commandEndedEvent = v.object({
  type: v.literal('command-ended'),
  exitCode: v.exactOptional(v.number()),
});

// A session that is heard by the voice process of the terminal that shows it: what the session says to that
// process, and what comes back. Both ride between a host and one of its HUDs.
import * as v from 'valibot';
import { voiceCommandSchema, voiceEventSchema } from './voice.ts';

/** Utterances in one message; the rest of a longer silence goes in further ones. */
export const MAXIMUM_LOST_UTTERANCES = 64;

/**
 * In `open`: this terminal has a voice process, and whether it is being heard already. `none`: it has none,
 * and is on another machine, so that nobody is there to be heard by the session's own.
 */
export const ownMicrophone = v.picklist(['closed', 'open', 'none']);
export type OwnMicrophone = v.InferOutput<typeof ownMicrophone>;

const lostUtterance = v.object({
  id: v.pipe(v.string(), v.minLength(1), v.maxLength(100)),
  text: v.pipe(v.string(), v.maxLength(65_536)),
  /** On the monotonic clock of the machine that the session runs on, in ms. */
  speechEndedMs: v.number(),
  /** `late`: to be told, not typed. */
  age: v.picklist(['fresh', 'late']),
  /** Its voice process was killed while it was said: it is composed, whatever the intent is. */
  cut: v.exactOptional(v.literal(true)),
});

/** From the terminal. */
export const microphoneRequest = v.object({
  type: v.literal('microphone'),
  said: v.variant('kind', [
    /** What its voice process tells, stamps on the clock of the session's machine. */
    v.object({ kind: v.literal('event'), event: voiceEventSchema }),
    /** Its voice process has ended by itself. */
    v.object({ kind: v.literal('ended'), how: v.string() }),
    /** Words said to this session whose fate the terminal does not know; the same ones may come again. */
    v.object({
      kind: v.literal('lost'),
      utterances: v.pipe(v.array(lostUtterance), v.maxLength(MAXIMUM_LOST_UTTERANCES)),
    }),
  ]),
});

/** To the terminal. */
export const microphoneEvent = v.object({
  type: v.literal('microphone'),
  order: v.variant('kind', [
    v.object({ kind: v.literal('command'), command: voiceCommandSchema }),
    /** It does not answer: it is to be ended. */
    v.object({ kind: v.literal('kill') }),
  ]),
});

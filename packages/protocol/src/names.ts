// The messages between whoever needs a project's names and the process that gathers them: one JSON object
// a line, each way. What is done with names is left to others.
import * as v from 'valibot';
import { type Parsed, parseWith } from './parsed.ts';
import { vocabularyTerm } from './voice.ts';

/** Names a folder's vocabulary on one wire. */
const id = v.number();

const namesRequestSchema = v.variant('type', [
  /** Gather the names of a folder, and keep them fresh until `close`. */
  v.object({ type: v.literal('open'), id, folder: v.string() }),
  /** What the person sees: names in it come first, in place of those of the screen before. */
  v.object({ type: v.literal('screen'), id, text: v.string() }),
  v.object({ type: v.literal('close'), id }),
]);
export type NamesRequest = v.InferOutput<typeof namesRequestSchema>;

/** How much of the folder had been read when this was told. */
const gathered = v.picklist(['partly', 'wholly']);

const namesAnswerSchema = v.variant('type', [
  /** What is likely to be said, the likeliest first: at once, and when it changes. */
  v.object({ type: v.literal('terms'), id, gathered, terms: v.array(vocabularyTerm) }),
  /** All names, in place of those told before, in parts that are short lines: now and then. */
  v.object({
    type: v.literal('names'),
    id,
    gathered,
    part: v.picklist(['only', 'first', 'middle', 'last']),
    /** As they are written. */
    names: v.array(v.string()),
    /** Lower-case words that are nobody's but this project's: names, and parts of names. */
    own: v.array(v.string()),
  }),
]);
export type NamesAnswer = v.InferOutput<typeof namesAnswerSchema>;

/** Parses what enters the process that gathers. Never throws. */
export function parseNamesRequest(value: unknown): Parsed<NamesRequest> {
  return parseWith(namesRequestSchema, value);
}

/** Parses what it answers. Never throws. */
export function parseNamesAnswer(value: unknown): Parsed<NamesAnswer> {
  return parseWith(namesAnswerSchema, value);
}

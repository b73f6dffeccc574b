// Whose voices are known: a JSON file of the person's own, with vectors of numbers and no sound. What is
// made of them is decided elsewhere.
import { randomUUID } from 'node:crypto';
import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { makeFolder } from '@codex-voice/folders';
import * as v from 'valibot';
import { UserError, visible } from '../user-error.ts';

const VERSION = 1;
const FILE_MODE = 0o600;
const DIRECTORY_MODE = 0o700;

/** Beyond it nobody more is enrolled: each is compared with every utterance and told to the voice process. */
export const MOST_SPEAKERS = 32;

/** The models in use have 38 to 512 numbers. */
const MOST_NUMBERS = 1_024;

/** Characters of a name: it stands before each line of a transcript. */
const LONGEST_NAME = 40;

const speaker = v.object({
  name: v.string(),
  /** Vectors of different models can't be compared. */
  model: v.string(),
  /** Of length 1: what the enrolled stretches have in common. */
  vector: v.pipe(v.array(v.number()), v.minLength(1), v.maxLength(MOST_NUMBERS)),
  /** How much speech it rests on, in ms, and of how many stretches. */
  speechMs: v.number(),
  stretches: v.number(),
  /** ISO 8601. */
  enrolledAt: v.string(),
});
export type EnrolledSpeaker = v.InferOutput<typeof speaker>;

const file = v.object({
  version: v.literal(VERSION),
  speakers: v.pipe(v.array(speaker), v.maxLength(MOST_SPEAKERS)),
});

/** Those that are enrolled; none where there is no file. Throws `UserError` for one that can't be read. */
export function readEnrolled(path: string): readonly EnrolledSpeaker[] {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return [];
    throw new UserError(
      `${path} can't be read (${codeOf(error)}): check that it is a file of yours`,
    );
  }
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw damaged(path);
  }
  const parsed = v.safeParse(file, value);
  if (!parsed.success) throw damaged(path);
  return parsed.output.speakers;
}

/** Written whole or not at all. Throws `UserError` where it can't be. */
export function writeEnrolled(path: string, speakers: readonly EnrolledSpeaker[]): void {
  const unfinished = `${path}.${randomUUID()}.part`;
  try {
    makeFolder(dirname(path), DIRECTORY_MODE);
    const text = JSON.stringify({ version: VERSION, speakers }, undefined, 1);
    writeFileSync(unfinished, `${text}\n`, { mode: FILE_MODE, flag: 'wx' });
    renameSync(unfinished, path);
  } catch (error) {
    rmSync(unfinished, { force: true });
    throw new UserError(
      `${path} can't be written (${codeOf(error)}): check the folder and the disk`,
    );
  }
}

/** With `added` in the place of who has its name and model. Throws `UserError` beyond the bound. */
export function withSpeaker(
  speakers: readonly EnrolledSpeaker[],
  added: EnrolledSpeaker,
): readonly EnrolledSpeaker[] {
  const others = speakers.filter(({ name, model }) => name !== added.name || model !== added.model);
  if (others.length >= MOST_SPEAKERS) {
    throw new UserError(
      `${MOST_SPEAKERS} speakers are enrolled, which is the most: codex-voice speaker remove NAME`,
    );
  }
  return [...others, added];
}

/** What is wrong with a name; undefined where nothing is. */
export function nameFault(name: string): string | undefined {
  if (name.trim() === '') return 'a name has letters';
  if (name.length > LONGEST_NAME) return `a name has at most ${LONGEST_NAME} characters`;
  if (name !== visible(name) || name !== name.trim()) return 'a name is plain text';
  return undefined;
}

function damaged(path: string): UserError {
  return new UserError(
    `${path} is damaged: move it away and enrol again with codex-voice speaker enrol NAME`,
  );
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : String(error);
}

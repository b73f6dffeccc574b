// Saved sessions on disk: a JSON document each, in `saved/NAME.json` of the state folder, mode 0600.
// Torn and strange ones are told in one line; what is in one is decided elsewhere.
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { LISTEN_MODES } from '@codex-voice/protocol';
import * as v from 'valibot';
import { nearest } from '../nearest.ts';
import { places } from '../places.ts';
import { UserError, visible } from '../user-error.ts';

const text = v.pipe(v.string(), v.maxLength(65_536));

/** How a session was asked for at its start. */
export const startedSchema = v.object({
  agent: v.object({ file: text, name: text, kind: text, args: v.array(text) }),
  role: v.exactOptional(text),
  mode: v.exactOptional(v.picklist(LISTEN_MODES)),
  delivery: v.exactOptional(v.picklist(['compose', 'send'])),
  voice: v.exactOptional(v.picklist(['on', 'off'])),
  /** The speech model and the language that were named. */
  speechModel: v.exactOptional(text),
  language: v.exactOptional(text),
});
export type StartedSession = v.InferOutput<typeof startedSchema>;

const savedSchema = v.object({
  version: v.literal(1),
  name: text,
  savedAt: text,
  folder: text,
  repository: v.exactOptional(
    v.object({
      root: text,
      /** Absent: the HEAD is on no branch. */
      branch: v.exactOptional(text),
      /** Absent: it has no commit yet. */
      head: v.exactOptional(v.pipe(v.string(), v.regex(/^[0-9a-f]{40,64}$/u))),
      /** Files that differ from it, or that no commit has. */
      changedFiles: v.pipe(v.number(), v.integer(), v.minValue(0)),
    }),
  ),
  started: startedSchema,
  /** The agent's name for its conversation. */
  thread: v.exactOptional(v.pipe(v.string(), v.regex(/^\w[\w-]{0,99}$/u))),
});
export type SavedSession = v.InferOutput<typeof savedSchema>;
export type SavedRepository = NonNullable<SavedSession['repository']>;
/** One that has something to check out. */
export type CommittedRepository = SavedRepository & { readonly head: string };

const NAME = /^[a-z0-9][a-z0-9._-]{0,39}$/iu;
const SUFFIX = '.json';

export function savedDirectory(): string {
  return join(places(process.env, process.platform).stateDirectory, 'saved');
}

/** Throws `UserError` for a name that is none. */
export function checkSavedName(name: string): void {
  if (NAME.test(name)) return;
  throw new UserError(
    `${visible(name)} is no name to save under: letters, digits, . _ and -, at most 40`,
  );
}

/** Whole or not at all. Throws `UserError`. */
export function writeSaved(saved: SavedSession, directory = savedDirectory()): 'new' | 'replaced' {
  checkSavedName(saved.name);
  const path = join(directory, saved.name + SUFFIX);
  const half = `${path}.${process.pid}`;
  try {
    mkdirSync(directory, { recursive: true, mode: 0o700 });
    const before = savedNames(directory).includes(saved.name) ? 'replaced' : 'new';
    writeFileSync(half, `${JSON.stringify(saved, undefined, 2)}\n`, { mode: 0o600 });
    renameSync(half, path);
    return before;
  } catch (error) {
    rmSync(half, { force: true });
    throw new UserError(
      `${path} can't be written (${codeOf(error)}): check the disk and its rights`,
    );
  }
}

/** None where there is no folder. Throws `UserError` where it can't be read. */
export function savedNames(directory = savedDirectory()): readonly string[] {
  try {
    return readdirSync(directory)
      .filter((file) => file.endsWith(SUFFIX))
      .map((file) => file.slice(0, -SUFFIX.length))
      .filter((name) => NAME.test(name))
      .toSorted();
  } catch (error) {
    const code = codeOf(error);
    if (code === 'ENOENT') return [];
    throw new UserError(`${directory} can't be read (${code}): check that it is a folder of yours`);
  }
}

/** Throws `UserError` where there is none, or none that can be read. */
export function readSaved(name: string, directory = savedDirectory()): SavedSession {
  const path = join(directory, name + SUFFIX);
  if (!savedNames(directory).includes(name)) throw unknownName(name, savedNames(directory));
  let document: unknown;
  try {
    document = JSON.parse(readFileSync(path, 'utf8'));
  } catch (error) {
    if (!(error instanceof SyntaxError))
      throw new UserError(
        `${path} can't be read (${codeOf(error)}): check the disk and its rights`,
      );
    throw new UserError(`${path} can't be read (it is torn or no JSON): ${removeHint(name)}`);
  }
  const parsed = v.safeParse(savedSchema, document);
  if (parsed.success) return parsed.output;
  const [issue] = parsed.issues;
  const where = v.getDotPath(issue) ?? 'it';
  throw new UserError(`${path}: ${where} is not as it is written: ${removeHint(name)}`);
}

/** Throws `UserError` where there is none. */
export function removeSaved(name: string, directory = savedDirectory()): void {
  if (!savedNames(directory).includes(name)) throw unknownName(name, savedNames(directory));
  rmSync(join(directory, name + SUFFIX), { force: true });
}

function removeHint(name: string): string {
  return `codex-voice session remove ${name}, and save it again`;
}

function unknownName(name: string, names: readonly string[]): UserError {
  const guess = nearest(name, names);
  const hint =
    guess !== undefined
      ? `did you mean ${guess}?`
      : names.length === 0
        ? 'none is saved: codex-voice session save NAME'
        : `there is ${names.join(', ')}`;
  return new UserError(`no session is saved as ${visible(name)}: ${hint}`);
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : String(error);
}

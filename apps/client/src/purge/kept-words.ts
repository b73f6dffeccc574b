// What is kept of what was said and shown: found, counted, and removed. Prompts that wait, notes, saved
// sessions and known voices are none of it. Whom to ask first is left to the command.
import {
  type Dirent,
  lstatSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  realpathSync,
  renameSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { processIsAlive } from '@codex-voice/folders';
import { parseJournalLine } from '@codex-voice/protocol';

const FILE_MODE = 0o600;
const SOUND_NAME = /^[0-9a-f-]+\.wav$/u;
/** What an agent wrote, what was asked of it, and what it asked. The queue is not among it: it may have to wait. */
const OUTPUT_NAMES = [
  ...(['output.log', 'output.log.1', 'events.jsonl', 'events.jsonl.1'] as const),
  'approvals.jsonl',
];
/** `SESSION-DAY-TIME.cast`, as recordings in our folder are named. */
const RECORDING_NAME = /^(.+)-\d{8}-\d{6}\.cast$/u;
/** `ID.wav.PID.part`, or `ID.wav.PID.SESSION.part`: what was being said when its writer died. */
const UNFINISHED_SOUND = /^[0-9a-f-]+\.wav\.(\d+)(?:\..+)?\.part$/u;

export interface KeptPlaces {
  readonly journalDirectory: string;
  readonly sessionsDirectory: string;
  readonly metricsDirectory: string;
  readonly recordingsDirectory: string;
}

export interface WordsAsked {
  readonly places: KeptPlaces;
  /** What is older, in ms since 1970; `all`: everything. */
  readonly before: number | 'all';
  /** Its keeper lives: what its agent writes is still needed. */
  readonly isRunning: (sessionId: string) => boolean;
}

export interface KeptFiles {
  readonly paths: readonly string[];
  readonly bytes: number;
}

export interface KeptWords {
  /** A file for each utterance. */
  readonly sound: KeptFiles;
  readonly texts: { readonly path: string; readonly count: number; readonly bytes: number };
  /** Of sessions that have ended, what their agents wrote. */
  readonly output: KeptFiles;
  /** What was measured. */
  readonly figures: KeptFiles;
  /** Recordings of sessions that have ended, those that were not named elsewhere. */
  readonly recordings: KeptFiles;
}

/** Throws the system's error where a folder is there and can't be read. */
export function findKeptWords({ places, before, isRunning }: WordsAsked): KeptWords {
  const { journalDirectory, sessionsDirectory, metricsDirectory, recordingsDirectory } = places;
  const isOld = (path: string): boolean =>
    before === 'all' || (lstatSync(path, { throwIfNoEntry: false })?.mtimeMs ?? before) < before;
  const files = (paths: readonly string[]): KeptFiles => {
    const old = paths.filter(isOld);
    return { paths: old, bytes: old.reduce((sum, path) => sum + sizeOf(path), 0) };
  };
  const path = join(journalDirectory, 'utterances.jsonl');
  const ended = folders(sessionsDirectory).filter((name) => !isRunning(name));
  return {
    sound: files(
      filesIn(join(journalDirectory, 'audio')).filter((each) => isSound(basename(each))),
    ),
    texts: { path, ...textsBefore(path, before) },
    output: files(
      ended.flatMap((name) =>
        filesIn(join(sessionsDirectory, name)).filter((each) =>
          OUTPUT_NAMES.some((output) => basename(each) === output),
        ),
      ),
    ),
    figures: files(
      filesIn(metricsDirectory).filter((each) => basename(each).startsWith('metrics.log')),
    ),
    recordings: files(
      filesIn(recordingsDirectory).filter((each) => {
        const name = basename(each);
        const [, sessionId] = RECORDING_NAME.exec(name) ?? [];
        return name.endsWith('.cast') && (sessionId === undefined || !isRunning(sessionId));
      }),
    ),
  };
}

/** `held`: somebody writes them just now, so that older ones can't be taken out without losing newer ones. */
export type Removal = { readonly kind: 'removed' } | { readonly kind: 'held' };

/** Throws the system's error for what can't be removed; what was removed before it is gone. */
export function removeKeptWords(words: KeptWords, before: number | 'all'): Removal {
  const { sound, output, figures, recordings } = words;
  for (const { paths } of [sound, output, figures, recordings])
    for (const path of paths) rmSync(path, { force: true });
  const { path, count } = words.texts;
  if (count === 0) return { kind: 'removed' };
  // The file stays the same: whoever writes it goes on behind its end.
  if (before === 'all') truncateSync(path, 0);
  else if (isHeld(path)) return { kind: 'held' };
  else keepFrom(path, before);
  return { kind: 'removed' };
}

function textsBefore(path: string, before: number | 'all'): { count: number; bytes: number } {
  const lines = linesOf(path).filter((line) => isBefore(line, before));
  const texts = lines.filter((line) => recordOf(line)?.type === 'transcript');
  const bytes = lines.reduce((sum, line) => sum + Buffer.byteLength(line) + 1, 0);
  // Lines that are no records are removed with everything.
  return { count: texts.length > 0 ? texts.length : lines.length, bytes };
}

function keepFrom(path: string, before: number): void {
  const kept = linesOf(path).filter((line) => !isBefore(line, before));
  const fresh = join(dirname(path), `${basename(path)}.${process.pid}.new`);
  writeFileSync(fresh, kept.map((line) => `${line}\n`).join(''), { mode: FILE_MODE });
  renameSync(fresh, path);
}

function isBefore(line: string, before: number | 'all'): boolean {
  if (before === 'all') return true;
  const at = Date.parse(recordOf(line)?.at ?? '');
  return at < before;
}

function recordOf(line: string): { readonly type: string; readonly at?: string } | undefined {
  const parsed = parseJournalLine(line);
  return parsed.kind === 'message' ? parsed.message : undefined;
}

/** Whether a process has it open, as the kernel tells; where it does not, somebody may. */
function isHeld(path: string): boolean {
  let pids: readonly string[];
  let real: string;
  try {
    // The kernel tells it without the links on the way to it.
    real = realpathSync(path);
    pids = readdirSync('/proc').filter((name) => /^\d+$/u.test(name));
  } catch {
    return true;
  }
  return pids.some((pid) => {
    const directory = `/proc/${pid}/fd`;
    try {
      return readdirSync(directory).some((fd) => linkOf(join(directory, fd)) === real);
    } catch {
      // Somebody else's, or gone.
      return false;
    }
  });
}

function linkOf(path: string): string {
  try {
    return readlinkSync(path);
  } catch {
    return '';
  }
}

function linesOf(path: string): readonly string[] {
  try {
    return readFileSync(path, 'utf8')
      .split('\n')
      .filter((line) => line !== '');
  } catch (error) {
    if (isAbsent(error)) return [];
    throw error;
  }
}

function filesIn(directory: string): readonly string[] {
  return entries(directory)
    .filter((entry) => entry.isFile())
    .map(({ name }) => join(directory, name));
}

function folders(directory: string): readonly string[] {
  return entries(directory)
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name);
}

function isSound(name: string): boolean {
  const [, writer] = UNFINISHED_SOUND.exec(name) ?? [];
  return writer === undefined ? SOUND_NAME.test(name) : !processIsAlive(Number(writer));
}

/** Links are followed nowhere. */
function entries(directory: string): readonly Dirent[] {
  try {
    return readdirSync(directory, { withFileTypes: true });
  } catch (error) {
    if (isAbsent(error)) return [];
    throw error;
  }
}

function sizeOf(path: string): number {
  return lstatSync(path, { throwIfNoEntry: false })?.size ?? 0;
}

function isAbsent(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT';
}

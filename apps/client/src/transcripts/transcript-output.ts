// Where transcripts go: standard output, one file for all, or a file for each recording in a folder. A
// file is written when its transcript is complete, under another name first.
import { renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { basename, extname, join, resolve } from 'node:path';
import { EXIT_USAGE, UserError, visible } from '../user-error.ts';
import type { TranscriptFormat } from './transcript-format.ts';

/** Where the transcript of each recording goes; several may share a place. */
export type OutputPlan =
  | { readonly kind: 'standard' }
  | { readonly kind: 'file'; readonly path: string }
  | { readonly kind: 'folder'; readonly paths: readonly string[] };

export interface OutputWish {
  /** As given on the command line. */
  readonly output: string | undefined;
  readonly format: TranscriptFormat;
  /** As they are to be named: `-` is standard input. */
  readonly recordings: readonly string[];
}

const EXTENSIONS: Readonly<Record<TranscriptFormat, string>> = {
  text: '.txt',
  json: '.jsonl',
  srt: '.srt',
  vtt: '.vtt',
};

/** Throws `UserError` for a place that can't hold what is to go there. */
export function planOutput({ output, format, recordings }: OutputWish): OutputPlan {
  const isSubtitles = format === 'srt' || format === 'vtt';
  const isFolder = output !== undefined && (isDirectory(output) || /[/\\]$/.test(output));
  if (isSubtitles && recordings.length > 1 && !isFolder) {
    throw new UserError(
      `${format} is one file a recording: name a folder with --output, or one recording`,
      EXIT_USAGE,
    );
  }
  if (output === undefined) return { kind: 'standard' };
  if (!isFolder) {
    refuseRecordings([output], recordings);
    return { kind: 'file', path: output };
  }
  if (!isDirectory(output)) {
    throw new UserError(`${visible(output)}: there is no such folder: make it first`);
  }
  const paths = recordings.map((name) => join(output, fileName(name) + EXTENSIONS[format]));
  const twice = paths.find((path, index) => paths.indexOf(path) !== index);
  if (twice !== undefined) {
    throw new UserError(
      `two recordings would both be written to ${visible(twice)}: transcribe them one by one`,
    );
  }
  refuseRecordings(paths, recordings);
  return { kind: 'folder', paths };
}

function refuseRecordings(paths: readonly string[], recordings: readonly string[]): void {
  const heard = new Set(recordings.filter((name) => name !== '-').map((name) => resolve(name)));
  const same = paths.find((path) => heard.has(resolve(path)));
  if (same === undefined) return;
  throw new UserError(`${visible(same)} is a recording itself: name another file with --output`);
}

function fileName(recording: string): string {
  return recording === '-' ? 'standard-input' : basename(recording, extname(recording));
}

function isDirectory(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
}

/** Writes by a plan. Throws `UserError` where a file can't be written. */
export class TranscriptOutput {
  readonly #plan: OutputPlan;
  readonly #writeStandard: (text: string) => void;
  #pending = '';

  constructor(plan: OutputPlan, writeStandard: (text: string) => void) {
    this.#plan = plan;
    this.#writeStandard = writeStandard;
  }

  write(text: string): void {
    if (text === '') return;
    if (this.#plan.kind === 'standard') this.#writeStandard(text);
    else this.#pending += text;
  }

  /** The recording of this index has been heard to its end. */
  endRecording(index: number): void {
    if (this.#plan.kind !== 'folder') return;
    const path = this.#plan.paths[index];
    if (path !== undefined) writeWhole(path, this.#pending);
    this.#pending = '';
  }

  /** Everything has been heard that will be. */
  end(): void {
    if (this.#plan.kind === 'file') writeWhole(this.#plan.path, this.#pending);
    this.#pending = '';
  }
}

function writeWhole(path: string, text: string): void {
  // What is no regular file, such as a pipe or /dev/null, is written as it is.
  const found = statSync(path, { throwIfNoEntry: false });
  const isSpecial = found !== undefined && !found.isFile();
  const unfinished = isSpecial ? path : `${path}.${process.pid}.part`;
  try {
    writeFileSync(unfinished, text);
    if (!isSpecial) renameSync(unfinished, path);
  } catch (error) {
    if (!isSpecial) rmSync(unfinished, { force: true });
    const reason = error instanceof Error ? error.message : String(error);
    throw new UserError(`${visible(path)} can't be written (${reason}): name another place`);
  }
}

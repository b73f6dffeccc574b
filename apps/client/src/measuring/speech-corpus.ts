// A folder of recordings with what is said in them, as LibriSpeech has it: `*.trans.txt` files with an
// identifier and a text a line, beside a recording of that name.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { UserError, visible } from '../user-error.ts';

export interface SaidRecording {
  readonly id: string;
  readonly path: string;
  readonly said: string;
}

const TRANSCRIPTS = '.trans.txt';
const AUDIO_EXTENSIONS = ['.flac', '.wav'];

/** The largest part of LibriSpeech has a third of that. */
const MAXIMUM_RECORDINGS = 100_000;

/** In the order of their names. Throws `UserError` where there are none, or it can't be read. */
export function readCorpus(folder: string): {
  readonly recordings: readonly SaidRecording[];
  /** Lines without a recording, one line each. */
  readonly faults: readonly string[];
} {
  const recordings: SaidRecording[] = [];
  const faults: string[] = [];
  for (const path of transcriptFiles(folder)) {
    for (const line of readFileSync(path, 'utf8').split(/\r?\n/u)) {
      const [, id, said] = /^(\S+)\s+(.*\S)\s*$/u.exec(line) ?? [];
      if (id === undefined || said === undefined) continue;
      const found = AUDIO_EXTENSIONS.map((extension) => join(dirname(path), id + extension)).find(
        (each) => existsSync(each),
      );
      if (found === undefined) faults.push(`${visible(id)}: no FLAC or WAV of that name is there`);
      else recordings.push({ id, path: found, said });
      if (recordings.length > MAXIMUM_RECORDINGS) {
        throw new UserError(`${visible(folder)} has more than ${MAXIMUM_RECORDINGS}: name a part`);
      }
    }
  }
  if (recordings.length > 0) return { recordings, faults };
  throw new UserError(
    `${visible(folder)} has no recordings with a text: it needs NAME${TRANSCRIPTS} beside FLAC or WAV files`,
  );
}

function transcriptFiles(folder: string): readonly string[] {
  try {
    return readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith(TRANSCRIPTS))
      .sort()
      .map((name) => join(folder, name));
  } catch (error) {
    const reason = error instanceof Error && 'code' in error ? ` (${String(error.code)})` : '';
    throw new UserError(`${visible(folder)} can't be read${reason}: name a folder`);
  }
}

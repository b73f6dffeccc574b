// Reads the recordings of real programs that lie beside the suites.
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Cast, parseCast } from '@codex-voice/testing';

/** Where the recordings lie. */
export const RECORDINGS_FOLDER = join(
  dirname(dirname(fileURLToPath(import.meta.url))),
  'recordings',
);

/** Name → recording, such as `vim`. */
export function loadRecordings(): ReadonlyMap<string, Cast> {
  const names = readdirSync(RECORDINGS_FOLDER).filter((name) => name.endsWith('.cast'));
  return new Map(
    names.map((name) => {
      const text = readFileSync(join(RECORDINGS_FOLDER, name), 'utf8');
      return [name.replace(/\.cast$/, ''), parseCast(text)];
    }),
  );
}

// A folder for parsers that read files, made once for each process and gone when it ends.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

let made: string | undefined;

/** The folder itself. */
export function scratch(): string {
  if (made !== undefined) return made;
  const folder = mkdtempSync(join(tmpdir(), 'codex-voice-fuzz-'));
  process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
  made = folder;
  return folder;
}

/** Writes the input to a file in a folder of that name, and hands back the folder. */
export function folderWith(name: string, file: string, input: Uint8Array): string {
  const folder = join(scratch(), name);
  mkdirSync(dirname(join(folder, file)), { recursive: true });
  writeFileSync(join(folder, file), input, { mode: 0o600 });
  return folder;
}

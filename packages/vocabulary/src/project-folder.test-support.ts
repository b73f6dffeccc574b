// A project in a temporary folder, for tests: files by path, taken away at the end.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

export interface ProjectFolder {
  readonly path: string;
  readonly write: (path: string, content: string | Uint8Array) => void;
  readonly remove: (path: string) => void;
  readonly end: () => void;
}

export function projectFolder(files: Readonly<Record<string, string | Uint8Array>>): ProjectFolder {
  const path = mkdtempSync(join(tmpdir(), 'vocabulary-'));
  const write = (name: string, content: string | Uint8Array): void => {
    mkdirSync(dirname(join(path, name)), { recursive: true });
    writeFileSync(join(path, name), content);
  };
  for (const [name, content] of Object.entries(files)) write(name, content);
  return {
    path,
    write,
    remove: (name) => rmSync(join(path, name), { recursive: true }),
    end: () => rmSync(path, { recursive: true, force: true }),
  };
}

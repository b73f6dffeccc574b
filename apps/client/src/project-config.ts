// The file that a project brings with it, `.codex-voice.toml`: where it is looked for, and how little it
// may say. It comes from whoever wrote the project, so a wrong one is told and left aside, never obeyed
// in part, and never keeps a session from starting.
import { existsSync, readFileSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type * as v from 'valibot';
import { parseTables } from './config.ts';
import { ConfigFile } from './config-file.ts';
import { PROJECT_KEYS, projectSchema } from './config-schema.ts';
import { readableToml } from './configuration/utf8-text.ts';
import { UserError } from './user-error.ts';

export const PROJECT_FILE = '.codex-voice.toml';

/** A longer one is none that a person wrote, in bytes. */
const LONGEST_FILE_BYTES = 64 * 1024;

export type ProjectTables = v.InferOutput<typeof projectSchema>;

export interface ProjectConfig {
  readonly tables: ProjectTables;
  /** Absent where there is none, or none that could be used. */
  readonly file?: ConfigFile;
  /** What was wrong with it, one line. */
  readonly problem?: string;
}

const NOTHING: ProjectTables = { phrases: [], macros: [], toolchain: {} };

/** The nearest one from `directory` up to the root of its repository. Never throws. */
export function readProjectConfig(directory: string): ProjectConfig {
  const path = findProjectFile(directory);
  if (path === undefined) return { tables: NOTHING };
  try {
    const found = statSync(path);
    // A pipe would be waited for, for ever.
    if (!found.isFile()) throw new UserError(`${path}: this is no file: it is left aside`);
    if (found.size > LONGEST_FILE_BYTES)
      throw new UserError(`${path}: longer than ${LONGEST_FILE_BYTES} bytes: it is left aside`);
    const file = new ConfigFile(path, readableToml(readFileSync(path), path));
    return { tables: parseTables(file, projectSchema, PROJECT_KEYS), file };
  } catch (error) {
    return { tables: NOTHING, problem: problemOf(path, error) };
  }
}

/** From `directory` up to the root of its repository; without one only the directory itself. */
export function projectFolders(directory: string): readonly string[] {
  const folders: string[] = [];
  for (let folder = directory; ; folder = dirname(folder)) {
    folders.push(folder);
    if (existsSync(join(folder, '.git'))) break;
    if (dirname(folder) === folder) {
      folders.length = 1;
      break;
    }
  }
  return folders;
}

function findProjectFile(directory: string): string | undefined {
  const paths = projectFolders(directory).map((folder) => join(folder, PROJECT_FILE));
  return paths.find((path) => existsSync(path));
}

function problemOf(path: string, error: unknown): string {
  if (!(error instanceof UserError)) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : String(error);
    return `${path} can't be read (${code}): it is left aside`;
  }
  const { message } = error;
  if (/unknown key (?:phrases|macros)\.\d+\.send:/u.test(message)) {
    const [place] = message.split(': unknown key');
    return `${place}: a project's file can't send: say so in your own config file`;
  }
  return message;
}

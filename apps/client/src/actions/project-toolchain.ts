// What the project around a folder is tested and built with: reads its files and its `.codex-voice.toml`.
// What the files mean is the `actions` package's knowledge.
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import {
  detectToolchain,
  readCommand,
  shownCommand,
  TASKS,
  type Task,
  type ToolchainCommand,
} from '@codex-voice/actions';
import { PROJECT_FILE, type ProjectConfig, projectFolders } from '../project-config.ts';
import { UserError } from '../user-error.ts';

/** A longer file is not read to find a command in it, in bytes. */
const LONGEST_FILE_BYTES = 512 * 1024;
/** Names of a folder that are looked at: a folder of more is none that somebody keeps a project in. */
const MOST_NAMES = 10_000;

/** A command and where it is run. */
export interface TaskCommand {
  readonly command: ToolchainCommand;
  readonly others: readonly ToolchainCommand[];
  readonly folder: string;
}

export type ProjectTasks = Readonly<Partial<Record<Task, TaskCommand>>>;

/** For each task the nearest folder that tells, up to the root of the repository. Throws `UserError` for a wrong configuration. */
export function projectTasks(directory: string, project: ProjectConfig): ProjectTasks {
  const configured = configuredCommands(project);
  const configuredIn = project.file === undefined ? undefined : dirname(project.file.path);
  const tasks: { [Name in Task]?: TaskCommand } = {};
  for (const folder of projectFolders(directory)) {
    const own = folder === configuredIn ? configured : {};
    const found = detectToolchain(filesIn(folder), own);
    for (const task of TASKS) {
      const known = found[task];
      // What the project says itself goes before what lies nearer.
      if (known !== undefined && (tasks[task] === undefined || own[task] !== undefined))
        tasks[task] = { ...known, folder };
    }
  }
  return tasks;
}

function configuredCommands({
  tables,
  file,
}: ProjectConfig): Partial<Record<Task, ToolchainCommand>> {
  const commands: Partial<Record<Task, ToolchainCommand>> = {};
  for (const task of TASKS) {
    const written = tables.toolchain[task];
    if (written === undefined) continue;
    const read = readCommand(written);
    if (read.kind === 'refused') {
      const place = file?.place(['toolchain', task]) ?? PROJECT_FILE;
      throw new UserError(`${place}: ${read.message}`);
    }
    commands[task] = { words: read.words, source: PROJECT_FILE };
  }
  return commands;
}

function filesIn(folder: string): Parameters<typeof detectToolchain>[0] {
  let names: readonly string[] = [];
  try {
    names = readdirSync(folder).slice(0, MOST_NAMES);
  } catch {
    // A folder that can't be listed tells nothing.
  }
  const known = new Set(names);
  return {
    names: known,
    text: (name) => (known.has(name) ? textOf(join(folder, name)) : undefined),
  };
}

function textOf(path: string): string | undefined {
  try {
    const found = statSync(path);
    // A pipe would be waited for, for ever.
    if (!found.isFile() || found.size > LONGEST_FILE_BYTES) return undefined;
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}

/** As an agent in `directory` is told to run it. */
export function toldCommand({ command, folder }: TaskCommand, directory: string): string {
  const shown = shownCommand(command.words);
  return folder === directory ? shown : `cd ${shownCommand([folder])} && ${shown}`;
}

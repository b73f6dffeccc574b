// What a project is tested and built with, from its files and what it says itself. Runs nothing.
import { DETECTORS } from './known-toolchains.table.ts';
import {
  type ProjectFiles,
  shownCommand,
  TASKS,
  type Task,
  type Toolchain,
  type ToolchainCommand,
} from './toolchain.ts';

/** What the project's own configuration names goes before everything that is found. */
export function detectToolchain(
  files: ProjectFiles,
  configured: Readonly<Partial<Record<Task, ToolchainCommand>>> = {},
): Toolchain {
  const found = DETECTORS.map((detect) => detect(files));
  const toolchain: { [Name in Task]?: NonNullable<Toolchain[Name]> } = {};
  for (const task of TASKS) {
    const [command, ...others] = distinct([
      configured[task],
      ...found.map((commands) => commands[task]),
    ]);
    if (command !== undefined) toolchain[task] = { command, others };
  }
  return toolchain;
}

function distinct(commands: readonly (ToolchainCommand | undefined)[]): ToolchainCommand[] {
  const known = new Map<string, ToolchainCommand>();
  for (const command of commands) {
    if (command === undefined) continue;
    const shown = shownCommand(command.words);
    if (!known.has(shown)) known.set(shown, command);
  }
  return [...known.values()];
}

// The front door of the PTY package.
export { exitStatus, type PtyExit } from './exit-status.ts';
export { type ExecutableSearch, findExecutable } from './find-executable.ts';
export { type StdioEntry, withoutInheriting } from './inheritance.ts';
export {
  type EndSignal,
  type RawTerminal,
  type RestoreReason,
  type TakenTerminal,
  type TakeTerminalOptions,
  type TerminalSize,
  takeTerminal,
  terminalSize,
} from './raw-terminal.ts';
export { type PtyProcess, type SpawnOptions, type SpawnResult, spawnPty } from './spawn-pty.ts';
export { streamOutput, type TerminalOutput } from './terminal-output.ts';

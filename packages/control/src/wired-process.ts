// Starts a process that has its wire at descriptor 3. A start that fails, at once or later, is told by the
// process's `error`, whatever the reason is; there is no wire then.
import { type ChildProcess, spawn } from 'node:child_process';
import { Duplex } from 'node:stream';

/** Where both sides expect the wire. */
const WIRE_DESCRIPTOR = 3;

export interface WiredStart {
  /** How to start it: executable and arguments. */
  readonly command: { readonly file: string; readonly args: readonly string[] };
  /** Standard streams 0–2 and the wire at 3, and whatever covers descriptors not to be inherited. */
  readonly stdio: readonly ('pipe' | 'ignore' | 'inherit' | 'ipc' | number)[];
}

export interface WiredProcess {
  readonly child: ChildProcess;
  readonly stream: Duplex | undefined;
}

export function startWired({ command, stdio }: WiredStart): WiredProcess {
  const child = spawn(command.file, command.args, { stdio: [...stdio] });
  // Where descriptors have run out there are no streams at all, whatever the type says.
  const streams: ChildProcess['stdio'] | undefined = child.stdio;
  const stream = streams?.[WIRE_DESCRIPTOR];
  if (!(stream instanceof Duplex)) return { child, stream: undefined };
  // A broken wire shows as the end of the process.
  stream.on('error', () => undefined);
  return { child, stream };
}

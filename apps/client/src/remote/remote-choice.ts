// What a command is to reach on another machine: the address as it was written, and the program there.
import { isProgram, type RemoteAddress, readAddress } from '@codex-voice/remote';
import type { CommandGiven } from '../commands/session-access.ts';
import { EXIT_USAGE, UserError, visible } from '../user-error.ts';

/** Throws `UserError`. */
export function remoteAddress(word: string): RemoteAddress {
  const read = readAddress(word);
  if (read.kind === 'refused') throw new UserError(visible(read.message), EXIT_USAGE);
  return read.address;
}

/** What is run there: named for this command, or in the config file. Throws `UserError`. */
export function programThere({
  request,
  config,
}: Pick<CommandGiven, 'config' | 'request'>): string {
  const { there } = request.options;
  if (typeof there !== 'string') return config().remote.program;
  if (isProgram(there)) return there;
  throw new UserError(
    `--there ${visible(there)} is no name of a program: give its path there`,
    EXIT_USAGE,
  );
}

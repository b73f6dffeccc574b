// Offers the first run to a person who starts us for the first time, once, and goes on whatever they say.
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { makeFolder } from '@codex-voice/folders';
import { askYes } from '../actions/ask-yes.ts';
import type { CommandGiven } from '../commands/session-access.ts';
import { places } from '../places.ts';
import { tellError } from '../told-lines.ts';

/** An empty file of this name in the state folder: it has been offered. */
const OFFERED = 'first-run-offered';
const FILE_MODE = 0o600;
const DIRECTORY_MODE = 0o700;

export async function offerFirstRun(given: CommandGiven): Promise<void> {
  const { stdin, stdout, stderr } = process;
  if (!stdin.isTTY || !stdout.isTTY || !stderr.isTTY) return;
  const { configFile, stateDirectory } = places(process.env, process.platform);
  // Who named a file, or has one, knows their way.
  if (given.request.options.config !== undefined || existsSync(configFile)) return;
  if (!isFirst(stateDirectory)) return;
  tellError(
    'new here? "codex-voice init" finds your agents and microphone, picks a speech model and tries them.',
  );
  if ((await askYes('do that now (two minutes)?')) !== 'yes') return;
  const { init } = await import('../commands/init.ts');
  await init({ ...given, request: { ...given.request, options: {} } });
}

/** Marked before it is asked: where that can't be written down, nobody is asked every time. */
function isFirst(stateDirectory: string): boolean {
  try {
    makeFolder(stateDirectory, DIRECTORY_MODE);
    writeFileSync(join(stateDirectory, OFFERED), '', { flag: 'wx', mode: FILE_MODE });
    return true;
  } catch {
    return false;
  }
}

// From a request to a session: chooses the agent, lays options over the config, prepares what the voice
// process is told, and runs it.
import { stat } from 'node:fs/promises';
import { knownAgents } from '@codex-voice/agents';
import { findExecutable } from '@codex-voice/pty';
import { chooseAgent } from './agent-choice.ts';
import type { Request } from './command-line.ts';
import type { Config } from './config-schema.ts';
import { nearest } from './nearest.ts';
import { COMMANDS } from './options.table.ts';
import { places } from './places.ts';
import { runSession as run } from './session.ts';
import { type SessionOptions, sessionOptions } from './session-options.ts';
import type { SessionVoiceSetup } from './session-voice.ts';
import { EXIT_NOT_FOUND, UserError } from './user-error.ts';
import { phrasebookOf, voiceCommand, voiceStart } from './voice-start.ts';

export interface RunSessionOptions {
  readonly request: Request;
  readonly config: Config;
  readonly launcher: string;
}

/** Runs until the agent ends. Resolves with the exit status, the agent's own. Throws `UserError`. */
export async function runSession(given: RunSessionOptions): Promise<number> {
  const { request, config } = given;
  if (process.platform === 'win32') {
    throw new UserError('sessions do not run on Windows yet: start codex-voice inside WSL');
  }
  refuseMistyped(request);
  const agent = chooseAgent(request, config.agent);
  const options = sessionOptions(request, config);
  await checkRecordings(options.recordings);
  const voice = options.voice === 'on' ? voiceSetup(given, options) : undefined;
  return await run({ agent, options, voice });
}

/** A name that no program has and that is nearly one of ours was mistyped. */
function refuseMistyped({ command, rest }: Request): void {
  const [name] = rest;
  if (command !== 'start' || name === undefined) return;
  const known = [...COMMANDS.slice(1), ...knownAgents.map((agent) => ({ name: agent.command }))];
  const guess = nearest(
    name,
    known.map((row) => row.name),
  );
  if (guess === undefined || guess === name) return;
  if (findExecutable({ name, env: process.env }).kind !== 'not-found') return;
  throw new UserError(
    `${name} is not a command here: did you mean codex-voice ${guess}?`,
    EXIT_NOT_FOUND,
  );
}

/** What could be seen to be wrong before the screen is taken is said before it is taken. */
async function checkRecordings(paths: readonly string[]): Promise<void> {
  for (const path of paths) {
    const found = await stat(path).catch(() => undefined);
    if (found === undefined) throw new UserError(`${path}: there is no such file: check its name`);
    if (!found.isFile()) throw new UserError(`${path}: this is no file: name a recording`);
    if (found.size === 0) throw new UserError(`${path}: the file is empty: record it again`);
  }
}

function voiceSetup(
  { config, launcher }: RunSessionOptions,
  options: SessionOptions,
): SessionVoiceSetup {
  const phrasebook = phrasebookOf(config, config.speech.language);
  const { device } = config.audio;
  const start = voiceStart({
    config,
    phrasebook,
    source:
      options.recordings.length > 0
        ? { kind: 'files', paths: [...options.recordings], pace: 'realtime' }
        : { kind: 'microphone', ...(device === undefined ? {} : { device }) },
    journalDirectory: places(process.env, process.platform).journalDirectory,
  });
  return { start, phrasebook, intent: options.intent, command: voiceCommand(launcher) };
}

// From a request to a session in this terminal: chooses the agent, lays options over the config,
// prepares what the host is told, shows the session, and says how it ended.
import { knownAgents } from '@codex-voice/agents';
import { findExecutable } from '@codex-voice/pty';
import { chooseAgent } from './agent-choice.ts';
import type { Request } from './command-line.ts';
import type { Config } from './config-schema.ts';
import { newKeptSession } from './kept-session.ts';
import { LateSettings } from './late-settings.ts';
import { nearest } from './nearest.ts';
import { COMMANDS } from './options.table.ts';
import { places } from './places.ts';
import { readProjectConfig } from './project-config.ts';
import { reachKeeper } from './reached-keeper.ts';
import { chooseRecognizers, type RecognizerChoice } from './recognizer-choice.ts';
import { checkRecordings } from './recordings.ts';
import { keepStart } from './saved/session-start-file.ts';
import { tellEnd } from './session-end.ts';
import { sessionOptions } from './session-options.ts';
import { sessionSettings, sessionSpeech } from './session-settings.ts';
import { showSession } from './show-session.ts';
import { chooseSpeakers, type SpeakerChoice } from './speakers/speaker-choice.ts';
import type { SpokenSetup } from './spoken-setup.ts';
import { agentSize, requireTerminal } from './terminal-checks.ts';
import { EXIT_NOT_FOUND, UserError } from './user-error.ts';
import { chooseWakeModel, NO_WAKE_MODEL, type WakeChoice } from './wake-choice.ts';

export interface RunSessionOptions {
  readonly request: Request;
  readonly config: Config;
  readonly launcher: string;
}

/** Runs until the agent ends. Resolves with the exit status, the agent's own. Throws `UserError`. */
export async function runSession(given: RunSessionOptions): Promise<number> {
  const { request, config, launcher } = given;
  if (process.platform === 'win32') {
    throw new UserError('sessions do not run on Windows yet: start codex-voice inside WSL');
  }
  refuseMistyped(request);
  const roles =
    request.options.role === undefined ? undefined : await import('./roles/session-role.ts');
  const chosen = roles?.chosenRole(request, process.cwd());
  const plain = chooseAgent(request, chosen?.role.fields.agent ?? config.agent);
  const search = findExecutable({ name: plain.file, env: process.env });
  if (search.kind !== 'found') throw new UserError(search.message, search.status);
  const options = sessionOptions(request, config);
  requireTerminal();
  const inRole =
    chosen === undefined ? undefined : await roles?.agentInRole(chosen, plain, options);
  const agent = inRole?.agent ?? plain;
  checkRecordings(options.recordings);
  const spoken = sessionSpeech(config, options, readProjectConfig(process.cwd()));
  const heardBy = spoken === undefined ? NOBODY : await hearing(given, spoken);
  const settings = sessionSettings(config, options, spoken, heardBy);
  const notes = [
    ...(inRole?.notes ?? []),
    ...(spoken?.notes ?? []),
    ...heardBy.speakers.notes,
    ...heardBy.wake.notes,
  ];
  const started =
    request.options['no-host'] === true
      ? (await import('./single-tree.ts')).singleTree({ agent, launcher })
      : newKeptSession({ agent, config, launcher });
  if (started.sessionId !== undefined)
    keepStart(started.sessionId, { agent: plain, request, options });
  const first = inRole?.composed;
  const backend = first === undefined ? started : (roles?.withFirstText(started, first) ?? started);
  const end = await showSession({
    backend,
    settings: new LateSettings(() => Promise.resolve(settings)),
    agentName: agent.name,
    options,
    start: 'new',
    note: notes.length === 0 ? undefined : notes.join(' · '),
  });
  if (end.kind !== 'switched')
    return tellEnd(end, { sessionId: backend.sessionId, words: options.telling.words.end });
  const { sessionId, hold } = end;
  const reached = await reachKeeper({ sessionId, hold, size: agentSize(options) });
  const { attachSession } = await import('./attach-session.ts');
  return await attachSession({ ...given, reached });
}

interface Hearing {
  readonly recognizers: RecognizerChoice;
  readonly speakers: SpeakerChoice;
  readonly wake: WakeChoice;
}

const NOBODY: Hearing = { recognizers: {}, speakers: { notes: [] }, wake: NO_WAKE_MODEL };

/** What listens, and whose voices it knows. */
async function hearing(
  { request, config }: RunSessionOptions,
  { languages }: SpokenSetup,
): Promise<Hearing> {
  const { model } = request.options;
  const { modelsDirectory: modelsFolder, speakersFile } = places(process.env, process.platform);
  const [recognizers, speakers, wake] = await Promise.all([
    chooseRecognizers({
      config,
      model: typeof model === 'string' ? model : undefined,
      languages,
      modelsFolder,
    }),
    chooseSpeakers({ config, tell: 'labels', modelsFolder, speakersFile }),
    chooseWakeModel({ config, languages, modelsFolder }),
  ]);
  return { recognizers, speakers, wake };
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

// From a request to a session in this terminal: chooses the agent, lays options over the config,
// prepares what the host is told, shows the session, and says how it ended.
import { basename } from 'node:path';
import { knownAgents } from '@codex-voice/agents';
import type { SessionSettings } from '@codex-voice/protocol';
import { findExecutable } from '@codex-voice/pty';
import { inLines, isConfiguredForAcp, overAcp } from './acp-agent.ts';
import { type AgentChoice, chooseAgent } from './agent-choice.ts';
import type { Request } from './command-line.ts';
import type { Config } from './config-schema.ts';
import { isFirstProgram } from './configuration/first-program.ts';
import { chosenConflicts } from './configuration/key-conflicts.ts';
import { SESSION_VARIABLE } from './host-link.ts';
import { newKeptSession } from './kept-session.ts';
import { LateSettings } from './late-settings.ts';
import { liveConfig } from './live-config.ts';
import { BrokenConnections, knownEnd, nextReached } from './lost-connection.ts';
import { type EndedAgent, misplacedFile, misplacedOption } from './misplaced-option.ts';
import { monotonicMs } from './monotonic.ts';
import { nearest } from './nearest.ts';
import { COMMANDS } from './options.table.ts';
import { places } from './places.ts';
import { preparedSettings } from './prepared-settings.ts';
import { packageVersion } from './program-root.ts';
import { checkRecordings } from './recordings.ts';
import { keepStart } from './saved/session-start-file.ts';
import { tellEnd } from './session-end.ts';
import { type SessionOptions, sessionOptions } from './session-options.ts';
import { showSession } from './show-session.ts';
import { agentSize, requireTerminal } from './terminal-checks.ts';
import { tellError } from './told-lines.ts';
import { EXIT_NOT_FOUND, UserError } from './user-error.ts';

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
  const plain = chosenAgent(given, chosen?.role.fields.agent);
  const search = findExecutable({ name: plain.file, env: process.env });
  if (search.kind !== 'found') throw new UserError(search.message, search.status);
  const options = sessionOptions(request, config);
  requireTerminal();
  const inRole =
    chosen === undefined ? undefined : await roles?.agentInRole(chosen, plain, options);
  const agent = inLines(inRole?.agent ?? plain, launcher);
  checkRecordings(options.recordings);
  const folder = process.cwd();
  const { settings, notes: heard } = await preparedSettings({ request, config, options, folder });
  const ofConfig = [...configNotes(config, options, agent), ...(await newer(given, options))];
  const missing = await missingEngine(settings, launcher);
  const notes = [
    ...(await inside(options)),
    ...(inRole?.notes ?? []),
    ...missing,
    ...ofConfig,
    ...heard,
  ];
  const started =
    request.options['no-host'] === true
      ? (await import('./single-tree.ts')).singleTree({ agent, launcher })
      : newKeptSession({ agent, config, launcher });
  if (started.sessionId !== undefined)
    keepStart(started.sessionId, { agent: plain, request, options });
  const first = inRole?.composed;
  const backend = first === undefined ? started : (roles?.withFirstText(started, first) ?? started);
  const beganMs = monotonicMs();
  const end = await showSession({
    backend,
    settings: new LateSettings(() => Promise.resolve(settings)),
    agentName: agent.name,
    options,
    start: 'new',
    live: liveConfig(given, folder),
    note: notes.length === 0 ? undefined : notes.join(' · '),
  });
  const { sessionId } = backend;
  const broken = new BrokenConnections(monotonicMs);
  const next = await nextReached(end, { sessionId, broken, size: agentSize(options) });
  if ('kind' in next) {
    const told = await knownEnd(next, sessionId);
    const status = tellEnd(told, { sessionId, words: options.telling.words.end });
    if (told.kind === 'exited')
      tellMisplaced(request, { status, lastedMs: monotonicMs() - beganMs });
    return status;
  }
  const { attachSession } = await import('./attach-session.ts');
  return await attachSession({ ...given, reached: next, broken });
}

/** The one around has our keys. */
async function inside({ keys, telling }: SessionOptions): Promise<readonly string[]> {
  const outer = process.env[SESSION_VARIABLE];
  if (outer === undefined) return [];
  const { isAroundUs } = await import('./commands/outer-session.ts');
  return isAroundUs(outer) ? [telling.words.row.insideSession(keys.leader)] : [];
}

/** Below what the agent has said of it. */
function tellMisplaced(request: Request, ended: EndedAgent): void {
  const line = misplacedOption(request, ended);
  if (line !== undefined) tellError(line);
}

/** As it is named or configured, spoken to as it is asked for. Throws `UserError`. */
function chosenAgent(
  { request, config }: RunSessionOptions,
  ofRole: string | undefined,
): AgentChoice {
  const agent = chooseAgent(request, ofRole ?? config.agent);
  const { resume } = request.options;
  if (request.command !== 'acp' && !isConfiguredForAcp(agent, config)) return agent;
  return overAcp(agent, { resume: typeof resume === 'string' ? resume : undefined });
}

/** A file of the first program, and keys that the agent has for something, are told of at the start. */
function configNotes(
  { file }: Config,
  { keys, telling, unrecorded: full }: SessionOptions,
  { kind, name: agent }: AgentChoice,
): readonly string[] {
  const { keyTaken, firstProgram, recordingsFull } = telling.words.config;
  return [
    ...(full === undefined ? [] : [recordingsFull(full.mb, full.mostMb)]),
    ...(isFirstProgram(file) ? [firstProgram(basename(file.path))] : []),
    ...chosenConflicts(keys, kind).map(({ key, does }) => keyTaken(key, `${agent}: ${does}`)),
  ];
}

/** Looked for only where a model listens. */
async function missingEngine(
  settings: SessionSettings,
  launcher: string,
): Promise<readonly string[]> {
  if (settings.voice?.start.recognizers === undefined) return [];
  const { offerEngine } = await import('./speech-engine/offer-engine.ts');
  return await offerEngine(settings, launcher);
}

/** A version that was found earlier, where the person lets us look for one. */
async function newer(
  { config, launcher }: RunSessionOptions,
  { telling }: SessionOptions,
): Promise<readonly string[]> {
  if (config.update.check === 'never') return [];
  const { lookAsAllowed } = await import('./update/allowed-look.ts');
  const { stateDirectory } = places(process.env, process.platform);
  const now = { version: packageVersion(), nowMs: Date.now() };
  const found = lookAsAllowed({ launcher, stateDirectory, ...now });
  return found === undefined ? [] : [telling.words.config.newerVersion(found)];
}

function isProgram(name: string): boolean {
  return findExecutable({ name, env: process.env }).kind !== 'not-found';
}

/** A name that no program has and that is nearly one of ours was mistyped. */
function refuseMistyped(request: Request): void {
  const { command, rest } = request;
  const [name] = rest;
  const line = misplacedFile(request, isProgram);
  if (line !== undefined) throw new UserError(line, EXIT_NOT_FOUND);
  if (command !== 'start' || name === undefined) return;
  const known = [...COMMANDS.slice(1), ...knownAgents.map((agent) => ({ name: agent.command }))];
  const guess = nearest(
    name,
    known.map((row) => row.name),
  );
  if (guess === undefined || guess === name) return;
  if (isProgram(name)) return;
  throw new UserError(
    `${name} is not a command here: did you mean codex-voice ${guess}?`,
    EXIT_NOT_FOUND,
  );
}

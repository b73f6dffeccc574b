// Carries out one command of the command line and answers with the exit status. What one command alone
// needs is loaded for it: a session's start waits for none of it. What goes wrong becomes one line on
// standard error, whatever it was.
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { installationOf } from '@codex-voice/releases';
import { parseCommandLine, type Request } from './command-line.ts';
import type { CommandGiven } from './commands/session-access.ts';
import { readConfig } from './config.ts';
import type { Config } from './config-schema.ts';
import { configLocation } from './configuration/config-location.ts';
import { withFlags } from './configuration/flag-settings.ts';
import type { CommandName } from './options.table.ts';
import { endWithOutput } from './output-end.ts';
import { packageVersion, rootRelative } from './program-root.ts';
import { tellError } from './told-lines.ts';
import { UserError } from './user-error.ts';

/** Runs the command that `process.argv` asks for. Never throws. */
export async function main(): Promise<number> {
  try {
    const words = process.argv.slice(2);
    if (isFarEnd(words)) return await farEnd();
    return await runCommand(parseCommandLine(words));
  } catch (error) {
    tellError(error);
    return error instanceof UserError ? error.exitStatus : 1;
  }
}

/** How the codex-voice of another machine reaches a session of this one: no command of a person's. */
function isFarEnd(words: readonly string[]): boolean {
  return words.length === 2 && words[0] === 'attach' && words[1] === '--stdio';
}

async function farEnd(): Promise<number> {
  const { serveFarEnd } = await import('./remote/far-end.ts');
  const request: Request = { command: 'attach', about: 'attach', options: {}, rest: [] };
  return leave(await serveFarEnd(givenTo(request)));
}

async function runCommand(request: Request): Promise<number> {
  // A session's output is its terminal's, which has ways of its own to be lost.
  if (!isTerminals(request)) endWithOutput();
  switch (request.command) {
    case 'help': {
      const [{ helpText }, { keyNames }] = await Promise.all([
        import('./help.ts'),
        import('./key-names.ts'),
      ]);
      process.stdout.write(helpText(request.about, keyNames('default')));
      return 0;
    }
    case 'version':
      process.stdout.write(`codex-voice ${packageVersion()}\n`);
      return 0;
    case 'completion': {
      const [shell] = request.rest;
      if (shell === 'man') {
        const { manPage } = await import('./man-page.ts');
        process.stdout.write(manPage(packageVersion()));
        return 0;
      }
      const { completionScript } = await import('./completion.ts');
      process.stdout.write(completionScript(shell === 'zsh' || shell === 'fish' ? shell : 'bash'));
      return 0;
    }
    case 'start':
    case 'run':
    case 'acp': {
      if (request.command === 'start' && request.rest.length === 0) {
        const { offerFirstRun } = await import('./first-run/offer.ts');
        await offerFirstRun(givenTo(request));
      }
      const { runSession } = await import('./run-session.ts');
      const given = { request, config: configOf(request), launcher: launcherPath() };
      return leave(await runSession(given));
    }
    case 'session': {
      if (request.rest[0] !== 'load') {
        const { session } = await import('./commands/session.ts');
        return await session(givenTo(request));
      }
      const { loadRequest } = await import('./saved/load-session.ts');
      return await runCommand(await loadRequest(request));
    }
    case 'attach': {
      const { attach } = await import('./commands/attach.ts');
      return leave(await attach(givenTo(request)));
    }
    default: {
      const carryOut = await COMMANDS_ALONE[request.command]();
      return await carryOut(givenTo(request));
    }
  }
}

type CarryOut = (given: CommandGiven) => Promise<number>;

/** The commands that take no terminal, each loaded when it is asked for. */
const COMMANDS_ALONE: Readonly<
  Record<
    Exclude<CommandName, 'start' | 'run' | 'acp' | 'attach' | 'session' | 'completion'>,
    () => Promise<CarryOut>
  >
> = {
  transcribe: async () => (await import('./commands/transcribe.ts')).transcribeRecordings,
  listen: async () => (await import('./commands/transcribe.ts')).listen,
  sessions: async () => (await import('./commands/sessions.ts')).listSessions,
  kill: async () => (await import('./commands/kill.ts')).kill,
  say: async () => (await import('./commands/say.ts')).say,
  flush: async () => (await import('./commands/flush.ts')).flush,
  do: async () => (await import('./commands/do.ts')).doAction,
  kb: async () => (await import('./commands/kb.ts')).kb,
  approvals: async () => (await import('./commands/approvals.ts')).listApprovals,
  approve: async () => (await import('./commands/approvals.ts')).approve,
  role: async () => (await import('./commands/role.ts')).role,
  deny: async () => (await import('./commands/approvals.ts')).deny,
  answer: async () => (await import('./commands/approvals.ts')).answerQuestion,
  mic: async () => (await import('./commands/mic.ts')).mic,
  purge: async () => (await import('./commands/purge.ts')).purge,
  record: async () => (await import('./commands/record.ts')).record,
  replay: async () => (await import('./commands/replay.ts')).replay,
  metrics: async () => (await import('./commands/metrics.ts')).metrics,
  bench: async () => (await import('./commands/bench.ts')).bench,
  speaker: async () => (await import('./commands/speaker.ts')).speaker,
  mcp: async () => (await import('./mcp/mcp-command.ts')).mcp,
  notes: async () => (await import('./commands/notes.ts')).notes,
  models: async () => (await import('./commands/models.ts')).models,
  host: async () => (await import('./commands/host.ts')).host,
  init: async () => (await import('./commands/init.ts')).init,
  doctor: async () => (await import('./commands/doctor.ts')).doctor,
  config: async () => (await import('./commands/config.ts')).config,
  update: async () => (await import('./commands/update.ts')).update,
};

/** The terminal is the shell's again: whatever still waits for an answer, such as a host that stands
 *  still, must not keep it. */
function leave(status: number): never {
  process.exit(status);
}

function isTerminals({ command, rest }: Request): boolean {
  if (command === 'session') return rest[0] === 'load';
  return ['start', 'run', 'acp', 'attach'].includes(command);
}

function givenTo(request: Request): CommandGiven {
  return { request, config: () => configOf(request), launcher: launcherPath() };
}

/** The config file with the environment and the command line's options laid over it. */
function configOf(request: Request): Config {
  const { options } = request;
  const { path, presence } = configLocation(options);
  return withFlags(readConfig(path, presence, { environment: process.env }), options);
}

/**
 * The program this process was started as; hosts are started through it again: of versions that lie side by
 * side, by the one that is current then.
 */
function launcherPath(): string {
  const home = fileURLToPath(new URL('..', rootRelative()));
  const installation = installationOf(resolve(home));
  const current = installation.kind === 'archive' ? join(installation.root, 'current') : home;
  return join(current, 'bin', 'codex-voice.js');
}

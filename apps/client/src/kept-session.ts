// A session that outlives this terminal: its keeper and the host are processes of their own, reached
// over local sockets. Starts a keeper for a new session, or joins one that runs.
import { type ChildProcess, spawn } from 'node:child_process';
import { Socket } from 'node:net';
import { join } from 'node:path';
import { makeFolder } from '@codex-voice/folders';
import { createTokens, keeperOverStream } from '@codex-voice/ipc';
import type { KeeperStart, SessionSettings } from '@codex-voice/protocol';
import type { AgentChoice } from './agent-choice.ts';
import type { Config } from './config-schema.ts';
import { HostConnection } from './host-connection.ts';
import { ensureHost, SESSION_VARIABLE } from './host-link.ts';
import { sessionsDirectory } from './places.ts';
import { type ReachedKeeper, runtimeFolder } from './reached-keeper.ts';
import type { HostListener, SessionBackend } from './session-backend.ts';
import { UserError } from './user-error.ts';

/** Where the launcher leaves the keeper that it has started while this program was still loading. */
const EARLY_KEEPER = Symbol.for('codex-voice.keeper');

/** As the launcher starts it: memory from one place, and large pieces back to the system when freed. */
const SPARING_MEMORY = {
  MALLOC_ARENA_MAX: '1',
  MALLOC_MMAP_THRESHOLD_: '262144',
  MALLOC_TRIM_THRESHOLD_: '65536',
};

/** Letters and digits that are not taken for one another. */
const ID_ALPHABET = 'abcdefghjkmnpqrstuvwxyz23456789';
const ID_SUFFIX_LENGTH = 4;
const ID_NAME_LENGTH = 20;

export interface NewSession {
  readonly agent: AgentChoice;
  readonly config: Config;
  readonly launcher: string;
}

/** The keeper of a new session is started, its agent with the terminal's size. Throws `UserError`. */
export function newKeptSession(given: NewSession): SessionBackend {
  const { agent, launcher } = given;
  const runtime = runtimeFolder();
  const sessionId = newSessionId(agent.name);
  const sessionDirectory = join(sessionsDirectory(), sessionId);
  makeSessionFolder(sessionDirectory);
  let leave = (): void => undefined;
  return {
    sessionId,
    openKeeper: (listener, attach) => {
      const child = earlyKeeper() ?? startKeeper(launcher);
      const pipe = child.stdio[3];
      if (!(pipe instanceof Socket))
        throw new UserError('the keeper could not be started: try again');
      // Left alone by the launcher, so that a program that needs no keeper can end.
      pipe.ref();
      const peer = keeperOverStream(pipe, listener, () => listener.lost());
      const { size } = attach;
      peer.start(keeperStart({ ...given, runtime, sessionId, sessionDirectory, size }));
      peer.request(attach);
      leave = () => peer.close();
      return peer;
    },
    openHost: (listener, settings) =>
      openHost({
        ...given,
        keepEnded: given.config.session.keep_ended,
        runtime,
        sessionId,
        listener,
        settings,
      }),
    close: () => {
      leave();
      return Promise.resolve();
    },
  };
}

export interface JoinedSession {
  readonly reached: ReachedKeeper;
  /** Ended sessions whose files stay, told to a host that is started. */
  readonly keepEnded: number;
  readonly launcher: string;
}

/** Joins a session whose keeper was reached. */
export function joinKeptSession(given: JoinedSession): SessionBackend {
  const { sessionId, peer, listener: kept, size: askedSize } = given.reached;
  const runtime = runtimeFolder();
  return {
    sessionId,
    openKeeper: (listener, { size }) => {
      kept.bind(listener);
      // The window has changed since it was attached. A snapshot on its way for the one that was is not shown.
      if (size.columns !== askedSize.columns || size.rows !== askedSize.rows)
        peer.request({ type: 'resize', size });
      return peer;
    },
    openHost: (listener, settings) =>
      openHost({ ...given, sessionId, runtime, listener, settings }),
    close: () => {
      peer.close();
      return Promise.resolve();
    },
  };
}

function makeSessionFolder(path: string): void {
  try {
    makeFolder(path, 0o700);
  } catch (error) {
    const reason = error instanceof Error && 'code' in error ? String(error.code) : String(error);
    const mend = 'name another place with XDG_STATE_HOME, make room there, or start with --no-host';
    throw new UserError(`${path}: the session’s folder can’t be made (${reason}): ${mend}`);
  }
}

function newSessionId(agentName: string): string {
  const name = agentName
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/gu, '-')
    .replaceAll(/^-+|-+$/gu, '')
    .slice(0, ID_NAME_LENGTH);
  const suffix = Array.from(
    { length: ID_SUFFIX_LENGTH },
    () => ID_ALPHABET[Math.floor(Math.random() * ID_ALPHABET.length)],
  );
  return `${name === '' ? 'session' : name}-${suffix.join('')}`;
}

function earlyKeeper(): ChildProcess | undefined {
  // Set by the launcher, which is no module and has no other way to hand it over.
  return (globalThis as { [EARLY_KEEPER]?: ChildProcess })[EARLY_KEEPER];
}

/** Detached: it outlives this terminal and everything that is started from it. */
function startKeeper(launcher: string): ChildProcess {
  const child = spawn(process.execPath, [launcher, '__keeper'], {
    cwd: '/',
    detached: true,
    // The agent's own environment comes later.
    env: { ...process.env, ...SPARING_MEMORY },
    stdio: ['ignore', 'ignore', 'ignore', 'pipe'],
  });
  child.unref();
  return child;
}

interface StartFacts extends NewSession {
  readonly runtime: string;
  readonly sessionId: string;
  readonly sessionDirectory: string;
  readonly size: KeeperStart['size'];
}

/** What the keeper starts beside an agent of this kind. */
function driverOf(
  kind: KeeperStart['agent']['kind'],
  { claude, codex }: Config['agents'],
): NonNullable<KeeperStart['driver']> {
  if (kind === 'codex') return codex.driver;
  return kind === 'claude' && claude.driver === 'hooks' ? 'structured' : 'typing';
}

function keeperStart(facts: StartFacts): KeeperStart {
  const { agent, config, runtime, sessionId, sessionDirectory, size } = facts;
  const env = Object.entries(process.env).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, value] as const],
  );
  const { session } = config;
  const driver = agent.speaks === 'acp' ? 'desk' : driverOf(agent.kind, config.agents);
  return {
    type: 'start',
    sessionId,
    agent: { name: agent.name, kind: agent.kind },
    file: agent.file,
    args: [...agent.args],
    cwd: process.cwd(),
    env: { ...Object.fromEntries(env), [SESSION_VARIABLE]: sessionId },
    size,
    log: {
      memoryBytes: session.log_memory_kb * 1024,
      fileBytes: session.log_file_mb * 1024 * 1024,
    },
    scrollbackLines: session.scrollback_lines,
    runtimeDirectory: runtime,
    sessionDirectory,
    tokens: createTokens(),
    driver,
  };
}

interface HostFacts {
  readonly runtime: string;
  readonly launcher: string;
  readonly sessionId: string;
  readonly settings: SessionSettings;
  readonly listener: HostListener;
  readonly keepEnded: number;
}

function openHost(facts: HostFacts): HostConnection {
  const { runtime, launcher, sessionId, settings, listener, keepEnded } = facts;
  return new HostConnection({
    sessionId,
    settings,
    listener,
    find: (handlers) =>
      ensureHost({ runtimeDirectory: runtime, launcher, env: process.env, keepEnded }, handlers),
  });
}

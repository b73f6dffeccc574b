// The way from a command to keepers and host: this person's runtime folder and the sockets in it.
// Decides nothing; every command that names sessions begins here.
import { connectKeeper, runningKeepers, runtimeDirectory } from '@codex-voice/ipc';
import type { Request } from '../command-line.ts';
import type { Config } from '../config-schema.ts';
import { type HostPlace, SESSION_VARIABLE } from '../host-link.ts';
import { monotonicMs } from '../monotonic.ts';
import { sessionsDirectory } from '../places.ts';
import { tellError } from '../told-lines.ts';
import { UserError } from '../user-error.ts';
import { type AskedHost, findHost, rowsOf } from './host-questions.ts';
import {
  askKeeper,
  type KeeperListening,
  type RunningSession,
  runningSessions,
  type SessionSources,
} from './running-sessions.ts';
import { chooseSession, plainChoice } from './session-choice.ts';
import { readSessionRecord } from './session-record.ts';
import { sessionTable } from './session-table.ts';

/** What a command is run with. */
export interface CommandGiven {
  readonly request: Request;
  /** Read when it is needed: most commands need none of it. */
  readonly config: () => Config;
  /** Of codex-voice.js, through which every role is started. */
  readonly launcher: string;
}

export interface SessionAccess {
  readonly place: HostPlace;
  /** Who is asked: the host if one runs or is given, and the keepers. */
  sources(host?: AskedHost): SessionSources;
}

/** Throws `UserError` where sessions can't be, or where their folder can't be trusted. */
export function openAccess({ launcher }: Pick<CommandGiven, 'launcher'>): SessionAccess {
  if (process.platform === 'win32') {
    throw new UserError('sessions do not run on Windows yet: start codex-voice inside WSL');
  }
  const found = runtimeDirectory(process.env);
  if (found.kind === 'refused') throw new UserError(found.message);
  const place = { runtimeDirectory: found.path, launcher, env: process.env };
  return {
    place,
    sources: (host) => ({
      keepers: () => runningKeepers(found.path),
      connect: async (listening: KeeperListening) =>
        await connectKeeper({ runtimeDirectory: found.path, ...listening }),
      record: (sessionId) => readSessionRecord(sessionsDirectory(), sessionId),
      hostRows: async () => (host === undefined ? await rowsOfRunning(place) : await rowsOf(host)),
    }),
  };
}

async function rowsOfRunning(place: HostPlace): ReturnType<typeof rowsOf> {
  const found = await findHost(place, 'leave');
  if (found.kind === 'refused') return undefined;
  const rows = await rowsOf(found.host);
  found.host.close();
  return rows;
}

export interface SessionNamed {
  readonly name: string | undefined;
  /** What an unnamed session is for someone inside of one. */
  readonly unnamed: 'it' | 'another';
}

/** The session that is meant. Throws `UserError`, after a list of what could have been meant. */
export async function findSession(
  sources: SessionSources,
  { name, unnamed }: SessionNamed,
): Promise<string> {
  const home = process.env.HOME;
  const inside = { sessionId: process.env[SESSION_VARIABLE], unnamed };
  const plain = plainChoice({ name, keepers: sources.keepers(), inside });
  if (plain !== undefined) return plain;
  const choice = await chooseSession({
    name,
    sessions: await runningSessions(sources),
    cwd: process.cwd(),
    home,
    inside,
    lastUsedMs: async (sessionId) => await lastUsedMs(sources, sessionId),
  });
  if (choice.kind === 'chosen') return choice.sessionId;
  listCandidates(choice.candidates, home);
  throw new UserError(choice.message);
}

function listCandidates(sessions: readonly RunningSession[], home: string | undefined): void {
  if (sessions.length === 0) return;
  const columns = process.stderr.isTTY ? process.stderr.columns : undefined;
  process.stderr.write(sessionTable(sessions, { nowMs: Date.now(), home, columns }));
}

/** On the monotonic clock. */
async function lastUsedMs(sources: SessionSources, sessionId: string): Promise<number> {
  const told = await askKeeper(sources, sessionId);
  if (told === 'gone' || told.session === undefined) return -Infinity;
  const startedMs = monotonicMs() - (Date.now() - told.session.startedAtMs);
  return Math.max(startedMs, told.facts?.lastInputMs ?? -Infinity);
}

/** One line on standard error, for what does not end the command. */
export function note(message: string): void {
  tellError(message);
}

/** One document, and nothing else. */
export function printJson(document: unknown): void {
  process.stdout.write(`${JSON.stringify(document, undefined, 2)}\n`);
}

// How a session was asked for, left beside what its keeper writes down, and what its agent calls the
// conversation: all that saving it needs to know.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as v from 'valibot';
import type { AgentChoice } from '../agent-choice.ts';
import type { Request } from '../command-line.ts';
import { sessionsDirectory } from '../places.ts';
import type { SessionOptions } from '../session-options.ts';
import { UserError } from '../user-error.ts';
import { type StartedSession, startedSchema } from './saved-sessions.ts';

const START_FILE = 'start.json';
/** The newest first. */
const EVENT_FILES = ['events.jsonl', 'events.jsonl.1'];

export interface StartFacts {
  /** As it was named, without what a role adds. */
  readonly agent: AgentChoice;
  readonly request: Request;
  readonly options: SessionOptions;
}

/** A disk that refuses costs only what a later save could tell. */
export function keepStart(sessionId: string, { agent, request, options }: StartFacts): void {
  const { role, model, language } = request.options;
  const started: StartedSession = {
    agent: {
      file: agent.file,
      name: agent.name,
      kind: agent.speaks ?? agent.kind,
      args: [...agent.args],
    },
    ...(typeof role === 'string' ? { role } : {}),
    mode: options.mode,
    delivery: options.intent,
    voice: options.voice,
    ...(typeof model === 'string' ? { speechModel: model } : {}),
    ...(typeof language === 'string' ? { language } : {}),
  };
  try {
    const path = join(sessionsDirectory(), sessionId, START_FILE);
    writeFileSync(path, `${JSON.stringify(started, undefined, 2)}\n`, { mode: 0o600 });
  } catch {
    // The keeper's own record is fallen back to.
  }
}

const recordSchema = v.object({
  agent: v.object({ name: v.string(), kind: v.string() }),
  argv: v.pipe(v.array(v.string()), v.minLength(1)),
  cwd: v.string(),
});

export interface KnownStart {
  readonly folder: string;
  readonly started: StartedSession;
}

/** Undefined where it is not written down, or none that is whole. Throws `UserError` where it can't be read. */
export function knownStart(sessionId: string): KnownStart | undefined {
  const folder = join(sessionsDirectory(), sessionId);
  const record = v.safeParse(recordSchema, documentIn(join(folder, 'session.json')));
  if (!record.success) return undefined;
  const { agent, argv, cwd } = record.output;
  const kept = v.safeParse(startedSchema, documentIn(join(folder, START_FILE)));
  if (kept.success) return { folder: cwd, started: kept.output };
  const [file = '', ...args] = argv;
  return { folder: cwd, started: { agent: { file, ...agent, args } } };
}

const threadSchema = v.object({
  event: v.object({
    kind: v.literal('session'),
    threadId: v.pipe(v.string(), v.regex(/^\w[\w-]{0,99}$/u)),
  }),
});

/** The last conversation that its driver told of; undefined where none follows it. Throws `UserError`. */
export function knownThread(sessionId: string): string | undefined {
  for (const name of EVENT_FILES) {
    const thread = lastThread(join(sessionsDirectory(), sessionId, name));
    if (thread !== undefined) return thread;
  }
  return undefined;
}

function lastThread(path: string): string | undefined {
  const text = textIfThere(path) ?? '';
  const lines = text.split('\n').filter((line) => line.includes('"session"'));
  for (const line of lines.toReversed()) {
    const parsed = v.safeParse(threadSchema, parsedLine(line));
    if (parsed.success) return parsed.output.event.threadId;
  }
  return undefined;
}

function documentIn(path: string): unknown {
  const text = textIfThere(path);
  return text === undefined ? undefined : parsedLine(text);
}

/** A session that can't be read is not saved as one of which less is known. */
function textIfThere(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : String(error);
    if (code === 'ENOENT' || code === 'ENOTDIR') return undefined;
    throw new UserError(`${path} can't be read (${code}): check the disk and its rights`);
  }
}

/** A last line may be torn. */
function parsedLine(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}

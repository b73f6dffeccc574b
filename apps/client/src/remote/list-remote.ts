// `codex-voice sessions ssh://…`: what runs on another machine, asked of the codex-voice there.
import { execFile } from 'node:child_process';
import { machineText, type RemoteAddress, sshRefusal, sshWords } from '@codex-voice/remote';
import * as v from 'valibot';
import type { RunningSession } from '../commands/running-sessions.ts';
import { UserError } from '../user-error.ts';

/** Thousands of sessions; a program that writes more is no codex-voice. */
const MAXIMUM_BYTES = 4 << 20;

const nothing = v.nullish(v.string());
const row = v.looseObject({
  session: v.string(),
  agent: nothing,
  folder: nothing,
  state: v.picklist(['idle', 'busy', 'dialog', 'unknown', 'lost']),
  size: v.nullish(v.object({ columns: v.number(), rows: v.number() })),
  startedAt: nothing,
  terminals: v.nullish(v.number()),
  held: v.nullish(v.boolean()),
  queued: v.nullish(v.number()),
  memoryBytes: v.nullish(v.object({ keeper: v.nullish(v.number()), agent: v.nullish(v.number()) })),
});

export interface RemoteList {
  /** As the codex-voice there prints it. */
  readonly document: readonly object[];
  readonly sessions: readonly RunningSession[];
}

/** Throws `UserError`. */
export async function remoteSessions(address: RemoteAddress, program: string): Promise<RemoteList> {
  const command = { program, words: ['sessions', '--json'] };
  const words = sshWords({ address, command, asks: 'may' });
  const { stdout, stderr, exitCode, spawnError } = await run(words);
  const machine = machineText(address);
  if (exitCode !== 0) {
    throw new UserError(sshRefusal({ exitCode, stderr, spawnError, machine, program }).message);
  }
  const document = parsed(stdout);
  if (document === undefined) {
    throw new UserError(
      `${machine} does not answer as codex-voice does: see ssh ${machine} ${program}`,
    );
  }
  return { document, sessions: document.map(sessionOf) };
}

type Row = v.InferOutput<typeof row>;

/** A login shell may have written before it. */
function parsed(text: string): readonly Row[] | undefined {
  const from = text.search(/^\[/mu);
  try {
    const result = v.safeParse(v.array(row), JSON.parse(text.slice(Math.max(0, from))));
    return result.success ? result.output : undefined;
  } catch {
    return undefined;
  }
}

function sessionOf(one: Row): RunningSession {
  const { size, startedAt, memoryBytes } = one;
  const startedAtMs = startedAt == null ? Number.NaN : Date.parse(startedAt);
  return {
    sessionId: one.session,
    state: one.state,
    agent: one.agent ?? undefined,
    cwd: one.folder ?? undefined,
    columns: size?.columns,
    rows: size?.rows,
    startedAtMs: Number.isNaN(startedAtMs) ? undefined : startedAtMs,
    terminals: one.terminals ?? undefined,
    held: one.held ?? undefined,
    queued: one.queued ?? undefined,
    rung: undefined,
    keeperMemoryBytes: memoryBytes?.keeper ?? undefined,
    agentMemoryBytes: memoryBytes?.agent ?? undefined,
  };
}

interface Ended {
  readonly stdout: string;
  readonly stderr: string;
  readonly exitCode: number | undefined;
  readonly spawnError: string | undefined;
}

/** Its standard input stays the terminal's, which ssh asks its questions on. */
async function run(words: readonly string[]): Promise<Ended> {
  return await new Promise((resolve) => {
    const options = { encoding: 'utf8', maxBuffer: MAXIMUM_BYTES } as const;
    const child = execFile('ssh', [...words], options, (error, stdout, stderr) => {
      const code = error === null ? 0 : error.code;
      resolve({
        stdout,
        stderr,
        exitCode: typeof code === 'number' ? code : undefined,
        spawnError: typeof code === 'string' ? code : undefined,
      });
    });
    child.stdin?.end();
  });
}

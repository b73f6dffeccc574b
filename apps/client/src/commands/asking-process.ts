// Whether we are a program of a session's agent: by the variable that sessions give their programs, or by a
// keeper among our ancestors. A process that has shaken off both can't be told from the person's own.
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { SESSION_VARIABLE, UNREACHED_SESSION } from '../host-link.ts';

export interface AskingProcess {
  readonly pid: number;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Sessions that run. */
  readonly keepers: readonly string[];
  /** Undefined where it is not known. */
  readonly keeperPid: (sessionId: string) => number | undefined;
  /** Process id → that of its parent; undefined: gone, or not to be seen from here. */
  readonly parentOf: (pid: number) => number | undefined;
}

/** No process lies deeper; ends a circle of ids that were given anew while we looked. */
const DEEPEST = 256;

/** The session whose program we are; undefined: none that is known. */
export function sessionAround(asking: AskingProcess): string | undefined {
  const { env, keepers, keeperPid } = asking;
  const named = env[SESSION_VARIABLE];
  // One that has ended names nothing: a multiplexer that was started in it hands the variable on for ever.
  if (named === UNREACHED_SESSION || (named !== undefined && keepers.includes(named))) return named;
  const above = ancestorsOf(asking);
  return keepers.find((sessionId) => above.has(keeperPid(sessionId) ?? 0));
}

export function ancestorsOf({
  pid,
  parentOf,
}: Pick<AskingProcess, 'pid' | 'parentOf'>): ReadonlySet<number> {
  const above = new Set<number>();
  for (let parent = parentOf(pid); parent !== undefined && parent > 1; parent = parentOf(parent)) {
    if (above.has(parent) || above.size >= DEEPEST) break;
    above.add(parent);
  }
  return above;
}

/** The processes of this machine, as far as they can be seen. */
export function parentsHere(): (pid: number) => number | undefined {
  if (process.platform === 'linux') return parentInProc;
  const parents = parentsByPs();
  return (pid) => parents.get(pid);
}

function parentInProc(pid: number): number | undefined {
  try {
    const [, parent] = /^PPid:\s*(\d+)$/mu.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
    return parent === undefined ? undefined : Number(parent);
  } catch {
    return undefined;
  }
}

/** `ps` of a machine under load answers in less, in ms. */
const PS_PATIENCE_MS = 5_000;

function parentsByPs(): ReadonlyMap<number, number> {
  try {
    const listed = execFileSync('ps', ['-A', '-o', 'pid=,ppid='], {
      encoding: 'utf8',
      timeout: PS_PATIENCE_MS,
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    const pairs = [...listed.matchAll(/^\s*(\d+)\s+(\d+)\s*$/gmu)];
    return new Map(pairs.map(([, pid, parent]) => [Number(pid), Number(parent)]));
  } catch {
    return new Map();
  }
}

// Who is at work in a staging folder: a process on this machine or, where a folder is shared, on another.
// Whether that process still lives is found out here; what follows is the staging's decision.
import { readFileSync } from 'node:fs';
import { hostname } from 'node:os';
import * as v from 'valibot';

const ownerSchema = v.object({
  pid: v.number(),
  /** The process's start, as the system counts it, where it tells. A number of a process comes again. */
  start: v.exactOptional(v.string()),
  host: v.string(),
  nonce: v.string(),
});

export type Owner = v.InferOutput<typeof ownerSchema>;

/** This process, for one piece of work. */
export function thisOwner(nonce: string): Owner {
  const start = startOf(process.pid);
  const owner = { pid: process.pid, host: hostname(), nonce };
  return start === undefined ? owner : { ...owner, start };
}

export function readOwner(path: string): Owner | undefined {
  try {
    const parsed: unknown = JSON.parse(readFileSync(path, 'utf8'));
    const result = v.safeParse(ownerSchema, parsed);
    return result.success ? result.output : undefined;
  } catch {
    return undefined;
  }
}

/** Another machine's owner can't be asked: `elsewhere`. */
export function stateOf(owner: Owner): 'alive' | 'dead' | 'elsewhere' {
  if (owner.host !== hostname()) return 'elsewhere';
  try {
    process.kill(owner.pid, 0);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    // A process of another user can't be signalled, and lives.
    if (code !== 'EPERM') return 'dead';
  }
  const start = startOf(owner.pid);
  const isAnother = owner.start !== undefined && start !== undefined && owner.start !== start;
  return isAnother ? 'dead' : 'alive';
}

/** Linux: field 22 of `/proc/PID/stat`, which counts from behind the last bracket of the name. */
function startOf(pid: number): string | undefined {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return text.slice(text.lastIndexOf(')') + 2).split(' ')[19];
  } catch {
    return undefined;
  }
}

// Finds processes that a suite started, directly or not, and that still run: each carries a mark in
// its environment, which children inherit. Reads /proc, so it sees nothing outside Linux.
import { randomUUID } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';

const MARK_VARIABLE = 'CODEX_VOICE_TEST_MARK';
const LOOK_EVERY_MS = 25;

/** A process that is still there. */
export interface LeakedProcess {
  pid: number;
  /** Its command line, arguments separated by blanks. */
  command: string;
}

/** A mark for the processes of one test. */
export interface ProcessMark {
  /** Goes into the environment of whatever the test starts. */
  env: Readonly<Record<string, string>>;
  /** The marked processes that run now; zombies, which only wait to be collected, don't count. */
  running: () => Promise<LeakedProcess[]>;
  /** Those that still run after `graceMs`; empty as soon as all are gone. */
  leaked: (graceMs: number) => Promise<LeakedProcess[]>;
}

/** Makes a mark that no other test has. Throws on systems without /proc. */
export function markProcesses(): ProcessMark {
  if (process.platform !== 'linux')
    throw new Error('process marks are read from /proc: Linux only');
  const mark = randomUUID();
  const running = async () => await leakedProcesses(mark);
  return {
    env: { [MARK_VARIABLE]: mark },
    running,
    leaked: async (graceMs) => {
      const deadlineMs = performance.now() + graceMs;
      for (;;) {
        const left = await running();
        if (left.length === 0 || performance.now() > deadlineMs) return left;
        await sleep(LOOK_EVERY_MS);
      }
    },
  };
}

/** The running processes that carry this mark, this one left out. */
async function leakedProcesses(mark: string): Promise<LeakedProcess[]> {
  const pids = (await readdir('/proc')).map(Number).filter((pid) => pid > 0);
  const found = await Promise.all(pids.map((pid) => inspect(pid, `${MARK_VARIABLE}=${mark}`)));
  return found.flatMap((leak) => (leak === undefined ? [] : [leak]));
}

async function inspect(pid: number, setting: string): Promise<LeakedProcess | undefined> {
  if (pid === process.pid) return undefined;
  try {
    const environment = await readFile(`/proc/${pid}/environ`, 'utf8');
    if (!environment.split('\0').includes(setting)) return undefined;
    const command = (await readFile(`/proc/${pid}/cmdline`, 'utf8')).replaceAll('\0', ' ').trim();
    return { pid, command };
  } catch {
    // It ended meanwhile, or it is another user's: neither is a leak of ours.
    return undefined;
  }
}

// Finds processes that a suite started, directly or not, and that still run: each carries a mark in
// its environment, which children inherit. Reads /proc, so it sees nothing outside Linux.
import { randomUUID } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

const MARK_VARIABLE = 'CODEX_VOICE_TEST_MARK';
/** In ms: a look reads the environment of every process of the machine. */
const LOOK_EVERY_MS = 100;
/** A process that starts others while it is ended needs another look; more than this is a bug. */
const END_LOOKS = 50;

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
  running: () => LeakedProcess[];
  /** Those that still run after `graceMs`; empty as soon as all are gone. */
  leaked: (graceMs: number) => Promise<LeakedProcess[]>;
  /** Kills every marked process by its pid, and those they started meanwhile. Answers which they were. */
  end: () => LeakedProcess[];
}

/** Makes a mark that no other test has. Throws on systems without /proc. */
export function markProcesses(): ProcessMark {
  if (process.platform !== 'linux')
    throw new Error('process marks are read from /proc: Linux only');
  const mark = randomUUID();
  const running = () => markedProcesses(mark);
  return {
    env: { [MARK_VARIABLE]: mark },
    running,
    leaked: async (graceMs) => {
      const deadlineMs = performance.now() + graceMs;
      for (;;) {
        const left = running();
        if (left.length === 0 || performance.now() > deadlineMs) return left;
        await sleep(LOOK_EVERY_MS);
      }
    },
    end: () => endAll(running),
  };
}

function endAll(running: () => LeakedProcess[]): LeakedProcess[] {
  const ended = new Map<number, LeakedProcess>();
  for (let look = 0; look < END_LOOKS; look += 1) {
    const found = running();
    if (found.length === 0) break;
    for (const leak of found) {
      ended.set(leak.pid, leak);
      try {
        process.kill(leak.pid, 'SIGKILL');
      } catch {} // It ended meanwhile.
    }
  }
  return [...ended.values()];
}

/** The running processes that carry this mark, this one left out. */
function markedProcesses(mark: string): LeakedProcess[] {
  const pids = readdirSync('/proc')
    .map(Number)
    .filter((pid) => pid > 0 && pid !== process.pid);
  return pids.flatMap((pid) => {
    const command = commandOf(pid, `${MARK_VARIABLE}=${mark}`);
    return command === undefined ? [] : [{ pid, command }];
  });
}

/** The command line of a process with this setting in its environment. */
function commandOf(pid: number, setting: string): string | undefined {
  try {
    const environment = readFileSync(`/proc/${pid}/environ`, 'utf8');
    if (!environment.split('\0').includes(setting)) return undefined;
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ').trim();
  } catch {
    // It ended meanwhile, or it is another user's: neither is a leak of ours.
    return undefined;
  }
}

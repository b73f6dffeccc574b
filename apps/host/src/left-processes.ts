// What is left of an agent whose keeper was killed: its processes are found by what they were born
// with, so that another process under an old number is never hit, and ended.
import { readdirSync, readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

/** Set for everything that runs in a session. */
const SESSION_VARIABLE = 'CODEX_VOICE_SESSION';

/** After its terminal is gone an agent gets this long to end by itself, in ms. */
const HANGUP_GRACE_MS = 1_000;

/** The processes of the agent's terminal session that were started inside this session of ours. */
export function leftProcesses(facts: {
  readonly sessionId: string;
  readonly agentPid: number;
}): readonly number[] {
  const birthmark = `${SESSION_VARIABLE}=${facts.sessionId}`;
  return processIds().filter((pid) => {
    if (terminalSessionOf(pid) !== facts.agentPid) return false;
    return read(`/proc/${pid}/environ`).split('\0').includes(birthmark);
  });
}

/** Hangs up on them, then kills those that stay. Answers how many there were. */
export async function endLeftProcesses(facts: {
  readonly sessionId: string;
  readonly agentPid: number;
}): Promise<number> {
  const found = leftProcesses(facts);
  if (found.length === 0) return 0;
  for (const pid of found) {
    signal(pid, 'SIGHUP');
    signal(pid, 'SIGCONT');
  }
  const deadlineMs = performance.now() + HANGUP_GRACE_MS;
  while (performance.now() < deadlineMs && leftProcesses(facts).length > 0) await sleep(50);
  for (const pid of leftProcesses(facts)) signal(pid, 'SIGKILL');
  return found.length;
}

/** The session leader's process id; undefined where the process is gone, or the system does not tell. */
function terminalSessionOf(pid: number): number | undefined {
  // The name in parentheses may hold anything; after it: state, parent, group, session.
  const fields = read(`/proc/${pid}/stat`).split(') ').at(-1)?.split(' ');
  return fields?.[3] === undefined ? undefined : Number(fields[3]);
}

function processIds(): number[] {
  try {
    return readdirSync('/proc').flatMap((name) => (/^\d+$/u.test(name) ? [Number(name)] : []));
  } catch {
    return [];
  }
}

function read(path: string): string {
  try {
    return readFileSync(path, 'latin1');
  } catch {
    return '';
  }
}

function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch {
    // It has ended meanwhile.
  }
}

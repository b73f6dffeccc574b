// What keeper, host and client cost with many sessions and with many viewers on one: memory by the
// system's books, processor time, start and files held open, and whether each grows in a straight line.
import { readdirSync } from 'node:fs';
import type { PtyProcess } from '@codex-voice/pty';
import type { ScratchHome } from '@codex-voice/testing';
import { GROWTH_ABOUT, GROWTH_COLUMNS, growthRow } from './growth.ts';
import { attend, benchHome, CODEX_VOICE, open } from './peers.ts';
import { type RoleCost, roleCosts } from './role-cost.ts';
import { leaveSession, untilSaid } from './standing-session.ts';
import { countOption, digits, median, publish, sleep } from './statistics.ts';

/** Starts work (compilers, caches, a first snapshot) that is over by then. */
const SETTLE_MS = 4000;
/** The last sessions that were started still work a while, and would count for all. */
const SESSIONS_SETTLE_MS = 10_000;
/** Started side by side: more would only wait for the processors. */
const TOGETHER = 2;

/** An agent that has said something and waits. */
const RESTING = ['sh', '-c', 'seq 1 300; printf at-rest; exec sleep 86397'];
/** An agent at work: a line of colour twenty times a second. */
const BUSY = [
  'sh',
  '-c',
  `n=0; while :; do n=$((n + 1)); printf '\\r\\n\\033[32m%08d\\033[0m some output of an agent at-work' $n; sleep 0.05; done`,
];

const most = countOption('sessions', 200, 4);
const mostViewers = countOption('viewers', 50, 3);
const seconds = countOption('seconds', 10, 3);
const upTo = (limit: number, steps: readonly number[]) => [
  ...steps.filter((step) => step < limit),
  limit,
];
const ROLES = ['keeper', 'host', 'client'] as const;

interface Found {
  readonly count: number;
  readonly costs: Readonly<Record<(typeof ROLES)[number], RoleCost>>;
  /** The median of how long each of those that came since the last look took to start, in ms. */
  readonly startMs: number;
  /** Files and sockets that the host holds open. */
  readonly hostFiles: number;
}

async function looked(home: ScratchHome, count: number, startsMs: number[]): Promise<Found> {
  const costs = await roleCosts(home, ROLES, seconds * 1000);
  const hostFiles = home
    .pids('host')
    .reduce((sum, pid) => sum + readdirSync(`/proc/${pid}/fd`).length, 0);
  return { count, costs, startMs: median(startsMs), hostFiles };
}

async function withSessions(): Promise<Found[]> {
  using home = benchHome();
  const found: Found[] = [];
  let running = 0;
  const start = async (): Promise<number> => {
    const startMs = performance.now();
    await leaveSession(home, RESTING, 'at-rest');
    return performance.now() - startMs;
  };
  for (const wanted of upTo(most, [1, 10, 50, 100])) {
    const startsMs: number[] = [];
    while (running < wanted) {
      const batch = Math.min(TOGETHER, wanted - running);
      startsMs.push(...(await Promise.all(Array.from({ length: batch }, start))));
      running += batch;
    }
    await sleep(SESSIONS_SETTLE_MS);
    const look = await looked(home, wanted, startsMs);
    if (look.costs.keeper.processes !== wanted)
      throw new Error(`${look.costs.keeper.processes} keepers run for ${wanted} sessions`);
    found.push(look);
  }
  return found;
}

async function withViewers(): Promise<Found[]> {
  using home = benchHome();
  await leaveSession(home, BUSY, 'at-work');
  const terminals: PtyProcess[] = [];
  const found: Found[] = [];
  const attach = async (): Promise<number> => {
    const startMs = performance.now();
    const pty = open([...CODEX_VOICE, 'attach'], home.env);
    terminals.push(pty);
    await untilSaid(pty, 'at-work');
    const elapsedMs = performance.now() - startMs;
    attend(pty, () => {});
    return elapsedMs;
  };
  // The first terminal holds the session, all others watch.
  await attach();
  for (const viewers of upTo(mostViewers, [1, 5, 10, 25])) {
    const startsMs: number[] = [];
    while (terminals.length < viewers + 1) startsMs.push(await attach());
    await sleep(SETTLE_MS);
    const look = await looked(home, viewers, startsMs);
    if (look.costs.client.processes !== viewers + 1)
      throw new Error(`${look.costs.client.processes} clients run for ${viewers} viewers`);
    found.push(look);
  }
  return found;
}

const row = (name: string, { costs, startMs, hostFiles }: Found): (string | number)[] => [
  name,
  digits(startMs, 0),
  digits(costs.keeper.largestMiB, 1),
  digits(costs.keeper.proportionalMiB, 1),
  digits(costs.host.proportionalMiB, 1),
  digits(costs.client.proportionalMiB, 1),
  digits(costs.keeper.cpuPercent, 2),
  digits(costs.host.cpuPercent, 2),
  digits(costs.client.cpuPercent, 2),
  hostFiles,
];

const sessions = await withSessions();
const viewers = await withViewers();
publish({
  name: 'sessions',
  about: `Our own processes, the agents left out, over ${seconds} s each. Sessions: agents at rest, no terminal attached. Viewers: on one session that prints twenty lines a second, one more terminal holding it. Start: of a session, its terminal attached and taken away again, two at a time; of a viewer, until it has shown the agent's words; the median of those that came last. Proportional memory shares out what processes have in common; “largest” is the resident memory of the largest one. Files: what the host holds open.`,
  columns: [
    'running',
    'start ms',
    'keeper, largest MiB',
    'keepers, proportional MiB',
    'host, proportional MiB',
    'clients, proportional MiB',
    'keepers CPU %',
    'host CPU %',
    'clients CPU %',
    'host files',
  ],
  rows: [
    ...sessions.map((found) => row(`${found.count} sessions`, found)),
    ...viewers.map((found) => row(`1 session, ${found.count} viewers`, found)),
  ],
});
const points = (list: readonly Found[], of: (found: Found) => number) =>
  list.map((found) => [found.count, of(found)] as const);
publish({
  name: 'sessions-growth',
  about: GROWTH_ABOUT,
  columns: GROWTH_COLUMNS,
  rows: [
    growthRow(
      'memory of keepers and host, MiB a session',
      points(sessions, ({ costs }) => costs.keeper.proportionalMiB + costs.host.proportionalMiB),
    ),
    growthRow(
      'processor of keepers and host, % of a core a session',
      points(sessions, ({ costs }) => costs.keeper.cpuPercent + costs.host.cpuPercent),
    ),
    growthRow(
      'files of the host, a session',
      points(sessions, ({ hostFiles }) => hostFiles),
    ),
    growthRow(
      'memory of keeper, host and clients, MiB a viewer',
      points(viewers, ({ costs }) =>
        ROLES.reduce((sum, role) => sum + costs[role].proportionalMiB, 0),
      ),
    ),
    growthRow(
      'processor of the keeper, % of a core a viewer',
      points(viewers, ({ costs }) => costs.keeper.cpuPercent),
    ),
    growthRow(
      'processor of the clients, % of a core a viewer',
      points(viewers, ({ costs }) => costs.client.cpuPercent),
    ),
  ],
});
process.exit(0);
